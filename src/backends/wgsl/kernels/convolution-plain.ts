import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Convolution, Layer } from '../layer.ts';
import { packInterleaved, packVector } from '../pack.ts';
import { type KernelContext, load, parameter, reading, u32, viewOf } from './context.ts';
import { formulaOf } from './convolution-formula.ts';
import { ending } from './epilogue.ts';
import { invocationsOf, perQuad } from './per-quad.ts';
import { windowFields } from './window-fields.ts';

/** A convolution whose groups do not fall on multiples of 4 channels: channel by channel. Rare, so plain rather than fast. */
export function plainConvolution(
  context: KernelContext,
  layer: Layer & { readonly computation: Convolution },
): Dispatch {
  const { computation } = layer;
  const { filters, groups } = computation;
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const invocations = invocationsOf(context);
  const pixels = context.batch * output.shape[1] * output.shape[2];
  const { fields, workgroups } = perQuad(invocations, output.quads, pixels);
  const end = ending(context, output, layer.epilogue);
  const body = templates['wgsl/kernels/convolution-plain']!({
    invocations: String(invocations),
    read: load('input', 'source + from_channel / 4u', input.stored),
    weight: load('weights', 'weight', context.dtype),
    bias: load('bias', 'quad', context.dtype),
  });
  return {
    layers: layer.paths,
    name: 'convolution_plain',
    comment: [
      end.formula(formulaOf(computation)),
      'An invocation computes 4 filters of a pixel, one by one.',
    ],
    operands: [
      reading('input', input),
      parameter('weights', packInterleaved(filters)),
      parameter('bias', packVector(computation.bias)),
      ...end.operands,
    ],
    shape: {
      ...fields,
      ...windowFields(computation, input, output, context.batch),
      filters: u32(filters.shape[0]),
      group_filters: u32(filters.shape[0] / groups),
      group_channels: u32(filters.shape[1]),
      ...end.shape,
    },
    body: `${end.functions}\n${body}`,
    workgroups,
    invocations,
  };
}
