import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import { type KernelContext, load, parameter, u32 } from './context.ts';
import { productGrid } from './per-quad.ts';
import type { Product } from './product.ts';

/** Pixels that a workgroup computes. More would reuse each weight more often, but take longer to compile than they save. */
export function pixelsPerWorkgroup(pixels: number): number {
  return pixels <= 8 ? 8 : 16;
}

/** For adapters that run shaders on SIMD registers: each lane sums 4 filters at all pixels of the workgroup. */
export function productLanes(context: KernelContext, product: Product, lanes: number): Dispatch {
  const { finish, quads, pixels, groups } = product;
  const tile = pixelsPerWorkgroup(pixels);
  const weight = (row: number): string =>
    load(
      'weights',
      `weight${['', ' + shape.quads', ' + 2u * shape.quads', ' + 3u * shape.quads'][row]}`,
      context.dtype,
    );
  const fetchers = Array.from({ length: tile / lanes }, (_, index) => index * lanes);
  const body = templates['wgsl/kernels/product-lanes']!({
    lanes: String(lanes),
    pixels: String(tile),
    fetchers: fetchers.map((at) => ({
      at: String(at),
      after: at === 0 ? '' : ` + ${at}u`,
      read: load('input', `source${at} + channel`, product.inputStored),
    })),
    weight0: weight(0),
    weight1: weight(1),
    weight2: weight(2),
    weight3: weight(3),
    bias: finish.kind === 'store' ? load('bias', 'filters', context.dtype) : false,
    sumList: Array.from({ length: tile }, (_, pixel) => `sum${pixel}`).join(', '),
    finish:
      finish.kind === 'store'
        ? 'store(sums[at] + start, first + at, filters);'
        : 'products[(group * shape.pixels + first + at) * shape.quads + quad] = sums[at];',
    sums: Array.from({ length: tile }, (_, pixel) => ({
      pixel: String(pixel),
      fetcher: String(pixel - (pixel % lanes)),
      lane: String(pixel % lanes),
    })),
  });
  const stores = finish.kind === 'store';
  const { fields, workgroups } = productGrid(Math.ceil(quads / lanes), Math.ceil(pixels / tile), groups);
  return {
    layers: product.layers,
    name: `${stores ? 'convolution' : 'products'}_${tile}x${4 * lanes}`,
    comment: [
      stores ? finish.formula(product.formula) : product.formula,
      `Workgroup (x, y, z): ${4 * lanes} filters from ${4 * lanes}·x, ${tile} pixels from ${tile}·y, group z. A lane sums 4 filters at every pixel; each`,
      'pixel of the input is loaded by one lane, which hands it to the others: loads cost more than arithmetic here.',
    ],
    subgroups: true,
    operands: [
      product.input,
      parameter('weights', product.weights),
      ...(stores ? [parameter('bias', finish.bias), ...finish.operands] : [finish.operand]),
    ],
    shape: {
      ...product.shape,
      ...fields,
      channels: u32(product.channels),
      quads: u32(quads),
      ...(stores ? { first_quad: u32(finish.firstQuad), ...finish.shape } : {}),
    },
    body: stores ? `${finish.functions}\n${body}` : body,
    workgroups,
    invocations: lanes,
  };
}
