import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { format } from '../../src/format.ts';

const formatted = (text: string): string => format({ name: 'case.resnet', text }).text;

/** Statements of a network as they are written, and in the style. */
const statements: readonly (readonly [name: string, written: string, styled: string])[] = [
  ['blanks around signs', 'let  a=1+2*( b-c )/d', 'let a = 1 + 2 * (b - c) / d'],
  ['a sign of its own', 'dropout -0.5', 'dropout -0.5'],
  ['signs of numbers', 'let a=-b- -c+f(-1,y=-2)', 'let a = -b - -c + f(-1, y = -2)'],
  ['brackets that group', 'let a = not(b)and(c or d)', 'let a = not (b) and (c or d)'],
  ['elements and members', 'let a = in . channels+b [ 0 ] [1]', 'let a = in.channels + b[0][1]'],
  ['an element as an argument', 'conv 4x4,widths [0],bias', 'conv 4x4, widths[0], bias'],
  ['a list as an argument', 'f [1,2],3', 'f [1, 2], 3'],
  ['a division that rounds down', 'let a=c//16', 'let a = c//16'],
  ['a kernel', 'conv 3 × 3,64', 'conv 3x3, 64'],
  ['a kernel of names', 'conv k×k , 64,stride 2 x 1', 'conv k x k, 64, stride 2x1'],
  ['an input', 'input 3x224x224', 'input 3 x 224 x 224'],
  ['sums between extents', 'input 1+2 x 3 x 4', 'input 1 + 2 x 3 x 4'],
  ['a kernel behind a zero', 'conv 0 x 10, n', 'conv 0 x 10, n'],
  ['a tuple', 'zero_pad pad(1,1,0,0)', 'zero_pad pad (1, 1, 0, 0)'],
  ['a function', 'relu max (1,2), pad(1)', 'relu max(1, 2), pad (1)'],
  ['a call', 'b (64,expansion=2)', 'b(64, expansion = 2)'],
  ['an exponent', 'batchnorm eps 1E-5,momentum 1e+0', 'batchnorm eps 1e-5, momentum 1e0'],
  ['a label with a hole', 'a{ i+1 }b : relu', 'a{i + 1}b: relu'],
  ['a stage', 'stage(n)x b(4),stride(2)on last', 'stage (n) x b(4), stride (2) on last'],
  ['a string', 'let a = "b  //  c"', 'let a = "b  //  c"'],
  ['statements on one line', 'relu;;gelu ;', 'relu\ngelu'],
  ['a body on one line', 'stem{conv 3x3,64;relu}', 'stem { conv 3x3, 64; relu }'],
  ['a body on two lines', 'stem{conv 3x3,64\nrelu}', 'stem {\n  conv 3x3, 64\n  relu\n}'],
  ['an empty body', 'branches add{path{\n\n}path{ relu }}', 'branches add {\n  path {}\n  path { relu }\n}'],
  ['paths on one line', 'branches add{path{};a:path{relu}}', 'branches add { path {} a: path { relu } }'],
  ['a shortcut on its own line', 'residual{relu}\nshortcut identity', 'residual { relu } shortcut identity'],
  ['a choice', 'if a{relu}else{gelu}', 'if a { relu } else { gelu }'],
  [
    'choices below each other',
    'if a{relu}\nelse if b{gelu}\nelse{}',
    'if a { relu }\nelse if b { gelu }\nelse {}',
  ],
  ['choices of which one is open', 'if a{relu}else{\ngelu}', 'if a {\n  relu\n} else {\n  gelu\n}'],
  ['empty lines', '\n\n\nrelu\n\n\n\ngelu\n\n', 'relu\n\ngelu'],
  ['comments', '//a\nrelu// b\n//  c\n\n//////\n//!d', '// a\nrelu  // b\n//  c\n\n//////\n//!d'],
  ['a comment at the brace', 'stem{ //a\nrelu}//b', 'stem {  // a\n  relu\n}  // b'],
  ['a comment in an empty body', 'path: {\n//a\n}', 'path: {\n  // a\n}'],
  ['a comment before else', 'if a{relu}//b\n//c\nelse{gelu}', 'if a { relu }  // b\n// c\nelse { gelu }'],
  ['a comment behind a comma', 'conv 3x3,//a\n64', 'conv 3x3,  // a\n    64'],
  ['a comment in brackets', 'f(1,//a\n2\n//b\n)', 'f(\n  1,  // a\n  2\n  // b\n)'],
  ['a comment in empty brackets', 'f(//a\n)', 'f(  // a\n)'],
  ['documentation', '///a\n///\nrelu', '/// a\n///\nrelu'],
  ['labels', 'a:relu\ngelu\nlonger:tanh', 'a:      relu\ngelu\nlonger: tanh'],
  ['labels around an empty line', 'a:relu\n\nlonger:tanh', 'a: relu\n\nlonger: tanh'],
  ['labels around a comment', 'a:relu\n//b\nlonger:tanh', 'a: relu\n// b\nlonger: tanh'],
  ['labels of unlike length', 'a:relu\na_very_long_label:tanh', 'a: relu\na_very_long_label: tanh'],
  [
    'repeats and options',
    'stage 3 x b(64),stride 2\nstage 12 x b(128),stride 2',
    'stage  3 x b(64),  stride 2\nstage 12 x b(128), stride 2',
  ],
  ['a table of numbers', 'b(1,20,-3,f(1))\nb(10,2,3,g)', 'b( 1, 20, -3, f(1))\nb(10,  2,  3, g)'],
  ['two numbers are no table', 'b(1,20)\nb(10,2)', 'b(1, 20)\nb(10, 2)'],
  ['comments in a column', 'relu //a\nsoftmax //b\n\ngelu //c', 'relu     // a\nsoftmax  // b\n\ngelu  // c'],
  ['a matrix in rows', 'let a=[\n[1,20],[30,4]]', 'let a = [\n  [ 1, 20],\n  [30,  4]\n]'],
  ['a matrix in a row', 'let a=[[1,20],\n[30,4]]', 'let a = [[1, 20], [30, 4]]'],
];

