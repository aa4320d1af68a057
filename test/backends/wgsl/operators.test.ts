import { describe, expect, it } from 'vitest';
import { lower } from '../../../src/backends/wgsl/lower.ts';
import { operators } from '../../../src/ir/operators.ts';
import { forInference } from '../../../src/ir/passes/for-inference.ts';
import { withRandomWeights } from '../../ir/passes/programs.ts';
import { hasAdapter } from '../wgsl-runtime/adapter.ts';
import { onlyNetwork } from './emitted.ts';
import { operatorCases, sourceOf } from './operator-cases.ts';
import { testOperators } from './test-operators.ts';

describe.skipIf(!hasAdapter)('on lavapipe', () => testOperators());

describe('the cases', () => {
  const graphs = operatorCases.map((each) => onlyNetwork(sourceOf(each)));

  it('have every operator', () => {
    const found = new Set(graphs.flatMap(({ nodes }) => nodes.map(({ op }) => op)));
    expect([...found].sort()).toEqual(Object.keys(operators).sort());
  });

  it('reach every kind of computation and of epilogue', () => {
    const layers = graphs.flatMap((graph) => lower(forInference(withRandomWeights(graph))).layers);
    const kinds = new Set(layers.map(({ computation }) => computation.kind));
    const expected = [
      'convolution',
      'flatten',
      'global-pool',
      'map',
      'normalisation',
      'place',
      'pool',
      'resize',
      'shuffle',
      'softmax',
    ];
    expect([...kinds].sort()).toEqual(expected);
    const steps = new Set(layers.flatMap(({ epilogue }) => epilogue.map(({ kind }) => kind)));
    expect([...steps].sort()).toEqual(['activation', 'add', 'affine', 'multiply']);
  });
});
