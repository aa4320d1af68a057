import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Convolution, Layer } from '../layer.ts';
import { type FilterRange, packFilters, packVector } from '../pack.ts';
import { vectors } from '../place-values.ts';
import { type KernelContext, load, parameter, reading, u32, viewOf } from './context.ts';
import { formulaOf } from './convolution-formula.ts';
import { ending } from './epilogue.ts';

const quadsPerWorkgroup = 8;
const slices = 16;
/** Above this many images a tiled product reads the weights less often. */
const maximumImages = 4;

type ConvolutionLayer = Layer & { readonly computation: Convolution };

/** Whether the kernel covers the whole map, so that each image is one vector and the layer a matrix times it. */
export function isMatrixVector(context: KernelContext, layer: ConvolutionLayer): boolean {
  const { kernel, pad, groups, dilation } = layer.computation;
  const input = viewOf(context, layer.input);
  const [, height, width] = input.shape;
  const whole = kernel[0] === height && kernel[1] === width && pad.every((rows) => rows === 0);
  const contiguous = height * width === 1 || (input.stride === input.quads && dilation.every((d) => d === 1));
  return groups === 1 && whole && contiguous && context.batch <= maximumImages;
}

/** A linear layer of few images: the invocations of a workgroup share the sum over the inputs. */
export function matrixVector(context: KernelContext, layer: ConvolutionLayer, range: FilterRange): Dispatch {
  const { filters, bias } = layer.computation;
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const area = input.shape[1] * input.shape[2];
  const quads = vectors(range.count);
  const end = ending(context, output, layer.epilogue);
  const row = (at: number): string =>
    load('weights', `weight${at === 0 ? '' : ` + ${at}u * shape.quads`}`, context.dtype);
  const body = templates['wgsl/kernels/matrix-vector']!({
    invocations: String(quadsPerWorkgroup * slices),
    quads: String(quadsPerWorkgroup),
    slices: String(slices),
    readInput: load('input', 'start + channel', input.stored),
    weight0: row(0),
    weight1: row(1),
    weight2: row(2),
    weight3: row(3),
    bias: load('bias', 'filters', context.dtype),
  });
  return {
    layers: layer.paths,
    name: 'matrix_vector',
    comment: [
      end.formula(formulaOf(layer.computation)),
      `Workgroup (x, y): ${4 * quadsPerWorkgroup} filters from ${4 * quadsPerWorkgroup}·x of image y; ${slices} invocations share the sum of 4 filters.`,
    ],
    operands: [
      reading('input', input),
      parameter('weights', packFilters(filters, 1, range.from, range.count)),
      parameter('bias', packVector(bias)),
      ...end.operands,
    ],
    shape: {
      quads: u32(quads),
      first_quad: u32(range.from / 4),
      depth: u32(area * input.quads),
      image_stride: u32(area * input.stride),
      input_offset: u32(input.offset),
      ...end.shape,
    },
    body: `${end.functions}\n${body}`,
    workgroups: [Math.ceil(quads / quadsPerWorkgroup), context.batch, 1],
    workgroupBytes: 16 * quadsPerWorkgroup * slices,
    invocations: quadsPerWorkgroup * slices,
  };
}