describe('statements', () => {
  it.each(statements)('%s', (_, written, styled) => {
    const expected = `network n {\n${styled.replace(/^(?=.)/gm, '  ')}\n}\n`;
    expect(formatted(`network n {\n${written}\n}`)).toBe(expected);
    expect(formatted(expected)).toBe(expected);
  });
});

const eighty = 'a'.repeat(80);

/** Whole files. */
const files: readonly (readonly [name: string, written: string, styled: string])[] = [
  ['nothing', '', ''],
  ['blanks', ' \n\t\n', ''],
  ['only a comment', '\n\n//a\n\n\n', '// a\n'],
  ['a byte order mark', '\uFEFFnetwork n{}', 'network n {}\n'],
  ['Windows’s line ends', 'network n{\r\nrelu //a\n}\r\n', 'network n {\r\n  relu  // a\r\n}\r\n'],
  ['line ends of old', 'network n{\rrelu\r}', 'network n {\n  relu\n}\n'],
  [
    'imports',
    'import{a,b as c}from"d"\nimport { e } from "f"\nnetwork n = a(1)',
    'import { a, b as c } from "d"\nimport { e } from "f"\n\nnetwork n = a(1)\n',
  ],
  [
    'documentation of the file',
    '/// a\nimport { b } from "c"\n/// d\nnetwork n = b()',
    '/// a\nimport { b } from "c"\n\n/// d\nnetwork n = b()\n',
  ],
  ['networks of a line', 'network a=f(1)\nnetwork b=f(2)', 'network a = f(1)\nnetwork b = f(2)\n'],
  [
    'networks of many lines',
    'network a{\nrelu}\n// b\nnetwork b=f(2)\n//c',
    'network a {\n  relu\n}\n\n// b\nnetwork b = f(2)\n// c\n',
  ],
  ['two on a line', 'block a(){relu}block b(){gelu}', 'block a() { relu }\nblock b() { gelu }\n'],
  [
    'parameters',
    'block a(b:int[2][],c : block=d,e=1){relu}',
    'block a(b: int[2][], c: block = d, e = 1) { relu }\n',
  ],
  [
    'documented parameters',
    'block a(/// b\nb:int,\n///c\nc:int){relu}',
    'block a(  /// b\n  b: int,\n  /// c\n  c: int\n) {\n  relu\n}\n',
  ],
  [
    'a long list on a line of its own',
    `network n(classes: int = 1000) = ${eighty}([1, 2], classes)`,
    `network n(classes: int = 1000) = ${eighty}(\n  [1, 2], classes\n)\n`,
  ],
  [
    'a longer one on a line for each',
    `network n = f(${eighty}, ${eighty})`,
    `network n = f(\n  ${eighty},\n  ${eighty}\n)\n`,
  ],
  [
    'a long statement behind its commas',
    `network n { a: conv 3x3, ${eighty}, stride 2, pad (0, 1, 0, 1), groups 2 }`,
    `network n {\n  a: conv 3x3, ${eighty}, stride 2,\n      pad (0, 1, 0, 1), groups 2\n}\n`,
  ],
  [
    'a long body',
    `network n {\nstem { ${eighty}(); ${eighty}() }\n}`,
    `network n {\n  stem {\n    ${eighty}()\n    ${eighty}()\n  }\n}\n`,
  ],
  [
    'a long list of numbers',
    `network n = f([${'1,'.repeat(59)}1])`,
    `network n = f([\n  ${'1, '.repeat(39).trimEnd()}\n  ${'1, '.repeat(20)}1\n])\n`,
  ],
];

