import type * as TensorFlow from '@tensorflow/tfjs';
import type { NumberArray } from '../data/npy.ts';
import type { OutputFile } from '../index.ts';
import type { WeightTensor } from '../weights/tensor.ts';
import {
  type EmittedModule,
  type Inference,
  loadTensorFlow,
  type Tf,
  withEmittedModule,
} from './emitted-tfjs.ts';

type Values = ReadonlyMap<string, WeightTensor>;

/** Runs the emitted module's inference function in this process on TensorFlow.js's wasm backend: N×C×H×W in, N×classes (or N×C×H×W) out. */
export function runTfjs(
  files: readonly OutputFile[],
  name: string,
  weights: Values,
  input: NumberArray,
): Promise<NumberArray> {
  return runModule(files, name, input, (tf, { createInference }) => createInference(tf, weights));
}

/** The same by the model that it gives to be trained. */
export function runTfjsModel(
  files: readonly OutputFile[],
  name: string,
  weights: Values,
  input: NumberArray,
): Promise<NumberArray> {
  return runModule(files, name, input, (tf, { createModel }) => {
    const model = createModel(tf, { weights });
    const predict = (batch: TensorFlow.Tensor) => model.predict(batch) as TensorFlow.Tensor;
    return Object.assign(predict, { dispose: () => model.dispose() });
  });
}

async function runModule(
  files: readonly OutputFile[],
  name: string,
  input: NumberArray,
  create: (tf: Tf, module: EmittedModule) => Inference,
): Promise<NumberArray> {
  const tf = await loadTensorFlow('the target tfjs', 'wasm');
  return withEmittedModule(files, name, async (module) => {
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
