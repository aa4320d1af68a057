import { describe, expect, it } from 'vitest';
import { check } from '../../../src/index.ts';
import { flatOutline } from '../../../src/ir/flat-outline.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { numbers, withRandomWeights } from '../../ir/passes/programs.ts';
import { hasTorch } from '../../oracles/python.ts';
import { structures } from '../structures.ts';
import { inputFor } from '../wgsl/emitted.ts';
import { emittedModule, runJobs } from './run-emitted.ts';

/** In the order of the source, but for a module's own parameters, which come before those of its children. */
const sorted = (state: readonly (readonly [string, readonly number[]])[]) =>
  [...state].map(([name, shape]) => `${name} ${shape}`).sort();

describe.skipIf(!hasTorch)('structures as classes', () => {
  const cases = Object.entries(structures).flatMap(([name, text]) => {
    const { networks, diagnostics } = check({ name: 'case.resnet', text });
    const [graph] = networks;
    if (graph === undefined)
      throw new Error(`${name}: ${diagnostics.map(({ message }) => message).join('; ')}`);
    const flat = { ...graph, outline: flatOutline(graph) };
    return [
      { name, network: graph },
      { name: `${name}, as a flat list`, network: flat },
    ].map((each) => ({ ...each, module: emittedModule(each.network), ...withRandomWeights(graph) }));
  });
  const answers = hasTorch
    ? runJobs(
        cases.map(({ module, network, weights }) => ({
          module,
          run: { weights, input: inputFor(network, 2, numbers(5)) },
        })),
      )
    : [];

  it.each(cases.map(({ name }, index) => [name, index] as const))('%s', (_, index) => {
    const { graph, network, weights, module } = cases[index]!;
    const answer = answers[index]!;
    expect(answer.error, module.text).toBeUndefined();
    const state = answer.state.filter(([name]) => !name.endsWith('num_batches_tracked'));
    expect(sorted(state)).toEqual(sorted(tensorsOf(network).map(({ name, shape }) => [name, shape])));
    const expected = referenceOutput(graph, weights, inputFor(network, 2, numbers(5)));
    expect(relativeDifference(answer.result, expected), module.text).toBeLessThanOrEqual(1e-6);
  });
});
