import type { NumberArray } from '../../data/npy.ts';
import { type Graph, inputShape } from '../../ir/graph.ts';
import { initialiseWeights } from '../../weights/initialise.ts';
import type { ImageOptions } from '../network-input.ts';
import { readInput } from '../read-input.ts';

/** A file's batch, or normally distributed numbers, as normalised pictures have; undefined where the file does not fit. */
export async function inputFor(
  graph: Graph,
  { input: path, batch = 1 }: { readonly input?: string; readonly batch?: number },
  image: ImageOptions,
  colour: boolean | undefined,
): Promise<NumberArray | undefined> {
  if (path !== undefined) return readInput(path, inputShape(graph), image, colour);
  const shape = [batch, ...inputShape(graph)];
  return initialiseWeights([{ name: 'input', shape, role: 'buffer', init: { normal: 1 } }], 0).get('input');
}
