import { before, fine, inLine, network, type SpecCase } from '../spec-case.ts';

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

export const structure: readonly SpecCase[] = [joins, inputs].flat();
