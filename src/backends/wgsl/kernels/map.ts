import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Layer } from '../layer.ts';
import { type KernelContext, load, placeFields, reading, u32, viewOf } from './context.ts';
import { ending } from './epilogue.ts';
import { invocationsOf, perQuad } from './per-quad.ts';

/** Elementwise operators that no other kernel could take along. */
export function map(context: KernelContext, layer: Layer): Dispatch {
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const invocations = invocationsOf(context);
  const pixels = context.batch * output.shape[1] * output.shape[2];
  const { fields, workgroups } = perQuad(invocations, output.quads, pixels);
  const end = ending(context, output, layer.epilogue);
  const body = templates['wgsl/kernels/map']!({
    invocations: String(invocations),
    read: load('input', 'pixel * shape.input_stride + shape.input_offset + quad', input.stored),
  });
  return {
    layers: layer.paths,
    name: 'map',
    comment: [end.formula('input'), 'An invocation computes 4 channels of a pixel.'],
    operands: [reading('input', input), ...end.operands],
    shape: { ...fields, pixels: u32(pixels), ...placeFields('input', input), ...end.shape },
    body: `${end.functions}\n${body}`,
    workgroups,
    invocations,
  };
}
