import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as TensorFlow from '@tensorflow/tfjs';
import type { NumberArray } from '../data/npy.ts';
import type { OutputFile } from '../index.ts';
import type { WeightTensor } from '../weights/tensor.ts';
import { stop } from './exit.ts';
import { importPeer } from './import-peer.ts';
import { withTemporaryFolder } from './temporary-folder.ts';
import { writeFlushed } from './write-file.ts';

type Tf = typeof TensorFlow;
interface Inference {
  (input: TensorFlow.Tensor): TensorFlow.Tensor;
  dispose(): void;
}
type Values = ReadonlyMap<string, WeightTensor>;
type CreateModel = (tf: Tf, options: { readonly weights: Values }) => TensorFlow.LayersModel;
interface EmittedModule {
  readonly createInference: (tf: Tf, weights: Values) => Inference;
  readonly [create: string]: unknown;
}

/** Runs the emitted module's inference function in this process on TensorFlow.js's wasm backend: N×C×H×W in, N×classes (or N×C×H×W) out. */
export function runTfjs(
  files: readonly OutputFile[],
  name: string,
  weights: Values,
  input: NumberArray,
): Promise<NumberArray> {
  return withModule(files, name, input, (tf, { createInference }) => createInference(tf, weights));
}

/** The same by the model that it gives to be trained. */
export function runTfjsModel(
  files: readonly OutputFile[],
  name: string,
  weights: Values,
  input: NumberArray,
): Promise<NumberArray> {
  return withModule(files, name, input, (tf, module) => {
    const [create] = Object.keys(module).filter(
      (key) => key.startsWith('create') && key !== 'createInference',
    );
    const model = (module[create!] as CreateModel)(tf, { weights });
    const predict = (batch: TensorFlow.Tensor) => model.predict(batch) as TensorFlow.Tensor;
    return Object.assign(predict, { dispose: () => model.dispose() });
  });
}

async function withModule(
  files: readonly OutputFile[],
  name: string,
  input: NumberArray,
  create: (tf: Tf, module: EmittedModule) => Inference,
): Promise<NumberArray> {
  const tf = await loadTensorFlow();
  return withTemporaryFolder(join(tmpdir(), 'rnc-run-'), async (folder) => {
    for (const { path, content } of files) await writeFlushed(join(folder, path), content);
    const module = (await import(pathToFileURL(join(folder, `${name}.js`)).href)) as EmittedModule;
    const infer = create(tf, module);
    const output = tf.tidy(() => {
      const batch = tf.tensor4d(input.data as Float32Array, input.shape as [number, number, number, number]);
      const result = infer(tf.transpose(batch, [0, 2, 3, 1]));
      return result.rank === 4 ? tf.transpose(result, [0, 3, 1, 2]) : result;
    });
    const result = { shape: output.shape, data: (await output.data()) as Float32Array };
    output.dispose();
    infer.dispose();
    return result;
  });
}

const missing =
  '`rnc run` needs TensorFlow.js, which is not installed here; install it with\n  npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm';

async function loadTensorFlow(): Promise<Tf> {
  const tf = (await importPeer('@tensorflow/tfjs', missing)) as Tf;
  await importPeer('@tensorflow/tfjs-backend-wasm', missing);
  if (!(await tf.setBackend('wasm'))) stop(2, 'TensorFlow.js’s wasm backend does not start in this Node');
  await tf.ready();
  return tf;
}
