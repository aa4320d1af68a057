import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  commentLines,
  identifier,
  objectLiteral,
  stringLiteral,
  templateText,
} from '../../src/emission/javascript.ts';
import { numberLiteral } from '../../src/emission/number-literal.ts';

/** What the engine itself makes of a piece of code. */
const evaluated = (code: string): unknown => runInNewContext(`'use strict'; (${code})`);

const texts = [
  '',
  'plain',
  "it's",
  'a "word"',
  '\\\' \\" \\`',
  '\\',
  '\\\\n \\u0041',
  `\`$\{process}\` $\{1 + 1} $ {} $$`,
  'one\ntwo\r\nthree\rfour\tfive\0',
  'line\u2028separator\u2029and\u0085next',
  '</script><!-- --> */ // \u001b[31m',
  'half \ud800 of a pair \udc00',
  '😀 é',
];

describe.each(texts)('%j', (text) => {
  it('is a literal of the same value, on one line, in single quotes', () => {
    const literal = stringLiteral(text);
    expect(evaluated(literal)).toBe(text);
    expect(literal).toMatch(/^'[^\p{Cc}\u2028\u2029]*'$/u);
  });

  it('is the text between two holes of a template', () => {
    const code = templateText(text);
    expect(evaluated(`\`${code}\``)).toBe(text);
    expect(evaluated(`\`\${1}${code}\${2}\``)).toBe(`1${text}2`);
    expect(code).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u2028\u2029]/u);
  });

  it('is a comment', () => {
    const lines = commentLines(text);
    expect(evaluated(`/*\n${lines.map((line) => ` * ${line}\n`).join('')} */ 7`)).toBe(7);
    expect(evaluated(`${lines.map((line) => `// ${line}\n`).join('')} 7`)).toBe(7);
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]|\*\/|\s$/u);
  });
});

it.each([
  ["it's", "'it\\'s'"],
  ['"', "'\"'"],
])('%s is written as %s', (text, literal) => {
  expect(stringLiteral(text)).toBe(literal);
});

it.each<[text: string, lines: readonly string[]]>([
  ['one', ['one']],
  ['one\r\ntwo\nthree\rfour', ['one', 'two', 'three', 'four']],
  ['one\n\n  two  ', ['one', '', '  two']],
  ['a */ b */', ['a * / b * /']],
  ['a\vb\fc\u0085d\u2028e\u2029f', ['a b c d e f']],
  ['a\tb\u001bc\u202ed\ufeffe\ud800f', ['a b c d e\ufffdf']],
])('%j is the comment %j', (text, lines) => {
  expect(commentLines(text)).toEqual(lines);
});

describe('identifiers', () => {
  // ECMAScript 2024, 12.7.2: reserved words, those reserved in strict code, `await` in modules, and the names that strict code
  // may not bind; then the properties of the global object that nobody expects to be hidden.
  const reserved =
    'await break case catch class const continue debugger default delete do else enum export extends false finally for function ' +
    'if import in instanceof new null return super switch this throw true try typeof var void while with yield ' +
    'let static implements interface package private protected public eval arguments undefined NaN Infinity';

  it.each(reserved.split(' '))('%s gets a mark', (word) => {
    expect(identifier(word)).toBe(`${word}_`);
  });

  // As keys of an object, or as names of its methods, they would mean something else.
  it.each(Object.getOwnPropertyNames(Object.prototype))('%s, which every object has, gets a mark', (name) => {
    expect(identifier(name)).toBe(`${name}_`);
  });

  it.each(['Math', 'String'])('%s, which emitted code asks, gets a mark', (name) => {
    expect(identifier(name)).toBe(`${name}_`);
  });

  it.each([
    ['stride', 'stride'],
    ['base_width', 'baseWidth'],
    ['a_b_c', 'aBC'],
    ['block_2x', 'block_2x'],
    ['conv1_bn', 'conv1Bn'],
    ['wide__net', 'wideNet'],
    ['WRN_b', 'WRNB'],
    ['A_z', 'AZ'],
    ['Z_a', 'ZA'],
    ['z_A', 'zA'],
    ['9_z', '_9Z'],
    ['_private', '_private'],
    ['__a', '__a'],
    ['a_', 'a_'],
    ['$_a', '$_a'],
    ['a$', 'a$'],
    ['$', '$'],
    ['_', '_'],
    ['x', 'x'],
    ['a-b', '_a_b'],
    ['-a', '__a'],
    ['a b.c', '_a_b_c'],
    ['9lives', '_9lives'],
    ['0', '_0'],
    ['', '_'],
    ['é', '__'],
    ['né', '_n_'],
    ['new_', 'new_'],
    ['class_name', 'className'],
  ])('%j becomes %s', (name, expected) => {
    expect(identifier(name)).toBe(expected);
    expect(evaluated(`() => { let ${expected} = 7; return ${expected}; }`)).toBeTypeOf('function');
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [1, '1'],
    [-3, '-3'],
    [0.5, '0.5'],
    [0.001, '0.001'],
    [-0.001, '-0.001'],
    [0.000999, '9.99e-4'],
    [1e-5, '1e-5'],
    [-1e-5, '-1e-5'],
    [1.25e-7, '1.25e-7'],
    [1e21, '1e21'],
    [123456789, '123456789'],
  ])('%d is %s', (value, text) => {
    expect(numberLiteral(value)).toBe(text);
    expect(evaluated(text)).toBe(value);
  });
});

it.each<[entries: readonly (readonly [string, string])[], code: string]>([
  [[], '{}'],
  [[['kernel', '3']], '{ kernel: 3 }'],
  [
    [
      ['kernel', '3'],
      ['stride', 'stride'],
    ],
    '{ kernel: 3, stride }',
  ],
])('an object of %j', (entries, code) => {
  expect(objectLiteral(entries)).toBe(code);
});
