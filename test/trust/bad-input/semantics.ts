import { network, type SpecCase } from './spec-case.ts';

const fine = 'fine';

const inLine = (row: SpecCase['row'], name: string, line: string, answer: SpecCase['answer']): SpecCase => ({
  row,
  name,
  source: network(line),
  answer,
});
const mended = (line: string): { readonly mended: string } => ({ mended: network(line) });

/** Text in front of a network with one statement. */
const before = (
  row: SpecCase['row'],
  name: string,
  declarations: string,
  line: string,
  answer: SpecCase['answer'],
): SpecCase => ({ row, name, source: `${declarations}\n${network(line)}`, answer });

const unknown: readonly SpecCase[] = [
  before('S undefined', 'a block misspelt', 'block wide(n: int) { conv 3x3, n }', '⟦wdie⟧(8)', {
    code: 'name/unknown',
    mended: `block wide(n: int) { conv 3x3, n }\n${network('wide(8)')}`,
    says: 'did you mean `wide`',
  }),
  before(
    'S undefined',
    'a block of which there is none like it: five are listed',
    'abcdefg'.replace(/./g, 'block $&$&$&() { relu }\n'),
    '⟦wide⟧(8); aaa(); bbb(); ccc(); ddd(); eee(); fff(); ggg()',
    { code: 'name/unknown', says: 'there are aaa, bbb, ccc, ddd, eee' },
  ),
  inLine('S undefined', 'a block of the library that is not imported', '⟦bottleneck⟧(64)', {
    code: 'name/unknown',
    says: '"std/residual"',
  }),
  inLine('S undefined', 'a block of a stage', 'stage 2 x ⟦wide⟧(8)', { code: 'name/unknown' }),
  inLine('S undefined', 'a name', 'let width = 8; conv 3x3, ⟦widht⟧', {
    code: 'name/unknown',
    ...mended('let width = 8; conv 3x3, width'),
  }),
  inLine(
    'S undefined',
    'a name of which there is none like it',
    'let width = 8; conv 3x3, width; conv 3x3, ⟦channels⟧',
    {
      code: 'name/unknown',
      says: 'here there are width',
    },
  ),
  inLine('S undefined', 'a member', 'conv 3x3, in.⟦chanels⟧', {
    code: 'name/unknown',
    ...mended('conv 3x3, in.channels'),
  }),
  inLine('S undefined', 'a value', 'a: relu; sigmoid; add ⟦b⟧', {
    code: 'name/value',
    says: 'before it stand a',
  }),
  inLine('S undefined', 'a function', 'let a = ⟦floor⟧(3); conv 3x3, a', { code: 'name/unknown' }),
  inLine('S undefined', 'a name in a branch that is not taken', 'if false { conv 3x3, ⟦width⟧ }; relu', {
    code: 'name/unknown',
  }),
];

const duplicate: readonly SpecCase[] = [
  before('S duplicate', 'two blocks', 'block wide() { relu }\nblock ⟦wide⟧() { relu }', 'wide()', {
    code: 'name/duplicate',
    says: 'first here',
  }),
  {
    row: 'S duplicate',
    name: 'two networks',
    source: `${network('relu')}${network('relu').replace('net {', '⟦net⟧ {')}`,
    answer: { code: 'name/duplicate', says: 'first here' },
  },
  before(
    'S duplicate',
    'a block and an import',
    'import { ⟦basic⟧ } from "std/residual"\nblock basic(n: int) { conv 3x3, n }',
    'basic(8)',
    {
      code: 'name/duplicate',
      says: 'first here',
    },
  ),
  before('S duplicate', 'two parameters', 'block wide(n: int, ⟦n⟧: int) { conv 3x3, n }', 'wide(8)', {
    code: 'name/duplicate',
    says: 'first here',
    errors: 1,
  }),
  inLine('S duplicate', 'two lets', 'let n = 8; let ⟦n⟧ = 9; conv 3x3, n', {
    code: 'name/duplicate',
    says: 'first here',
  }),
  inLine(
    'S duplicate',
    'an inner let hides an outer one',
    'let n = 8; conv 3x3, n; { let n = 9; conv 3x3, n }',
    fine,
  ),
  inLine('S duplicate', 'two labels', 'a: conv 3x3, 8; a: ⟦conv 3x3, 8⟧', {
    code: 'name/collision',
    says: 'the first one',
  }),
  ...['conv', 'relu', 'add', 'max', 'round_to'].map((word) =>
    before('S duplicate', `a block called ${word}`, `block ⟦${word}⟧() { relu }`, 'sigmoid', {
      code: 'name/reserved',
      says: `${word}_block`,
    }),
  ),
  {
    row: 'S duplicate',
    name: 'a network called conv',
    source: network('relu').replace('net {', '⟦conv⟧ {'),
    answer: { code: 'name/reserved' },
  },
];

