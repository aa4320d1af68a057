import type { Convolution, Layer } from '../layer.ts';
import { type FilterRange, packFilters, packVector } from '../pack.ts';
import { vectors } from '../place-values.ts';
import { type KernelContext, reading, u32, viewOf } from './context.ts';
import { formulaOf } from './convolution-formula.ts';
import { ending } from './epilogue.ts';
import type { Product } from './product.ts';
import { windowFields } from './window-fields.ts';

/** A convolution as one product. Groups must consist of multiples of 4 channels and 4 filters. */
export function directProduct(
  context: KernelContext,
  layer: Layer & { readonly computation: Convolution },
  range: FilterRange,
): Product {
  const { computation } = layer;
  const { groups, filters, bias } = computation;
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const channels = input.quads / groups;
  return {
    layers: layer.paths,
    formula: formulaOf(computation),
    input: reading('input', input),
    inputStored: input.stored,
    shape: {
      ...windowFields(computation, input, output, context.batch),
      input_group: u32(channels),
    },
    weights: packFilters(filters, groups, range.from, range.count),
    window: computation,
    groups,
    pixels: context.batch * output.shape[1] * output.shape[2],
    channels,
    quads: vectors(range.count / groups),
    finish: {
      kind: 'store',
      ...ending(context, output, layer.epilogue),
      bias: packVector(bias),
      firstQuad: range.from / 4,
    },
  };
}
