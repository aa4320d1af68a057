import { check } from '../../src/index.ts';
import type { Graph } from '../../src/ir/graph.ts';
import type { FileFault, WeightTensor } from '../../src/weights/tensor.ts';
import type { WeightFile } from '../../src/weights/weight-file.ts';

/** The one network of a spec's text, which has no mistakes. */
export function networkOf(text: string): Graph {
  const { networks, diagnostics } = check({ name: 'test.resnet', text });
  const [graph] = networks;
  if (!graph) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return graph;
}

/** What a reader gave, where it must not be a fault. */
export function sound<T extends object>(result: T | FileFault): T {
  if ('code' in result && 'parameters' in result) throw new Error(JSON.stringify(result));
  return result as T;
}

/** A tensor whose numbers count up from `first`, so that a permutation shows. */
export function counting(shape: readonly number[], first = 0): WeightTensor {
  const length = shape.reduce((product, extent) => product * extent, 1);
  return { shape, data: Float32Array.from({ length }, (_, index) => first + index) };
}

/** A file with these tensors, as a reader gives it. */
export function fileWith(
  shapes: Readonly<Record<string, readonly number[]>>,
  is: Partial<Pick<WeightFile, 'inOrder' | 'flattening'>> = {},
): WeightFile {
  const names = Object.keys(shapes);
  return {
    format: 'safetensors',
    tensors: new Map(names.map((name, index) => [name, counting(shapes[name]!, 1000 * index)])),
    dtypes: new Map(names.map((name) => [name, 'F32'])),
    metadata: new Map(),
    inOrder: false,
    flattening: 'channels-first',
    ...is,
  };
}