/** Names that are members of every JavaScript object, or that make one a promise. */
const members = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'prototype'];
/** Words that a target cannot have as names of its own. */
const reserved = [
  ...['class', 'lambda', 'def', 'None', 'self', 'print', 'async', 'await', 'yield', 'del', 'nonlocal'],
  ...['fn', 'texture_2d', 'vec4f', 'workgroup', 'var', 'const', 'let_', 'function', 'new', 'this', 'eval'],
  ...['arguments', 'undefined', 'NaN', 'null', 'tf', 'torch', 'nn', 'forward', 'training', 'weight', 'CON'],
];
const ordinary = (row: SpecCase['row'], word: string): SpecCase[] => [
  {
    row,
    name: `${word} as a block, a parameter, a let, a label and a network`,
    source: [
      `block ${word}(${word}: int) {\n  ${word}: conv 3x3, ${word}\n}\n`,
      `network ${word}_net {\n  input 8 x 4 x 4\n  let other = 8\n  ${word}: ${word}(other)\n  relu\n  add ${word}\n}\n`,
    ].join('\n'),
    answer: fine,
  },
];
const names: readonly SpecCase[] = [
  ...members.flatMap((word) => ordinary('S ordinary-names', word)),
  ...members.map(
    (word): SpecCase =>
      inLine('S ordinary-names', `${word} that is not declared`, `conv 3x3, ⟦${word}⟧`, {
        code: 'name/unknown',
      }),
  ),
  ...members.map(
    (word): SpecCase =>
      inLine('S ordinary-names', `${word} as an argument`, `conv 3x3, 8, ⟦${word}⟧ 2`, {
        code: 'value/unknown-argument',
      }),
  ),
  ...members.map(
    (word): SpecCase =>
      inLine('S ordinary-names', `${word} as an operator`, `⟦${word}⟧ 3x3`, { code: 'name/unknown' }),
  ),
  ...members.map(
    (word): SpecCase =>
      inLine('S ordinary-names', `${word} as a member`, `conv 3x3, in.⟦${word}⟧`, { code: 'name/unknown' }),
  ),
  ...members.map(
    (word): SpecCase => ({
      row: 'S ordinary-names',
      name: `${word} of the library`,
      source: `import { ⟦${word}⟧ } from "std/residual"\n${network('relu')}`,
      answer: { code: 'import/name' },
    }),
  ),
  ...members.map(
    (word): SpecCase =>
      inLine('S ordinary-names', `${word} as a value`, `relu; add ⟦${word}⟧`, { code: 'name/value' }),
  ),
  ...reserved.flatMap((word) => ordinary('S reserved-words', word)),
];

const cycles: readonly SpecCase[] = [
  before('S recursion', 'a block that calls itself', 'block a() { ⟦a()⟧ }', 'a()', {
    code: 'name/recursion',
    says: '`a` → `a`',
  }),
  before('S recursion', 'two blocks', 'block a() { b() }\nblock b() { ⟦a()⟧ }', 'a()', {
    code: 'name/recursion',
    says: '`a` → `b` → `a`',
  }),
  before('S recursion', 'three blocks', 'block a() { b() }\nblock b() { c() }\nblock c() { ⟦a()⟧ }', 'a()', {
    code: 'name/recursion',
    says: '`a` → `b` → `c` → `a`',
  }),
  before('S recursion', 'through a parameter', 'block a(b: block) { ⟦b(b)⟧ }', 'a(a)', {
    code: 'name/recursion',
  }),
  {
    row: 'S recursion',
    name: 'of networks',
    source: 'network a = b()\nnetwork b = ⟦a()⟧\n',
    answer: { code: 'name/recursion', says: '`a` → `b` → `a`' },
  },
  before('S recursion', 'that nothing calls', 'block a() { b() }\nblock b() { ⟦a()⟧ }', 'relu', {
    code: 'name/recursion',
    says: ['`a` → `b` → `a`', '`a` calls `b` here'],
  }),
  before('S recursion', 'in a branch not taken', 'block a() { if false { ⟦a()⟧ }; relu }', 'a()', {
    code: 'name/recursion',
    says: '`a` → `a`',
  }),
  before('S recursion', 'in a stage of none', 'block a() { relu; stage 0 x ⟦a()⟧ }', 'a()', {
    code: 'name/recursion',
    says: '`a` → `a`',
  }),
  before(
    'S recursion',
    'of two entered in the middle',
    'block a() { b() }\nblock b() { c() }\nblock c() { ⟦b()⟧; relu }',
    'a(); c()',
    { code: 'name/recursion', says: '`b` → `c` → `b`' },
  ),
  before('S recursion', 'two of them', 'block a() { ⟦a()⟧ }\nblock b() { b() }', 'a(); b()', {
    code: 'name/recursion',
    says: '`a` → `a`',
    errors: 2,
  }),
  before(
    'S recursion',
    'only in looks: a parameter has the block’s name',
    'block a(a: block) { a() }\nblock b() { relu }',
    'a(b)',
    fine,
  ),
  {
    row: 'S recursion',
    name: 'of a chain of a thousand blocks',
    source: Array.from({ length: 1000 }, (_, n) =>
      n === 999 ? 'block b999() { ⟦b0()⟧ }\n' : `block b${n}() { b${n + 1}() }\n`,
    ).join(''),
    answer: { code: 'name/recursion' },
  },
];

