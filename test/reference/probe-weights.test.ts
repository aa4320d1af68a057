import { expect, test } from 'vitest';
import { check } from '../../src/index.ts';
import { tensorsOf } from '../../src/ir/graph.ts';
import { relativeDifference } from '../../src/reference/difference.ts';
import { probeWeights } from '../../src/reference/probe-weights.ts';
import { referenceOutput } from '../../src/reference/run.ts';
import { readSpec } from '../backends/tfjs/run-spec.ts';

const graphOf = (text: string) => check({ name: 'test.resnet', text }).networks[0]!;

test('running statistics are near the values of the input, by hand', () => {
  const graph = graphOf('network n {\n  input 2 x 1 x 2\n  bn: batchnorm\n}\n');
  const input = { shape: [1, 2, 1, 2], data: Float32Array.of(2, 4, -1, 1) } as const;
  const weights = probeWeights(graph, 0, input);
  // 0.9 of the means 3 and 0. The variances are 1 and 1; the mean square of all values, (4 + 16 + 1 + 1) / 4, over two values a channel.
  expect([...weights.get('bn.running_mean')!.data]).toEqual([Math.fround(2.7), 0]);
  expect([...weights.get('bn.running_var')!.data]).toEqual([1 + 2.75, 1 + 2.75]);
});

test('zeros in leave no variance of 0', () => {
  const graph = graphOf('network n {\n  input 2 x 1 x 2\n  bn: batchnorm\n}\n');
  const weights = probeWeights(graph, 0, { shape: [1, 2, 1, 2], data: new Float32Array(4) });
  expect([...weights.get('bn.running_var')!.data]).toEqual([1, 1]);
});

test('no tensor of a network is constant, and its values stay of moderate size through 110 layers', () => {
  const { networks } = check(readSpec('resnet110'), { inputShape: [3, 12, 9] });
  const [graph] = networks;
  const data = Float32Array.from({ length: 324 }, (_, at) => Math.sin(at * at));
  const input = { shape: [1, 3, 12, 9], data } as const;
  const weights = probeWeights(graph!, 1, input);
  for (const { name } of tensorsOf(graph!)) {
    const values = new Set(weights.get(name)!.data);
    expect(values.size, name).toBeGreaterThan(1);
  }
  const largest = Math.max(...referenceOutput(graph!, weights, input).map(Math.abs));
  expect(largest).toBeGreaterThan(0.01);
  expect(largest).toBeLessThan(100);
  expect(probeWeights(graph!, 1, input)).toEqual(weights);
});

test.each([
  ['resnet110', 'conv1.weight'],
  ['densenet121', 'features.norm0.running_mean'],
  ['googlenet', 'conv1.bn.bias'],
])('%s: one number of %s, a tenth further, shows at the output', (name, tensor) => {
  const [graph] = check(readSpec(name), { inputShape: [3, 33, 36] }).networks;
  const data = Float32Array.from({ length: 3564 }, (_, at) => Math.sin(at * at));
  const input = { shape: [1, 3, 33, 36], data } as const;
  const weights = probeWeights(graph!, 1, input);
  const { shape, data: values } = weights.get(tensor)!;
  const changed = new Map(weights).set(tensor, {
    shape,
    data: values.map((value, at) => (at === 0 ? value + 0.1 : value)),
  });
  const outputs = [weights, changed].map((given) => referenceOutput(graph!, given, input));
  expect(relativeDifference(outputs[1]!, outputs[0]!)).toBeGreaterThan(1e-4);
});
