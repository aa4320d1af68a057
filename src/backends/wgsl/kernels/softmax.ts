import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Layer } from '../layer.ts';
import { type KernelContext, load, placeFields, reading, u32, viewOf } from './context.ts';
import { ending } from './epilogue.ts';
import { invocationsOf, perQuad } from './per-quad.ts';

/** Softmax over the channels of each position. */
export function softmax(context: KernelContext, layer: Layer): Dispatch {
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const invocations = invocationsOf(context);
  const pixels = context.batch * output.shape[1] * output.shape[2];
  const { fields, workgroups } = perQuad(invocations, 1, pixels);
  const end = ending(context, output, layer.epilogue);
  const body = templates['wgsl/kernels/softmax']!({
    invocations: String(invocations),
    read: load('input', 'start + quad', input.stored),
  });
  return {
    layers: layer.paths,
    name: 'softmax',
    comment: [
      end.formula('exp(input − largest) / Σ exp(input − largest)'),
      'An invocation does all channels of a pixel.',
    ],
    operands: [reading('input', input), ...end.operands],
    shape: {
      ...fields,
      quads: u32(output.quads),
      channels: u32(output.shape[0]),
      pixels: u32(pixels),
      ...placeFields('input', input),
      ...end.shape,
    },
    body: `${end.functions}\n${body}`,
    workgroups,
    invocations,
  };
}