const unused: readonly SpecCase[] = [
  before('S unused', 'a block', 'block ⟦spare⟧() { relu }', 'relu', {
    code: 'lint/unused',
    mended: network('relu'),
  }),
  before('S unused', 'a parameter', 'block wide(n: int, ⟦k⟧: int = 3) { conv 3x3, n }', 'wide(8)', {
    code: 'lint/unused',
  }),
  before('S unused', 'an import', 'import { ⟦basic⟧ } from "std/residual"', 'relu', {
    code: 'lint/unused',
    mended: network('relu'),
  }),
  before('S unused', 'an import of two', 'import { basic, ⟦bottleneck⟧ } from "std/residual"', 'basic(8)', {
    code: 'lint/unused',
    mended: `import { basic } from "std/residual"\n${network('basic(8)')}`,
  }),
  {
    row: 'S unused',
    name: 'a let',
    source: network('let ⟦n⟧ = 8', 'relu'),
    answer: { code: 'lint/unused', mended: network('relu') },
  },
];

const joins: readonly SpecCase[] = [
  inLine('S joins', 'an add of a value that is not there', 'relu; add ⟦early⟧', { code: 'name/value' }),
  inLine('S joins', 'an add of a later value', 'relu; add ⟦late⟧; late: sigmoid', {
    code: 'name/value',
    says: 'stands before',
  }),
  {
    row: 'S joins',
    name: 'an add of another network’s value',
    source: `${network('other: relu')}${network('relu; add ⟦other⟧').replace(' net ', ' second ')}`,
    answer: { code: 'name/value' },
  },
  before(
    'S joins',
    'an add of the caller’s value',
    'block wide() { relu; add ⟦outer⟧ }',
    'outer: relu; wide()',
    { code: 'name/value' },
  ),
  inLine('S joins', 'an add of nothing', 'relu; ⟦add⟧', { code: 'value/missing-argument' }),
  inLine('S joins', 'a from of a later value', 'from ⟦late⟧; late: relu', { code: 'name/value' }),
  inLine('S joins', 'a shortcut that stands alone', 'relu; ⟦shortcut⟧ identity', {
    code: 'syntax/unexpected',
  }),
];

const inputs: readonly SpecCase[] = [
  {
    row: 'S inputs',
    name: 'none',
    source: 'network ⟦net⟧ {\n  relu\n}\n',
    answer: { code: 'shape/no-input' },
  },
  {
    row: 'S inputs',
    name: 'an empty network',
    source: 'network ⟦net⟧ {\n}\n',
    answer: { code: 'shape/no-input' },
  },
  inLine('S inputs', 'two', '⟦input 3 x 4 x 4⟧; relu', { code: 'shape/two-inputs' }),
  {
    row: 'S inputs',
    name: 'no output',
    source: network('').replace('net ', '⟦net⟧ '),
    answer: { code: 'shape/no-output' },
  },
  inLine('S inputs', 'in a block', 'relu', fine),
  before('S inputs', 'one in a block', 'block wide() { ⟦input 3 x 4 x 4⟧; relu }', 'wide()', {
    code: 'shape/two-inputs',
  }),
  {
    row: 'S inputs',
    name: 'a layer before it',
    source: 'network net {\n  ⟦relu⟧\n  input 3 x 4 x 4\n  sigmoid\n}\n',
    answer: { code: 'value/no-current' },
  },
  inLine('S inputs', 'a dead branch', 'a: relu; ⟦sigmoid⟧; from a; tanh', { code: 'shape/unused-value' }),
  inLine('S inputs', 'a disconnected layer', 'a: relu; b: ⟦sigmoid⟧; from a', { code: 'shape/unused-value' }),
  {
    row: 'S inputs',
    name: 'of two extents',
    source: 'network net {\n  input ⟦3 x 4⟧\n  relu\n}\n',
    answer: { code: 'value/type' },
  },
  {
    row: 'S inputs',
    name: 'of four extents',
    source: 'network net {\n  input ⟦1 x 3 x 4 x 4⟧\n  relu\n}\n',
    answer: { code: 'value/type' },
  },
  {
    row: 'S inputs',
    name: 'of no channels',
    source: 'network net {\n  input ⟦0 x 4 x 4⟧\n  relu\n}\n',
    answer: { code: 'value/range' },
  },
  {
    row: 'S inputs',
    name: 'of half a row',
    source: 'network net {\n  input ⟦3 x 4.5 x 4⟧\n  relu\n}\n',
    answer: { code: 'value/type' },
  },
];

