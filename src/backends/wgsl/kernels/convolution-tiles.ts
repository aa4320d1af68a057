import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Convolution, Layer } from '../layer.ts';
import { type FilterRange, packFilters, packVector } from '../pack.ts';
import { vectors } from '../place-values.ts';
import { type KernelContext, load, parameter, reading, u32, viewOf } from './context.ts';
import { formulaOf } from './convolution-formula.ts';
import { ending } from './epilogue.ts';
import { invocationsOf, perQuad } from './per-quad.ts';
import { type Tile, type TileChoice, tiles } from './tiles.ts';
import { windowFields } from './window-fields.ts';

type ConvolutionLayer = Layer & { readonly computation: Convolution };

/**
 * A convolution as a product of matrices, pixels × (taps · channels) by (taps · channels) × filters, whose left side is gathered
 * from the input on the way (implicit GEMM). Both sides are staged in workgroup memory. Groups must consist of multiples of 4
 * channels and 4 filters. With several splits a second dispatch adds the parts up, always in the same order.
 */
export function convolutionTiles(
  context: KernelContext,
  layer: ConvolutionLayer,
  choice: TileChoice,
  range: FilterRange,
): readonly Dispatch[] {
  const { computation } = layer;
  const { groups, filters, bias } = computation;
  const { splits } = choice;
  const tile: Tile = tiles[choice.tile];
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const pixels = context.batch * output.shape[1] * output.shape[2];
  const quads = vectors(range.count / groups);
  const channels = input.quads / groups;
  const taps = computation.kernel[0] * computation.kernel[1];
  const chunksPerTap = Math.ceil((4 * channels) / tile.channels);
  const chunks = taps * chunksPerTap;
  const scratch = {
    id: `${layer.paths[0]} ${range.from} parts`,
    bytes: splits * pixels * quads * 16,
  };
  const end = ending(context, output, layer.epilogue);
  const biasOperand = parameter('bias', packVector(bias));
  const body = templates['wgsl/kernels/convolution-tiles']!({
    ...tileView(tile),
    splits: String(splits),
    readInput: load('input', 'at', input.stored),
    readWeight: load('weights', 'weight', context.dtype),
    sums: sumsOf(tile).map((sum) => ({
      ...sum,
      finish:
        splits > 1
          ? `partial[(workgroup.z * shape.pixels + pixel + ${sum.pixel}u) * shape.quads + quad${sum.filter}] = sum${sum.name};`
          : `store(sum${sum.name} + ${load('bias', `shape.first_quad + group * shape.quads + quad${sum.filter}`, context.dtype)}, pixel + ${sum.pixel}u, shape.first_quad + group * shape.quads + quad${sum.filter});`,
    })),
  });
  const common: Omit<Dispatch, 'operands' | 'shape' | 'body' | 'comment'> = {
    layers: layer.paths,
    name: `convolution_${choice.tile}${splits > 1 ? `_in_${splits}` : ''}`,
    workgroups: [Math.ceil((4 * quads) / tile.filters), Math.ceil(pixels / tile.pixels), groups * splits],
    workgroupBytes: 4 * tile.channels * (tile.pixels + tile.filters),
    invocations: tile.threads,
  };
  const shape = {
    ...windowFields(computation, input, output, context.batch),
    channels: u32(channels),
    quads: u32(quads),
    first_quad: u32(range.from / 4),
    weight_rows: u32(groups * taps * channels * 4),
    chunks: u32(chunks),
    chunks_per_tap: u32(chunksPerTap),
    chunks_per_split: u32(Math.ceil(chunks / splits)),
  };
  const sides = [
    reading('input', input),
    parameter('weights', packFilters(filters, groups, range.from, range.count)),
  ];
  const how = [
    `Workgroup (x, y, z): ${tile.filters} filters from ${tile.filters}·x, ${tile.pixels} pixels from ${tile.pixels}·y${splits > 1 ? `, part z of ${splits} of the sum` : ', group z'}.`,
    `A thread sums ${tile.pixelsPerThread} pixels × ${tile.filtersPerThread} filters; ${tile.channels} channels at a time are staged in workgroup memory.`,
  ];
  if (splits === 1) {
    return [
      {
        ...common,
        comment: [end.formula(formulaOf(computation)), ...how],
        operands: [...sides, biasOperand, ...end.operands],
        shape: { ...shape, ...end.shape },
        body: `${end.functions}\n${body}`,
      },
    ];
  }
  const invocations = invocationsOf(context);
  const { fields, workgroups } = perQuad(invocations, quads, pixels);
  return [
    {
      ...common,
      comment: [`${formulaOf(computation)}, in parts`, ...how],
      operands: [...sides, { name: 'partial', kind: 'write-scratch', scratch }],
      shape,
      body,
    },
    {
      layers: layer.paths,
      name: `add_${splits}_parts`,
      comment: [end.formula('bias + Σ parts'), 'An invocation computes 4 channels of a pixel.'],
      operands: [{ name: 'partial', kind: 'read-scratch', scratch }, biasOperand, ...end.operands],
      shape: { ...fields, pixels: u32(pixels), first_quad: u32(range.from / 4), ...end.shape },
      body: `${end.functions}\n${templates['wgsl/kernels/add-splits']!({
        invocations: String(invocations),
        splits: String(splits),
        bias: load('bias', 'filters', context.dtype),
      })}`,
      workgroups,
      invocations,
    },
  ];
}

function tileView(tile: Tile): object {
  const { threads, pixels, filters, pixelsPerThread, filtersPerThread, channels } = tile;
  const units = (pixels / 4) * (channels / 4);
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));
  return {
    threads: String(threads),
    pixels: String(pixels),
    filters: String(filters),
    channels: String(channels),
    pixelsPerThread: String(pixelsPerThread),
    pixelQuads: String(pixels / 4),
    filterQuads: String(filters / 4),
    channelQuads: String(channels / 4),
    inputVectors: String((channels * pixels) / 4),
    weightVectors: String((channels * filters) / 4),
    threadsAcross: String(filters / filtersPerThread),
    inputUnitCount: String(units),
    inputUnits: numbers(Math.ceil(units / threads)).map((unit) => ({
      unit,
      start: String(Number(unit) * threads),
      guarded: (Number(unit) + 1) * threads > units,
    })),
    inputReads: numbers(pixelsPerThread / 4),
    inputReadCount: String(pixelsPerThread / 4),
    weightReads: numbers(filtersPerThread / 4),
  };
}

/** A thread's sums: 4 filters of one pixel each. */
function sumsOf({ pixelsPerThread, filtersPerThread }: Tile) {
  return Array.from({ length: pixelsPerThread * (filtersPerThread / 4) }, (_, index) => {
    const filter = index % (filtersPerThread / 4);
    const pixel = Math.floor(index / (filtersPerThread / 4));
    return {
      name: `${pixel}_${filter}`,
      pixel: String(pixel),
      filter: String(filter),
      quartet: String(Math.floor(pixel / 4)),
      part: 'xyzw'[pixel % 4]!,
    };
  });
}
