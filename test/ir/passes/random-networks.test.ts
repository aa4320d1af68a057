import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Node } from '../../../src/ir/graph.ts';
import type { OperatorKind } from '../../../src/ir/operators.ts';
import { forInference } from '../../../src/ir/passes/for-inference.ts';
import { sameShape } from '../../../src/ir/shape.ts';
import type { GraphBuilder } from '../build-graph.ts';
import { buildGraph } from '../build-graph.ts';
import { expectSame, withRandomWeights } from './programs.ts';

/** An operator for the end of a network; the numbers choose its attributes. */
type Write = (numbers: readonly number[], channels: number) => Record<string, unknown>;

const pads = ([, , c = 0, d = 0, e = 0]: readonly number[]) => [c % 3, d % 3, e % 2, c % 2];
const window = ([a = 0, b = 0, , , e = 0]: readonly number[]) => ({
  kernel: [1 + (a % 3), 1 + (b % 3)],
  stride: [1 + (e % 2), 1 + (b % 2)],
});
const nothing: Write = () => ({});

/** What passes act on comes more often than the rest. */
const writers: readonly (readonly [weight: number, op: OperatorKind, write: Write])[] = [
  [
    4,
    'conv',
    (n, channels) => {
      const groups = n[0]! % 2 === 0 ? 1 : channels;
      const pad = n[1]! % 2 === 0 ? [0, 0, 0, 0] : pads(n);
      return { ...window(n), pad, groups, filters: channels * (1 + (n[3]! % 2)), bias: n[4]! % 2 === 0 };
    },
  ],
  [2, 'linear', (n) => ({ units: 1 + (n[0]! % 6), bias: n[1]! % 2 === 0, pointwise: n[2]! % 3 > 0 })],
  [6, 'batchnorm', () => ({ eps: 0.01 })],
  [2, 'layer_scale', nothing],
  [1, 'layernorm', () => ({ eps: 0.1 })],
  [1, 'groupnorm', () => ({ groups: 1, eps: 0.1 })],
  [3, 'relu', nothing],
  [1, 'relu6', nothing],
  [1, 'sigmoid', nothing],
  [1, 'tanh', nothing],
  [2, 'maxpool', (n) => ({ ...window(n), pad: pads(n.toReversed()) })],
  [2, 'avgpool', (n) => ({ ...window(n), pad: pads(n.toReversed()), exclude_pad: n[4]! % 2 === 0 })],
  [1, 'avgpool', () => ({ global: true })],
  [4, 'zero_pad', (n) => ({ pad: pads(n), channels: n[0]! % 3 === 0 ? [n[1]! % 2, n[2]! % 2] : [0, 0] })],
  [1, 'flatten', nothing],
  [1, 'dropout', nothing],
  [1, 'upsample', (n) => ({ scale: [1, 1 + (n[0]! % 2)], method: n[1]! % 2 === 0 ? 'nearest' : 'bilinear' })],
  [1, 'channel_shuffle', (n, channels) => ({ groups: n[0]! % 2 === 0 ? 1 : channels })],
  [2, 'add', nothing],
  [1, 'multiply', nothing],
  [1, 'concat', nothing],
];

const step = fc.record({
  writer: fc.oneof(...writers.map((writer) => ({ weight: writer[0], arbitrary: fc.constant(writer) }))),
  /** How far back it reads; mostly the value before. */
  back: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
  numbers: fc.array(fc.nat(59), { minLength: 5, maxLength: 5 }),
});

const network = fc.record({
  input: fc.tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 6 }),
  ),
  steps: fc.array(step, { minLength: 1, maxLength: 12 }),
  seed: fc.nat(1000),
});

type Step = Parameters<Parameters<typeof step.map>[0]>[0];

function append(builder: GraphBuilder, nodes: readonly Node[], { writer, back, numbers }: Step): void {
  const [, op, write] = writer;
  const read = nodes[Math.max(0, nodes.length - 1 - back)]!;
  const joins = op === 'add' || op === 'multiply' || op === 'concat';
  const others = joins ? nodes.filter(({ output }) => sameShape(output, read.output)) : [];
  const inputs = [read, ...others.slice(0, numbers[0]! % 3)].map(({ id }) => id);
  try {
    builder.op(op, `n${nodes.length}`, write(numbers, read.output[0]) as never, inputs);
  } catch {
    // The window does not fit: the network goes on without it.
  }
}

test('whatever network it is, prepared for inference it computes the same', () => {
  let before = 0;
  let after = 0;
  fc.assert(
    fc.property(network, ({ input, steps, seed }) => {
      const builder = buildGraph('random', input);
      const graph = builder.done();
      for (const each of steps) append(builder, graph.nodes, each);
      const program = withRandomWeights({ ...graph, output: graph.nodes.length - 1 }, seed);
      const prepared = forInference(program);
      expectSame(prepared, program);
      before += graph.nodes.length;
      after += prepared.graph.nodes.length;
    }),
    { numRuns: 1500, seed: 20261123 },
  );
  expect(after, 'the passes had something to do').toBeLessThan(0.75 * before);
});
