import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Convolution, Layer } from '../layer.ts';
import { type FilterRange, packFilters, packVector } from '../pack.ts';
import { vectors } from '../place-values.ts';
import { type KernelContext, load, parameter, reading, u32, viewOf } from './context.ts';
import { formulaOf } from './convolution-formula.ts';
import { ending } from './epilogue.ts';
import { windowFields } from './window-fields.ts';

/**
 * A convolution for adapters that run shaders on SIMD registers: each lane sums 4 filters at all pixels of the workgroup's tile.
 * Groups must consist of multiples of 4 channels and 4 filters.
 */
export function convolutionLanes(
  context: KernelContext,
  layer: Layer & { readonly computation: Convolution },
  lanes: number,
  range: FilterRange = { from: 0, count: layer.computation.filters.shape[0] },
): Dispatch {
  const { computation } = layer;
  const { groups, filters, bias } = computation;
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const pixels = context.batch * output.shape[1] * output.shape[2];
  const quads = vectors(range.count / groups);
  const tile = pixels <= 8 ? 8 : 16;
  const end = ending(context, output, layer.epilogue);
  const weight = (row: number): string => load('weights', `weight + ${row}u * shape.quads`, context.dtype);
  const fetchers = Array.from({ length: tile / lanes }, (_, index) => index * lanes);
  const body = templates['wgsl/kernels/convolution-lanes']!({
    lanes: String(lanes),
    pixels: String(tile),
    fetchers: fetchers.map((at) => ({
      at: String(at),
      read: load('input', `source${at} + channel`, input.stored),
    })),
    weight0: load('weights', 'weight', context.dtype),
    weight1: weight(1),
    weight2: weight(2),
    weight3: weight(3),
    bias: load('bias', 'filters', context.dtype),
    sums: Array.from({ length: tile }, (_, pixel) => ({
      pixel: String(pixel),
      fetcher: String(pixel - (pixel % lanes)),
      lane: String(pixel % lanes),
    })),
  });
  return {
    layers: layer.paths,
    name: `convolution_${tile}x${4 * lanes}`,
    comment: [
      `${end.formula(formulaOf(computation))}`,
      `Workgroup (x, y, z): ${4 * lanes} filters from ${4 * lanes}·x, ${tile} pixels from ${tile}·y, group z. A lane sums 4 filters at every pixel; each`,
      'pixel of the input is loaded by one lane, which hands it to the others: loads cost more than arithmetic here.',
    ],
    subgroups: true,
    operands: [
      reading('input', input),
      parameter('weights', packFilters(filters, groups, range.from, range.count)),
      parameter('bias', packVector(bias)),
      ...end.operands,
    ],
    shape: {
      ...windowFields(computation, input, output, context.batch),
      channels: u32(input.quads / groups),
      quads: u32(quads),
      first_quad: u32(range.from / 4),
      ...end.shape,
    },
    body: `${end.functions}\n${body}`,
    workgroups: [Math.ceil(quads / lanes), Math.ceil(pixels / tile), groups],
    invocations: lanes,
  };
}
