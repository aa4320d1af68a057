import type { Dispatch } from '../dispatch.ts';
import type { Convolution, Layer } from '../layer.ts';
import type { FilterRange } from '../pack.ts';
import type { KernelContext } from './context.ts';
import { convolutionLanes } from './convolution-lanes.ts';
import { plainConvolution } from './convolution-plain.ts';
import { depthwise, groupedConvolution } from './convolution-strips.ts';
import { convolutionTiles } from './convolution-tiles.ts';
import { map } from './map.ts';
import { isMatrixVector, matrixVector } from './matrix-vector.ts';
import { normaliseChannels, normaliseGroups } from './normalise.ts';
import { globalPool, pool } from './pool.ts';
import { append, rearrange } from './rearrange.ts';
import { softmax } from './softmax.ts';
import { chooseTile } from './tiles.ts';

/** The dispatches that compute a layer. */
export function dispatchesOf(context: KernelContext, layer: Layer): readonly Dispatch[] {
  const { computation } = layer;
  switch (computation.kind) {
    case 'convolution':
      return convolution(context, { ...layer, computation });
    case 'pool':
      return [pool(context, { ...layer, computation })];
    case 'global-pool':
      return [globalPool(context, { ...layer, computation })];
    case 'normalisation':
      return computation.over === 'channels'
        ? [normaliseChannels(context, { ...layer, computation })]
        : normaliseGroups(context, { ...layer, computation });
    case 'map':
      return [map(context, layer)];
    case 'softmax':
      return [softmax(context, layer)];
    case 'place':
      if (!computation.zeros) return [append(context, { ...layer, computation })];
      return [rearrange(context, { ...layer, computation })];
    case 'resize':
    case 'flatten':
    case 'shuffle':
      return [rearrange(context, { ...layer, computation })];
  }
}

function convolution(
  context: KernelContext,
  layer: Layer & { readonly computation: Convolution },
): readonly Dispatch[] {
  const { groups, filters } = layer.computation;
  const [count, channels] = filters.shape;
  if (groups > 1 && channels === 1 && count === groups) return [depthwise(context, layer)];
  const whole = groups === 1 || (channels % 4 === 0 && (count / groups) % 4 === 0);
  if (!whole) return [plainConvolution(context, layer)];
  const { family } = context;
  const filtersPerGroup = count / groups;
  if (groups > 1 && filtersPerGroup < 32) return [groupedConvolution(context, layer)];
  return rangesOf(layer.computation).flatMap((range) => {
    if (family.kind === 'lanes') return [convolutionLanes(context, layer, family.lanes, range)];
    if (isMatrixVector(context, layer)) return [matrixVector(context, layer, range)];
    const [, height, width] = context.graph.shapes.get(layer.output)!;
    const pixels = context.batch * height * width;
    const chunks = filters.shape[2] * filters.shape[3] * Math.ceil(channels / 16);
    const choice = chooseTile(pixels, range.count / groups, groups, chunks, family.wantedWorkgroups);
    return convolutionTiles(context, layer, choice, range);
  });
}

/** What one binding of storage may hold on every device. */
const maximumBinding = 128 * 2 ** 20;

/** All filters, or parts of them where the weights are larger than a binding may be (VGG's first linear layer). */
function rangesOf({ filters, groups }: Convolution): readonly FilterRange[] {
  const [count, channels, height, width] = filters.shape;
  const bytes = 4 * count * 4 * Math.ceil(channels / 4) * height * width;
  if (bytes <= maximumBinding || groups > 1) return [{ from: 0, count }];
  const size = 4 * Math.floor(count / Math.ceil(bytes / maximumBinding) / 4);
  return Array.from({ length: Math.ceil(count / size) }, (_, part) => ({
    from: part * size,
    count: Math.min(size, count - part * size),
  }));
}
