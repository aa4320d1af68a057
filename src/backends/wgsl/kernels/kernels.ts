import type { Dispatch } from '../dispatch.ts';
import type { Convolution, Layer } from '../layer.ts';
import { defaultLimits } from '../limits.ts';
import type { FilterRange } from '../pack.ts';
import type { ConvolutionChoice } from './choose-algorithm.ts';
import type { KernelContext } from './context.ts';
import { directProduct } from './convolution-direct.ts';
import { plainConvolution } from './convolution-plain.ts';
import { depthwise, groupedConvolution } from './convolution-strips.ts';
import { map } from './map.ts';
import { isMatrixVector, matrixVector } from './matrix-vector.ts';
import { normaliseChannels, normaliseGroups } from './normalise.ts';
import { globalPool, pool } from './pool.ts';
import type { Product } from './product.ts';
import { productLanes } from './product-lanes.ts';
import { productTiles } from './product-tiles.ts';
import { append, rearrange } from './rearrange.ts';
import { softmax } from './softmax.ts';
import { chooseTile } from './tiles.ts';
import { winograd } from './winograd.ts';

/** The dispatches that compute a layer. */
export function dispatchesOf(
  context: KernelContext,
  layer: Layer,
  choice: ConvolutionChoice | undefined,
): readonly Dispatch[] {
  const { computation } = layer;
  switch (computation.kind) {
    case 'convolution':
      return convolution(context, { ...layer, computation }, choice ?? { algorithm: 'direct' });
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
  choice: ConvolutionChoice,
): readonly Dispatch[] {
  const { groups, filters } = layer.computation;
  const [count, channels] = filters.shape;
  if (groups > 1 && channels === 1 && count === groups) return [depthwise(context, layer)];
  const whole = groups === 1 || (channels % 4 === 0 && (count / groups) % 4 === 0);
  if (!whole) return [plainConvolution(context, layer)];
  if (groups > 1 && count / groups < 32) return [groupedConvolution(context, layer)];
  const multiply = (product: Product): readonly Dispatch[] => productOf(context, product, choice);
  if (choice.algorithm !== 'direct') {
    return winograd(context, layer, choice.algorithm === 'winograd2' ? 2 : 4, multiply);
  }
  return rangesOf(layer.computation).flatMap((range) =>
    context.family.kind === 'tiles' && choice.tile === undefined && isMatrixVector(context, layer)
      ? [matrixVector(context, layer, range)]
      : multiply(directProduct(context, layer, range)),
  );
}

function productOf(
  context: KernelContext,
  product: Product,
  { tile }: ConvolutionChoice,
): readonly Dispatch[] {
  const { family } = context;
  if (family.kind === 'lanes') return [productLanes(context, product, family.lanes)];
  return productTiles(context, product, tile ?? chooseTile(product, family.wantedWorkgroups));
}

/** All filters, or parts of them where the weights are larger than a binding may be (VGG's first linear layer). */
function rangesOf({ filters, groups }: Convolution): readonly FilterRange[] {
  const [count, channels, height, width] = filters.shape;
  const bytes = 4 * count * 4 * Math.ceil(channels / 4) * height * width;
  if (bytes <= defaultLimits.maxStorageBufferBindingSize || groups > 1) return [{ from: 0, count }];
  const size = 4 * Math.floor(count / Math.ceil(bytes / defaultLimits.maxStorageBufferBindingSize) / 4);
  return Array.from({ length: Math.ceil(count / size) }, (_, part) => ({
    from: part * size,
    count: Math.min(size, count - part * size),
  }));
}
