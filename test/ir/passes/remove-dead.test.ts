import { expect, test } from 'vitest';
import { removeDead } from '../../../src/ir/passes/remove-dead.ts';
import { buildGraph } from '../build-graph.ts';
import { expectSame, operatorsOf, programOf, withRandomWeights } from './programs.ts';

test('what the output does not depend on goes, with its tensors', () => {
  const builder = buildGraph('case', [3, 7, 5]);
  const stem = builder.op('conv', 'stem', { kernel: [3, 3], filters: 4 });
  builder.op('conv', 'unread', { kernel: [3, 3], filters: 2, bias: true });
  builder.op('relu', 'behind_unread');
  builder.op('relu', 'relu', {}, [stem]);
  const before = withRandomWeights(builder.done());
  const after = removeDead(before);
  expect(operatorsOf(after)).toBe('conv relu');
  expect([...after.weights.keys()]).toEqual(['stem.weight']);
  expectSame(after, before);
  expect(removeDead(after)).toBe(after);
});

test('what comes after the output goes', () => {
  const { graph, weights } = programOf('3 x 7 x 5', 'c: conv 3x3, 4', 'batchnorm', 'relu');
  const before = { graph: { ...graph, output: 1 }, weights };
  const after = removeDead(before);
  expect(operatorsOf(after)).toBe('conv');
  expectSame(after, before);
});

test('the input stays where it is the output itself', () => {
  const before = programOf('3 x 7 x 5', 'relu');
  const { graph, weights } = removeDead({ ...before, graph: { ...before.graph, output: 0 } });
  expect(graph.nodes.map(({ op }) => op)).toEqual(['input']);
  expect(weights.size).toBe(0);
});
