import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as TensorFlow from '@tensorflow/tfjs';
import type { OutputFile } from '../index.ts';
import type { WeightTensor } from '../weights/tensor.ts';
import { stop } from './exit.ts';
import { importPeer } from './import-peer.ts';
import { withTemporaryFolder } from './temporary-folder.ts';
import { writeFlushed } from './write-file.ts';

export type Tf = typeof TensorFlow;
type Values = ReadonlyMap<string, WeightTensor>;

export interface Inference {
  (input: TensorFlow.Tensor): TensorFlow.Tensor;
  dispose(): void;
}

/** What the emitted `NAME.js` exports. */
export interface EmittedModule {
  readonly createInference: (tf: Tf, weights: Values) => Inference;
  readonly createModel: (tf: Tf, options: { readonly weights: Values }) => TensorFlow.LayersModel;
}

/** Imports the emitted module `NAME.js` from a folder of its own, which is gone afterwards. */
export async function withEmittedModule<T>(
  files: readonly OutputFile[],
  name: string,
  use: (module: EmittedModule) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder(join(tmpdir(), 'rnc-run-'), async (folder) => {
    for (const { path, content } of files) await writeFlushed(join(folder, path), content);
    const exported = (await import(pathToFileURL(join(folder, `${name}.js`)).href)) as Pick<
      EmittedModule,
      'createInference'
    > & { readonly [create: string]: unknown };
    const { createInference, ...others } = exported;
    const [create] = Object.keys(others).filter((key) => key.startsWith('create'));
    return use({ createInference, createModel: others[create!] as EmittedModule['createModel'] });
  });
}

/** TensorFlow.js on its wasm backend, or without a backend of its own. `what` needs it. */
export async function loadTensorFlow(what: string, backend: 'wasm' | 'cpu'): Promise<Tf> {
  const packages = backend === 'wasm' ? '@tensorflow/tfjs @tensorflow/tfjs-backend-wasm' : '@tensorflow/tfjs';
  const missing = `${what} needs TensorFlow.js, which is not installed here; install it with\n  npm install ${packages}`;
  const tf = (await importPeer('@tensorflow/tfjs', missing)) as Tf;
  if (backend === 'wasm') await importPeer('@tensorflow/tfjs-backend-wasm', missing);
  // Else the cpu backend greets, and recommends another package.
  tf.enableProdMode();
  if (!(await tf.setBackend(backend)))
    stop(2, `TensorFlow.js’s ${backend} backend does not start in this Node`);
  await tf.ready();
  return tf;
}
