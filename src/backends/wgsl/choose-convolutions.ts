import {
  type Algorithm,
  type ConvolutionChoice,
  chooseAlgorithms,
  type WinogradOption,
} from './kernels/choose-algorithm.ts';
import type { KernelContext } from './kernels/context.ts';
import type { Layer } from './layer.ts';

/** How each convolution of a network is computed on one family of adapters. */
export function chooseConvolutions(
  { graph, batch, family }: KernelContext,
  winograd: WinogradOption,
): ReadonlyMap<Layer, ConvolutionChoice> {
  const convolutions = graph.layers.flatMap((layer) => {
    const { computation } = layer;
    if (computation.kind !== 'convolution') return [];
    const output = graph.shapes.get(layer.output)!;
    const inputChannels = graph.shapes.get(layer.input)![0];
    return [{ layer, computation, size: { batch, output, inputChannels } }];
  });
  const processor = family.kind === 'lanes' ? 'cpu' : 'gpu';
  const algorithms = chooseAlgorithms(convolutions, winograd, processor);
  return new Map(
    convolutions.map(({ layer }, at): [Layer, { algorithm: Algorithm }] => [
      layer,
      { algorithm: algorithms[at]! },
    ]),
  );
}
