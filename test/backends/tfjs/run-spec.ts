import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as TensorFlow from '@tensorflow/tfjs';
import type { NumberArray } from '../../../src/data/npy.ts';
import type { OutputFile } from '../../../src/index.ts';
import { check, compile } from '../../../src/index.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { matchWeights } from '../../../src/weights/match.ts';
import { readSafetensors } from '../../../src/weights/safetensors.ts';
import type { WeightTensor } from '../../../src/weights/tensor.ts';

const require = createRequire(import.meta.url);
const build = fileURLToPath(new URL('../../../build/', import.meta.url));

export type Tf = typeof TensorFlow;

/** TensorFlow.js on one of the backends that Node has. */
export async function tensorFlow(backend: 'wasm' | 'cpu'): Promise<Tf> {
  const tf = require('@tensorflow/tfjs') as Tf;
  if (backend === 'wasm') require('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend(backend);
  await tf.ready();
  return tf;
}

export function readSpec(name: string): { readonly name: string; readonly text: string } {
  const path = fileURLToPath(new URL(`../../../specs/${name}.resnet`, import.meta.url));
  return { name: `specs/${name}.resnet`, text: readFileSync(path, 'utf8') };
}

/** Writes emitted files to a folder of their own and imports the module; `remove` deletes the folder. */
export async function importEmitted<M>(
  files: readonly OutputFile[],
  main: string,
): Promise<{ module: M; remove: () => void }> {
  mkdirSync(build, { recursive: true });
  const folder = mkdtempSync(join(build, 'emitted-'));
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const module = (await import(/* @vite-ignore */ pathToFileURL(join(folder, main)).href)) as M;
  return { module, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface EmittedModule {
  createInference(
    tf: Tf,
    weights: ReadonlyMap<string, WeightTensor>,
    options?: object,
  ): ((input: TensorFlow.Tensor) => TensorFlow.Tensor) & { dispose(): void };
}

/** Compiles a bundled spec for the input's size and runs its inference function on wasm: N×C×H×W in, N×classes out. */
export async function runSpec(name: string, file: Uint8Array, input: NumberArray): Promise<NumberArray> {
  const source = readSpec(name);
  const [, channels, height, width] = input.shape as [number, number, number, number];
  const inputShape = [channels, height, width] as const;
  const checked = check(source, { network: name, inputShape });
  const [graph] = checked.networks;
  const found = readSafetensors(file);
  if (graph === undefined || 'code' in found)
    throw new Error(
      `cannot compile ${name}: ${checked.diagnostics.map(({ message }) => message).join('; ')}`,
    );
  const { tensors, problems } = matchWeights(tensorsOf(graph), found);
  if (tensors === undefined) throw new Error(JSON.stringify(problems));
  const compiled = compile(source, { target: 'tfjs', network: name, inputShape });
  const { module, remove } = await importEmitted<EmittedModule>(compiled.files, `${name}.js`);
  try {
    const tf = await tensorFlow('wasm');
    const infer = module.createInference(tf, tensors);
    const batch = tf.tensor4d(input.data as Float32Array, input.shape as [number, number, number, number]);
    const nhwc = tf.transpose(batch, [0, 2, 3, 1]);
    const result = infer(nhwc);
    const data = (await result.data()) as Float32Array;
    const { shape } = result;
    infer.dispose();
    tf.dispose([batch, nhwc, result]);
    return { shape, data };
  } finally {
    remove();
  }
}

export { relativeDifference as relativeError } from '../../../src/reference/difference.ts';
