import { describe, expect, it } from 'vitest';
import type { Weights } from '../../../src/index.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { numbers, withRandomWeights } from '../../ir/passes/programs.ts';
import { inputFor, onlyNetwork } from '../wgsl/emitted.ts';
import { operatorCases, sourceOf } from '../wgsl/operator-cases.ts';
import { emitModelOf } from './models.ts';
import { onnxCases } from './onnx-cases.ts';

/** Every operator on ONNX Runtime against the reference in double precision. */
const cases = [...operatorCases, ...onnxCases].map(
  (each) =>
    [`${each.input} (±${each.spread}): ${each.statements.join('; ').replaceAll('\n', '; ')}`, each] as const,
);

describe.each([
  ['as written', false],
  ['folded', true],
] as const)('%s', (_, fold) => {
  it.each(cases)('%s', async (__, each) => {
    const source = sourceOf(each);
    const { graph, weights } = withRandomWeights(onlyNetwork(source));
    const { run } = emitModelOf(source, { weights: weights as Weights, fold });
    const [channels, height, width] = graph.nodes[graph.output]!.output;
    for (const batch of [1, 3]) {
      const input = inputFor(graph, batch, numbers(11), each.spread);
      const { shape, data } = await run(input);
      expect(shape).toEqual(height * width === 1 ? [batch, channels] : [batch, channels, height, width]);
      expect(relativeDifference(data, referenceOutput(graph, weights, input))).toBeLessThan(1e-5);
    }
  });
});
