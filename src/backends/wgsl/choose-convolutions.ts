import { type ConvolutionChoice, chooseAlgorithms, type WinogradOption } from './kernels/choose-algorithm.ts';
import type { KernelContext } from './kernels/context.ts';
import type { Layer } from './layer.ts';
import { convolutionKey, isPossible } from './tuning.ts';

/** A network's convolutions and linear layers, with what their time depends on. */
export function convolutionsOf({ graph, batch }: Pick<KernelContext, 'graph' | 'batch'>) {
  return graph.layers.flatMap((layer) => {
    const { computation } = layer;
    if (computation.kind !== 'convolution') return [];
    const size = { batch, output: graph.shapes.get(layer.output)!, input: graph.shapes.get(layer.input)! };
    return [{ layer, computation, size }];
  });
}

/** How each convolution of a network is computed on one family of adapters: as measured, where that is known, else by the rules. */
export function chooseConvolutions(
  context: KernelContext,
  winograd: WinogradOption,
  measured: (key: string) => ConvolutionChoice | undefined = () => undefined,
): ReadonlyMap<Layer, ConvolutionChoice> {
  const convolutions = convolutionsOf(context);
  const { dtype, family } = context;
  const processor = family.kind === 'lanes' ? 'cpu' : 'gpu';
  const algorithms = chooseAlgorithms(convolutions, winograd, processor);
  return new Map(
    convolutions.map(({ layer, computation, size }, at): [Layer, ConvolutionChoice] => {
      const known = measured(convolutionKey(computation, size));
      const possible = known !== undefined && isPossible(computation, size, known, dtype);
      return [layer, possible ? known : { algorithm: algorithms[at]! }];
    }),
  );
}
