import type { Engine, Job } from './engine.ts';

/** What onnxruntime-node and onnxruntime-web have in common, as far as it is used here. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(
      model: string,
      options: { readonly executionProviders: readonly string[]; readonly graphOptimizationLevel: 'all' },
    ): Promise<{ run(feeds: object): Promise<Record<string, { readonly data: Float32Array }>> }>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => object;
  readonly env: { readonly versions: Readonly<Record<string, string | undefined>> };
}

/** `model` is a path in Node and a URL in a browser. */
export async function startOrt(
  ort: OnnxRuntime,
  model: string,
  provider: 'webgpu' | 'cpu',
  { batch }: Job,
): Promise<Engine> {
  const session = await ort.InferenceSession.create(model, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
  });
  return {
    run: async (input) => {
      const side = Math.sqrt(input.length / batch / 3);
      const { output } = await session.run({
        input: new ort.Tensor('float32', input, [batch, 3, side, side]),
      });
      return output!.data;
    },
    facts: () => ({}), // its interface does not tell the adapter
  };
}
