import { describe, expect, it } from 'vitest';
import { numberLiteral } from '../../src/emission/number-literal.ts';
import {
  className,
  commentText,
  docstringLines,
  floatLiteral,
  fstringText,
  identifier,
  isAttribute,
  isIdentifier,
  publicName,
  stringLiteral,
} from '../../src/emission/python.ts';

/*
 * Python's reference, 2.4.1 (escape sequences of literals), 2.4.3 (f-strings), 2.3 (identifiers and keywords), the list of built-in
 * functions of its library; PEP 8 and PEP 257 for style. What Python's own parser makes of it: python.test.ts.
 */

it.each([
  ['', '""'],
  ['plain', '"plain"'],
  ["it's", '"it\'s"'],
  ['a "word"', '"a \\"word\\""'],
  ['\\', '"\\\\"'],
  ['one\ntwo\rthree\tfour', '"one\\ntwo\\rthree\\tfour"'],
  ['\0\u0007\u001b\u007f', '"\\x00\\x07\\x1b\\x7f"'],
  ['\u0085\u009f', '"\\x85\\x9f"'],
  ['\u061c\u200e\u200f\u2028\u2029', '"\\u061c\\u200e\\u200f\\u2028\\u2029"'],
  ['\u202a\u202e\u2066\u2069\ufeff', '"\\u202a\\u202e\\u2066\\u2069\\ufeff"'],
  ['\ud800 \udc00', '"\\ud800 \\udc00"'],
  ['é \u00a0 😀 \u2027', '"é \u00a0 😀 \u2027"'],
])('%j is the literal %s', (text, literal) => {
  expect(stringLiteral(text)).toBe(literal);
});

it.each([
  ['plain', 'plain'],
  ['{x} {{', '{{x}} {{{{'],
  ['"\\\n', '\\"\\\\\\n'],
])('%j is %s between the holes of an f-string', (text, expected) => {
  expect(fstringText(text)).toBe(expected);
});

describe('comments', () => {
  it.each([
    ['plain', 'plain'],
    ['  both ends  ', 'both ends'],
    ['one\ntwo', 'one two'],
    ['one\u2028two\u0085three\ffour', 'one two three four'],
    ['\u202eright to left', 'right to left'],
    ['half \ud800 of a pair', 'half \ufffd of a pair'],
    ['😀 é', '😀 é'],
  ])('%j is %j', (text, expected) => {
    expect(commentText(text)).toBe(expected);
  });
});

describe('docstrings', () => {
  it.each<[what: string, text: string, lines: readonly string[]]>([
    ['one line', 'A network.', ['A network.']],
    ['prose that flows', 'A network\nof two lines.', ['A network of two lines.']],
    ['all ends of lines', 'a\r\nb\rc', ['a b c']],
    ['paragraphs', 'A.\n\nB\nC.', ['A.', '', 'B C.']],
    ['a first line that is empty', '\nA.', ['', 'A.']],
    ['what is indented', 'A:\n  x = 1\n\ty', ['A:', '  x = 1', '\\ty']],
    [
      'a list',
      'A:\n- b\n* c\n• d\n# e\n> f\n| g\n+ h',
      ['A:', '- b', '* c', '• d', '# e', '> f', '| g', '+ h'],
    ],
    ['numbers', 'A:\n1. b\n12) c', ['A:', '1. b', '12) c']],
    ['what only looks like a list', 'A\n-b\n1.5 c\nx. d\n#e', ['A -b 1.5 c x. d #e']],
    ['a number inside a line', 'A\nb 1. c', ['A b 1. c']],
    ['blanks at the end', 'A  \n\n  B  ', ['A', '', '  B']],
    ['quotes', 'a "b" ""c"" """d"""', ['a "b" \\"\\"c\\"\\" \\"\\"\\"d\\"\\"\\"']],
    ['a quote at the end', 'a "b"', ['a "b\\"']],
    ['a backslash', '\\N and \\', ['\\\\N and \\\\']],
    ['what does not show itself', 'a\u2028b\u202e', ['a\\u2028b\\u202e']],
  ])('%s', (_, text, lines) => {
    expect(docstringLines(text, 40)).toEqual(lines);
  });

  it.each<[what: string, width: number, text: string, lines: readonly string[]]>([
    ['what just fits', 9, 'four five', ['four five']],
    ['one character too many', 8, 'four five', ['four', 'five']],
    ['at the last blank', 10, 'one two six ten', ['one two', 'six ten']],
    ['a blank at the width itself', 7, 'one two six', ['one two', 'six']],
    ['a long word alone', 4, 'elephants', ['elephants']],
    ['a long word, then others', 4, 'elephants run far', ['elephants', 'run', 'far']],
    ['a long word behind a margin', 4, '  elephants run', ['  elephants', 'run']],
    ['several blanks at the break', 4, 'four   five', ['four', '  five']],
    ['line after line', 4, 'a b c d e f g', ['a b', 'c d', 'e f', 'g']],
  ])('%s', (_, width, text, lines) => {
    expect(docstringLines(text, width)).toEqual(lines);
  });
});

