import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Convolution, Layer } from '../layer.ts';
import { packDepthwise, packFilters, packVector } from '../pack.ts';
import { type KernelContext, load, parameter, reading, u32, viewOf } from './context.ts';
import { formulaOf } from './convolution-formula.ts';
import { ending } from './epilogue.ts';
import { invocationsOf, perQuad } from './per-quad.ts';
import { windowFields } from './window-fields.ts';

const columnsPerStrip = 4;

type ConvolutionLayer = Layer & { readonly computation: Convolution };

/** A convolution in which every channel has a filter of its own: 4 channels and 4 columns an invocation. */
export function depthwise(context: KernelContext, layer: ConvolutionLayer): Dispatch {
  const { filters } = layer.computation;
  const weight = '(ky * shape.kernel_width + kx) * shape.quads + quad';
  return strips(context, layer, {
    template: 'depthwise',
    comment: 'An invocation computes 4 channels of 4 neighbouring pixels.',
    weights: parameter('weights', packDepthwise(filters)),
    weight: { weight: load('weights', weight, context.dtype) },
    shape: {},
  });
}

/** A convolution of small groups (multiples of 4 channels and filters): 4 filters and 4 columns an invocation. */
export function groupedConvolution(context: KernelContext, layer: ConvolutionLayer): Dispatch {
  const { filters, groups } = layer.computation;
  const row = (at: number) =>
    load('weights', `weight${at === 0 ? '' : ` + ${at}u * shape.group_quads`}`, context.dtype);
  return strips(context, layer, {
    template: 'convolution-grouped',
    comment: 'An invocation computes 4 filters of one group at 4 neighbouring pixels.',
    weights: parameter('weights', packFilters(filters, groups)),
    weight: { weight0: row(0), weight1: row(1), weight2: row(2), weight3: row(3) },
    shape: { channels: u32(filters.shape[1] / 4), group_quads: u32(filters.shape[0] / groups / 4) },
  });
}

function strips(
  context: KernelContext,
  layer: ConvolutionLayer,
  variant: {
    readonly template: 'depthwise' | 'convolution-grouped';
    readonly comment: string;
    readonly weights: Dispatch['operands'][number];
    readonly weight: Readonly<Record<string, string>>;
    readonly shape: Dispatch['shape'];
  },
): Dispatch {
  const { computation } = layer;
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const [, height, width] = output.shape;
  const invocations = invocationsOf(context);
  const perRow = Math.ceil(width / columnsPerStrip);
  const count = context.batch * height * perRow;
  const { fields, workgroups } = perQuad(invocations, output.quads, count);
  const end = ending(context, output, layer.epilogue);
  const [readPrefix, readSuffix] = load('input', '|', input.stored).split('|');
  const body = templates[`wgsl/kernels/${variant.template}`]!({
    invocations: String(invocations),
    width: String(columnsPerStrip),
    columns: Array.from({ length: columnsPerStrip }, (_, column) => String(column)),
    readPrefix,
    readSuffix,
    ...variant.weight,
    bias: load('bias', 'quad', context.dtype),
  });
  return {
    layers: layer.paths,
    name: variant.template.replace('-', '_'),
    comment: [end.formula(formulaOf(computation)), variant.comment],
    operands: [
      reading('input', input),
      variant.weights,
      parameter('bias', packVector(computation.bias)),
      ...end.operands,
    ],
    shape: {
      ...fields,
      ...windowFields(computation, input, output, context.batch),
      out_height: u32(height),
      strips: u32(count),
      strips_per_row: u32(perRow),
      ...variant.shape,
      ...end.shape,
    },
    body: `${end.functions}\n${body}`,
    workgroups,
    invocations,
  };
}
