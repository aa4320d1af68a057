import { describe, expect, it } from 'vitest';
import { emit } from '../../../src/compile.ts';
import { check, type SourceFile } from '../../../src/index.ts';
import { flatOutline } from '../../../src/ir/flat-outline.ts';
import type { Graph } from '../../../src/ir/graph.ts';
import { inputShape, tensorsOf } from '../../../src/ir/graph.ts';
import { relativeDifference } from '../../../src/reference/difference.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { initialiseWeights } from '../../../src/weights/initialise.ts';
import { structures } from '../structures.ts';
import { type EmittedModule, importEmitted, readSpec, tensorFlow } from './run-spec.ts';

/** How far the emitted function is from the double-precision reference of the graph, whose outline nobody looks at there. */
async function errorOf(graph: Graph): Promise<number> {
  const weights = initialiseWeights(tensorsOf(graph), 3);
  const [channels, height, width] = inputShape(graph);
  const shape = [2, channels, height, width] as const;
  const data = Float32Array.from({ length: 2 * channels * height * width }, (_, at) => Math.sin(at * at));
  const files = emit(graph, { target: 'tfjs' }, { name: 'test.resnet', files: new Map() }).value;
  const tf = await tensorFlow('wasm');
  const { module, remove } = await importEmitted<EmittedModule>(files, `${graph.name}.js`);
  try {
    const infer = module.createInference(tf, weights);
    const output = infer(tf.transpose(tf.tensor4d(data, [...shape]), [0, 2, 3, 1]));
    const found = output.rank === 4 ? tf.transpose(output, [0, 3, 1, 2]) : output;
    return relativeDifference(await found.data(), referenceOutput(graph, weights, { shape, data }));
  } finally {
    remove();
  }
}

const only = (source: SourceFile, shape?: readonly [number, number, number]): Graph =>
  check(source, shape === undefined ? {} : { inputShape: shape }).networks[0]!;

describe('emitted from a flat outline, a network computes the same', () => {
  it.each([
    ['resnet20', [3, 17, 16]],
    ['resnet18_a', [3, 33, 40]],
    ['densenet121', [3, 32, 33]],
    ['googlenet', [3, 48, 33]],
    ['mobilenet_v2', [3, 33, 32]],
    ['seresnet50', [3, 32, 40]],
    ['preact_resnet50', [3, 40, 33]],
    ['convnext_tiny', [3, 33, 40]],
  ] as const)('%s', async (name, shape) => {
    const graph = only(readSpec(name), shape);
    expect(await errorOf({ ...graph, outline: flatOutline(graph) })).toBeLessThan(1e-5);
  });
});

describe('structures that are hard to write', () => {
  it.each(Object.entries(structures))('%s', async (_, text) => {
    expect(await errorOf(only({ name: 'case.resnet', text }))).toBeLessThan(1e-5);
  });
});

it('a labelled input is there for later steps to name', async () => {
  const text = `network n {
  image: input 3 x 8 x 9
  conv: conv 3x3, 5
  rest: relu
  from image
  wide: conv 1x1, 5
  add rest
  concat image
}`;
  expect(await errorOf(only({ name: 'test.resnet', text }))).toBeLessThan(1e-5);
});
