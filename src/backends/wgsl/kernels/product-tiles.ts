import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import { type KernelContext, load, parameter, u32 } from './context.ts';
import { invocationsOf, perQuad, productGrid } from './per-quad.ts';
import type { Product } from './product.ts';
import { type Tile, type TileChoice, tiles } from './tiles.ts';

/**
 * For GPUs (implicit GEMM): both sides are staged in workgroup memory. With several splits, which a product that is kept cannot have, a second
 * dispatch adds the parts up, always in the same order.
 */
export function productTiles(
  context: KernelContext,
  product: Product,
  choice: TileChoice,
): readonly Dispatch[] {
  const { finish, quads, pixels, groups, channels } = product;
  const tile: Tile = tiles[choice.tile];
  const splits = finish.kind === 'store' ? choice.splits : 1;
  const taps = product.window.kernel[0] * product.window.kernel[1];
  const chunksPerTap = Math.ceil((4 * channels) / tile.channels);
  const chunks = taps * chunksPerTap;
  const whole = finish.kind === 'store' && splits === 1;
  const body = templates['wgsl/kernels/product-tiles']!({
    ...tileView(tile),
    slices: String(choice.slices),
    sliced: choice.slices > 1,
    splits: String(splits),
    readInput: load('input', 'at', product.inputStored),
    readWeight: load('weights', 'weight', context.dtype),
    bias: whole ? load('bias', 'filters', context.dtype) : false,
  });
  const scratch = {
    id: `${product.layers[0]} ${product.weights.name} parts`,
    bytes: splits * pixels * quads * 16,
  };
  const parts = { name: 'products', kind: 'write-scratch', scratch } as const;
  const ends = {
    operands: finish.kind === 'keep' ? [finish.operand] : whole ? finish.operands : [parts],
    formula: whole ? finish.formula(product.formula) : product.formula,
    functions: whole ? `${finish.functions}\n` : '',
  };
  const across = Math.ceil((4 * quads) / tile.filters);
  const grid = productGrid(across, Math.ceil(pixels / tile.pixels), groups * splits);
  const main: Dispatch = {
    layers: product.layers,
    name: `${finish.kind === 'store' ? 'convolution' : 'products'}_${choice.tile}${choice.slices > 1 ? `_by_${choice.slices}` : ''}${splits > 1 ? `_in_${splits}` : ''}`,
    comment: [
      `${ends.formula}${splits > 1 ? ', in parts' : ''}`,
      `Workgroup (x, y, z): ${tile.filters} filters from ${tile.filters}·x, ${tile.pixels} pixels from ${tile.pixels}·y${splits > 1 ? `, part z of ${splits} of the sum` : ', group z'}.`,
      `A thread sums ${tile.pixelsPerThread} pixels × ${tile.filtersPerThread} filters; ${tile.channels} channels at a time are staged in workgroup memory${choice.slices > 1 ? `; ${choice.slices} threads share a sum` : ''}.`,
    ],
    operands: [
      product.input,
      parameter('weights', product.weights),
      ...(whole ? [parameter('bias', finish.bias)] : []),
      ...ends.operands,
    ],
    shape: {
      ...product.shape,
      ...grid.fields,
      channels: u32(channels),
      quads: u32(quads),
      weight_rows: u32(groups * taps * channels * 4),
      chunks: u32(chunks),
      chunks_per_tap: u32(chunksPerTap),
      chunks_per_split: u32(Math.ceil(chunks / splits)),
      ...(whole ? { first_quad: u32(finish.firstQuad), ...finish.shape } : {}),
    },
    body: `${ends.functions}${body}`,
    workgroups: grid.workgroups,
    workgroupBytes: 4 * choice.slices * tile.channels * (tile.pixels + tile.filters),
    invocations: choice.slices * tile.threads,
  };
  if (finish.kind === 'keep' || whole) return [main];
  const invocations = invocationsOf(context);
  const { fields, workgroups } = perQuad(invocations, quads, pixels);
  const adding = templates['wgsl/kernels/add-splits']!({
    invocations: String(invocations),
    splits: String(splits),
    bias: load('bias', 'filters', context.dtype),
  });
  const sum: Dispatch = {
    layers: product.layers,
    name: `add_${splits}_parts`,
    comment: [finish.formula('bias + Σ parts'), 'An invocation computes 4 channels of a pixel.'],
    operands: [{ ...parts, kind: 'read-scratch' }, parameter('bias', finish.bias), ...finish.operands],
    shape: { ...fields, pixels: u32(pixels), first_quad: u32(finish.firstQuad), ...finish.shape },
    body: `${finish.functions}\n${adding}`,
    workgroups,
    invocations,
  };
  return [main, sum];
}

function tileView({ threads, pixels, filters, pixelsPerThread, filtersPerThread, channels }: Tile): object {
  return {
    threads: String(threads),
    pixels: String(pixels),
    filters: String(filters),
    channels: String(channels),
    pixelQuartets: String(pixelsPerThread / 4),
    filterQuads: String(filtersPerThread / 4),
  };
}