describe('files', () => {
  it.each(files)('%s', (_, written, styled) => {
    expect(formatted(written)).toBe(styled);
    expect(formatted(styled)).toBe(styled);
  });
});

/** What has errors, and the lines that stay as they are. */
const broken: readonly (readonly [name: string, written: string, styled: string, kept: readonly string[]])[] =
  [
    [
      'a statement',
      'network n{\nrelu\n   conv  3x3  64\n  gelu}',
      'network n {\n  relu\n   conv  3x3  64\n  gelu\n}\n',
      ['   conv  3x3  64'],
    ],
    [
      'a statement with what shares its line',
      'network n{\nstem{\nrelu\n}\n   gelu ;conv  3x3  64 // a\n}',
      'network n {\n  stem {\n    relu\n  }\n   gelu ;conv  3x3  64 // a\n}\n',
      ['   gelu ;conv  3x3  64 // a'],
    ],
    [
      'the head of a body, and all of it',
      'network n{\nif  {\n relu}\ngelu}',
      'network n {\nif  {\n relu}\n  gelu\n}\n',
      ['if  {\n relu}'],
    ],
    [
      'a declaration without its brace',
      'block a(){relu}\nblock b(){\n gelu\nblock c(){relu}',
      'block a() { relu }\nblock b(){\n gelu\nblock c() { relu }\n',
      ['block b(){\n gelu'],
    ],
    [
      'a comment of another language',
      'network n{\n# a\nrelu/* b */\ngelu}',
      'network n {\n# a\nrelu/* b */\n  gelu\n}\n',
      ['# a', 'relu/* b */'],
    ],
    ['a character', 'network n{\n  relu §\ngelu}\n', 'network n {\n  relu §\n  gelu\n}\n', ['  relu §']],
    [
      'no end of the file',
      'network a{relu}\nnetwork n=f(1)}',
      'network a { relu }\nnetwork n=f(1)}',
      ['network n=f(1)}'],
    ],
  ];

describe('files with errors', () => {
  it.each(broken)('%s', (_, written, styled, kept) => {
    const { text, unformatted } = format({ name: 'case.resnet', text: written });
    expect(text).toBe(styled);
    expect(unformatted.map(({ span }) => written.slice(span.start, span.end))).toEqual(kept);
    expect(formatted(styled)).toBe(styled);
  });

  it('are left alone where they are no spec', () => {
    const text = 'import torch\nclass A( nn.Module ):\n  pass\n';
    expect(format({ name: 'a.py', text })).toMatchObject({
      text,
      edits: [],
      unformatted: [{ span: { start: 0, end: text.length } }],
    });
  });
});

it('changes only what is not in the style', () => {
  const { edits } = format({ name: 'case.resnet', text: 'network n {\n  relu\n  conv 3x3,64\n}\n' });
  expect(edits).toEqual([{ span: { start: 30, end: 30 }, text: ' ' }]);
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = [
  'README.md',
  'grammar/language.md',
  ...readdirSync(`${root}/docs`).map((file) => `docs/${file}`),
].filter((page) => page.endsWith('.md'));

/** Fenced blocks but for those that show what is not in the style, by their place. */
const blocks = pages.flatMap((page) =>
  [
    ...readFileSync(`${root}/${page}`, 'utf8').matchAll(/^```resnet(?<words>[^\n]*)\n(?<text>.*?)^```$/gms),
  ].map((match) => {
    const line = match.input.slice(0, match.index).split('\n').length;
    return { place: `${page}:${line}`, words: match.groups!.words!, text: match.groups!.text! };
  }),
);

describe('documents show formatted specs', () => {
  it.each(blocks.filter(({ words }) => !/unformatted|comment-or-division/.test(words)))(
    '$place',
    ({ words, text }) => {
      const whole = words.includes('fragment') ? `network n {\n${text.replace(/^(?=.)/gm, '  ')}}\n` : text;
      expect(formatted(whole)).toBe(whole);
    },
  );
});

it('is what docs/formatting.md says', () => {
  const [written, styled] = blocks.filter(({ place }) => place.startsWith('docs/formatting.md'));
  expect(formatted(written!.text)).toBe(styled!.text);
});

it('of every bundled spec is the spec', () => {
  const specs = readdirSync(`${root}/specs`, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.resnet'),
  );
  expect(specs.length).toBeGreaterThan(50);
  const others = specs.filter((file) => {
    const text = readFileSync(`${root}/specs/${file}`, 'utf8');
    return formatted(text) !== text;
  });
  expect(others).toEqual([]);
});
