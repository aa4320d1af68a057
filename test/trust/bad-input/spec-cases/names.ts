import { before, fine, inLine, mended, network, type SpecCase } from '../spec-case.ts';

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

const ordinary = (row: SpecCase['row'], word: string): SpecCase => ({
  row,
  name: `${word} as a block, a parameter, a let, a label and a network`,
  source: [
    `block ${word}(${word}: int) {\n  ${word}: conv 3x3, ${word}\n}\n`,
    `network ${word}_net {\n  input 8 x 4 x 4\n  let other = 8\n  ${word}: ${word}(other)\n  relu\n  add ${word}\n}\n`,
  ].join('\n'),
  answer: fine,
});

const ordinaryNames: readonly SpecCase[] = [
  ...members.flatMap((word): readonly SpecCase[] => {
    const row = 'S ordinary-names';
    return [
      ordinary(row, word),
      inLine(row, `${word} that is not declared`, `conv 3x3, ⟦${word}⟧`, { code: 'name/unknown' }),
      inLine(row, `${word} as an argument`, `conv 3x3, 8, ⟦${word}⟧ 2`, { code: 'value/unknown-argument' }),
      inLine(row, `${word} as an operator`, `⟦${word}⟧ 3x3`, { code: 'name/unknown' }),
      inLine(row, `${word} as a member`, `conv 3x3, in.⟦${word}⟧`, { code: 'name/unknown' }),
      before(row, `${word} of the library`, `import { ⟦${word}⟧ } from "std/residual"`, 'relu', {
        code: 'import/name',
      }),
      inLine(row, `${word} as a value`, `relu; add ⟦${word}⟧`, { code: 'name/value' }),
    ];
  }),
  ...reserved.map((word) => ordinary('S reserved-words', word)),
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

export const names: readonly SpecCase[] = [unknown, duplicate, ordinaryNames, cycles, unused].flat();
