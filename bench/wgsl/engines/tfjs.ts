import type * as TensorFlow from '@tensorflow/tfjs';
import { describeAdapter, type Engine, type Job } from './engine.ts';

interface EmittedModule {
  readSafetensors(bytes: ArrayBuffer): ReadonlyMap<string, object>;
  createInference(
    tf: object,
    weights: ReadonlyMap<string, object>,
  ): (input: TensorFlow.Tensor4D) => TensorFlow.Tensor;
}

/**
 * rnc's own folded function for TensorFlow.js (convolution, bias and ReLU in one kernel each): the fastest form of the network that
 * tfjs-backend-webgpu can be given. `tf` has that backend registered.
 */
export async function startTfjs(
  tf: typeof TensorFlow,
  gpu: GPU,
  { base, network, batch }: Job,
  weights: ArrayBuffer,
): Promise<Engine> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js has no WebGPU here');
  await tf.ready();
  const module = (await import(`${base}tfjs/${network}.js`)) as EmittedModule;
  const forward = module.createInference(tf, module.readSafetensors(weights));
  return {
    run: async (input) => {
      const side = Math.sqrt(input.length / batch / 3);
      const result = tf.tidy(() =>
        forward(tf.transpose(tf.tensor4d(input, [batch, 3, side, side]), [0, 2, 3, 1])),
      );
      const data = (await result.data()) as Float32Array;
      result.dispose();
      return data;
    },
    facts: async () => {
      const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }); // as the backend asks
      const { numBytesInGPU } = tf.memory() as unknown as { readonly numBytesInGPU: number };
      return { adapter: adapter ? describeAdapter(adapter.info) : 'none', memoryBytes: numBytesInGPU };
    },
  };
}
