import { before, inLine, network, type SpecCase } from '../spec-case.ts';

const signature = 'its parameters: wide(n, k?)';
const wide = 'block wide(n: int, k: int = 3) { conv k x k, n }\n';
const argumentsOf: readonly SpecCase[] = [
  inLine('P arguments', 'of an operator: positional behind named', 'conv stride 2, ⟦3x3⟧, 64', {
    code: 'syntax/argument-order',
    says: 'its arguments: conv kernel, filters',
  }),
  inLine('P arguments', 'of an operator: too many', 'conv 3x3, 64, ⟦2⟧', {
    code: 'value/too-many-arguments',
    says: ['at most 2', 'its arguments: conv kernel, filters'],
  }),
  inLine('P arguments', 'of an operator that takes none', 'relu ⟦6⟧', {
    code: 'value/too-many-arguments',
    says: ['takes no positional', '`relu` takes no arguments'],
  }),
  inLine('P arguments', 'of an operator: many too many', `conv 3x3, 64, ⟦2⟧${', 2'.repeat(200)}`, {
    code: 'value/too-many-arguments',
  }),
  {
    row: 'P arguments',
    name: 'of a block: positional behind named',
    source: `${wide}${network('wide(k = 3, ⟦8⟧)')}`,
    answer: { code: 'syntax/argument-order', says: signature },
  },
  {
    row: 'P arguments',
    name: 'of a block: too many',
    source: `${wide}${network('wide(8, 3, ⟦1⟧)')}`,
    answer: { code: 'value/too-many-arguments', says: ['at most 2', signature] },
  },
  {
    row: 'P arguments',
    name: 'of a block: twice',
    source: `${wide}${network('wide(8, ⟦n⟧ = 8)')}`,
    answer: { code: 'value/duplicate-argument' },
  },
  {
    row: 'P arguments',
    name: 'of a block: one missing',
    source: `${wide}${network('⟦wide()⟧')}`,
    answer: { code: 'value/missing-argument', says: ['n', signature] },
  },
  {
    row: 'P arguments',
    name: 'of a block: unknown',
    source: `${wide}${network('wide(8, ⟦m⟧ = 8)')}`,
    answer: { code: 'value/unknown-argument', says: signature },
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

export const argumentCases: readonly SpecCase[] = [argumentsOf, types].flat();