const types: readonly SpecCase[] = [
  inLine('S types', 'kernel "3"', 'conv ⟦"3"⟧, 64', {
    code: 'value/type',
    says: ['`kernel` must be a size', '"3"'],
  }),
  inLine('S types', 'stride true', 'conv 3x3, 64, ⟦stride true⟧', {
    code: 'value/type',
    says: ['`stride` must be a whole number', 'true'],
  }),
  inLine('S types', 'bias 3', 'conv 3x3, 64, ⟦bias 3⟧', { code: 'value/type', says: ['true or false', '3'] }),
  inLine('S types', 'init 3', 'conv 3x3, 64, ⟦init 3⟧', { code: 'value/type', says: 'one of he_normal' }),
  inLine('S types', 'filters 64.5', 'conv 3x3, ⟦64.5⟧', {
    code: 'value/type',
    says: ['a whole number', '64.5'],
  }),
  inLine('S types', 'filters in a list', 'conv 3x3, ⟦[64]⟧', { code: 'value/type', says: 'a whole number' }),
  inLine('S types', 'a kernel of three extents', 'conv ⟦3x3x3⟧, 64', { code: 'value/type' }),
  inLine('S types', 'pad of two', 'conv 3x3, 64, ⟦pad (1, 1)⟧', { code: 'value/type' }),
  inLine('S types', 'rate "half"', 'dropout ⟦"half"⟧', { code: 'value/type', says: ['a number', '"half"'] }),
  inLine('S types', 'a sum of a number and a word', 'conv 3x3, ⟦8 + "8"⟧', { code: 'value/type' }),
  inLine('S types', 'a condition that is a number', 'if ⟦1⟧ { relu }; relu', { code: 'value/type' }),
  inLine('S types', 'a repeat of a word', 'repeat i in ⟦"two"⟧ { relu }; relu', { code: 'value/type' }),
  inLine('S types', 'a comparison of a number and a word', 'if ⟦1 == "1"⟧ { relu }; relu', {
    code: 'value/type',
  }),
  before('S types', 'of a block’s parameter', 'block wide(n: int) { conv 3x3, n }', 'wide(⟦"8"⟧)', {
    code: 'value/type',
    says: ['`n` must be int', '"8"'],
  }),
  {
    row: 'S types',
    name: 'of a network’s parameter',
    source:
      'import { resnet } from "std/resnet"\nimport { basic } from "std/residual"\nnetwork net = resnet(basic, ⟦[2, 2, 2]⟧)\n',
    answer: { code: 'value/type', says: ['`depths` must be int[4]', '[2, 2, 2] (int[3])'] },
  },
  {
    row: 'S types',
    name: 'of a block with some of its arguments, which four stages use',
    source:
      'import { resnet } from "std/resnet"\nimport { basic } from "std/residual"\nnetwork net = resnet(basic(skip = ⟦0.5⟧), [2, 2, 2, 2])\n',
    answer: { code: 'value/type', says: ['`skip` must be string', '0.5'] },
  },
  before(
    'S types',
    'of a stage’s option',
    'block wide(n: int) { conv 3x3, n }',
    'stage 3 x wide(8), n ⟦"8"⟧',
    {
      code: 'value/type',
      says: '`n` must be int',
    },
  ),
  before('S types', 'of two arguments', 'block wide(n: int, k: int) { conv k, n }', 'wide(⟦"8"⟧, true)', {
    code: 'value/type',
    errors: 2,
  }),
  before('S types', 'of a default', 'block wide(n: int = ⟦"8"⟧) { conv 3x3, n }', 'wide(8)', {
    code: 'value/type',
  }),
  before('S types', 'a block for a number', 'block wide(n: int) { conv 3x3, n }', 'wide(⟦wide⟧)', {
    code: 'value/type',
  }),
];

export const semantics: readonly SpecCase[] = [
  ...[unknown, duplicate, names, cycles, unused, joins, inputs, types].flat(),
];