describe('identifiers', () => {
  const keywords =
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in ' +
    'is lambda nonlocal not or pass raise return try while with yield';
  const soft = 'match case type _';
  const builtIn =
    'abs all any bool bytes dict dir enumerate eval exec filter float format getattr hasattr hash help id input int isinstance iter ' +
    'len list map max min next object open ord pow print property range repr reversed round self set setattr slice sorted ' +
    'staticmethod str sum super tuple vars zip';

  it.each(`${keywords} ${soft} ${builtIn}`.split(' '))('%s gets a mark', (word) => {
    expect(identifier(word)).toBe(`${word}_`);
  });

  it.each(keywords.split(' '))('%s does not follow a dot', (word) => {
    expect(isAttribute(word)).toBe(false);
  });

  it.each([
    ['stride', 'stride'],
    ['_x9', '_x9'],
    ['Z', 'Z'],
    ['a-b.c', '_a_b_c'],
    ['9lives', '_9lives'],
    // Inside a class Python calls `__a` otherwise.
    ['__a', '_a'],
    ['__class__', '_class__'],
    ['__import__', '_import__'],
    ['___', '__'],
    ['', '__'],
    ['é', '__'],
    ['aé', '_a_'],
    ['class_', 'class_'],
  ])('%j becomes %s', (name, expected) => {
    expect(identifier(name)).toBe(expected);
  });

  it.each([
    // Python’s reference, 6.2.1: inside a class `__a` is another name.
    ['__a', '_a'],
    ['____', '__'],
    ['_a', '_a'],
    ['a__', 'a__'],
    ['__9', '_9'],
    ['--a', '_a'],
  ])('%j keeps one `_` in front: %s', (name, expected) => {
    expect(identifier(name)).toBe(expected);
  });

  it.each([
    ['_a', 'a'],
    ['__class', 'class_'],
    ['a_b', 'a_b'],
    ['__', 'value'],
    ['_9', '_9'],
  ])('%j is %s where a base class has its own names', (name, expected) => {
    expect(publicName(name)).toBe(expected);
  });

  it.each([
    ['a', true, true],
    ['A_9', true, true],
    ['_a', true, true],
    ['match', true, true],
    ['print', true, true],
    ['__init__', true, false],
    ['__a', true, false],
    ['a__', true, true],
    ['class', true, false],
    ['', false, false],
    ['9a', false, false],
    ['a b', false, false],
    ['a-', false, false],
    ['é', false, false],
  ])('%j: identifier %s, attribute %s', (name, asIdentifier, asAttribute) => {
    expect(isIdentifier(name)).toBe(asIdentifier);
    expect(isAttribute(name)).toBe(asAttribute);
  });
});

it.each([
  ['conv_bn_relu6', 'ConvBnRelu6'],
  ['wrn_28_10', 'Wrn28_10'],
  ['resnet50', 'Resnet50'],
  ['ResNet', 'ResNet'],
  ['a__b--c', 'ABC'],
  ['__a__', 'A'],
  ['x_1', 'X1'],
  ['z_Z_9', 'ZZ9'],
  ['a.b', 'AB'],
  ['2d_conv', '_2dConv'],
  ['none', 'None_'],
  ['', 'Network'],
  ['é', 'Network'],
  ['--', 'Network'],
])('%j is the class %s', (name, expected) => {
  expect(className(name)).toBe(expected);
});

describe('numbers', () => {
  it.each([
    [0, '0', '0.0'],
    [1, '1', '1.0'],
    [-12, '-12', '-12.0'],
    [0.5, '0.5', '0.5'],
    [-1.5, '-1.5', '-1.5'],
    [0.001, '0.001', '0.001'],
    [-0.001, '-0.001', '-0.001'],
    [0.000999, '9.99e-4', '9.99e-4'],
    [1e-5, '1e-5', '1e-5'],
    [-2e-7, '-2e-7', '-2e-7'],
    [1e21, '1e21', '1e21'],
  ])('%d is %s, as a float %s', (value, number, float) => {
    expect(numberLiteral(value)).toBe(number);
    expect(floatLiteral(value)).toBe(float);
  });
});
