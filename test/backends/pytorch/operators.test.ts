import { describe, expect, it } from 'vitest';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { numbers, withRandomWeights } from '../../ir/passes/programs.ts';
import { hasTorch } from '../../oracles/python.ts';
import { inputFor, onlyNetwork } from '../wgsl/emitted.ts';
import { operatorCases, sourceOf } from '../wgsl/operator-cases.ts';
import { emittedModule, type Job, runJobs } from './run-emitted.ts';

describe.skipIf(!hasTorch)('every operator as PyTorch has it', () => {
  const cases = operatorCases.map((each) => {
    const { graph, weights } = withRandomWeights(onlyNetwork(sourceOf(each)));
    const input = inputFor(graph as never, each.batch, numbers(5), each.spread);
    return { name: `${each.input}: ${each.statements.join('; ')}`, graph, weights, input };
  });
  const jobs = cases.map(({ graph, weights, input }): Job => {
    return { module: emittedModule(graph as never), run: { weights: weights as never, input } };
  });
  const answers = hasTorch ? runJobs(jobs) : [];

  it.each(cases.map(({ name }, index) => [name, index] as const))('%s', (_, index) => {
    const { graph, weights, input } = cases[index]!;
    const answer = answers[index]!;
    expect(answer.error, jobs[index]!.module.text).toBeUndefined();
    const expected = referenceOutput(graph, weights, input);
    expect(answer.result.length).toBe(expected.length);
    expect(relativeDifference(answer.result, expected)).toBeLessThanOrEqual(1e-6);
  });
});
