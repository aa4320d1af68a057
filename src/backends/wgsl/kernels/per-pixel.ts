import { templates } from '../../../generated/templates.ts';
import type { Dispatch, Field, Operand } from '../dispatch.ts';
import type { Layer } from '../layer.ts';
import { type KernelContext, placeFields, reading, u32, type View, viewOf } from './context.ts';
import { ending } from './epilogue.ts';
import { invocationsOf, perQuad } from './per-quad.ts';

/** A kernel whose invocations compute 4 channels of a pixel of the output each, or all channels of one. */
export interface PixelKernel {
  readonly name: string;
  readonly formula: string;
  readonly allChannels?: true;
  /** A file of templates/wgsl/kernels; it calls `store(value, pixel, quad)`. */
  readonly template: string;
  readonly view: (input: View) => Readonly<Record<string, unknown>>;
  /** Beside the input and what the epilogue reads. */
  readonly operands?: readonly Operand[];
  readonly shape?: (input: View, output: View) => Readonly<Record<string, Field>>;
}

export function perPixel(context: KernelContext, layer: Layer, kernel: PixelKernel): Dispatch {
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const invocations = invocationsOf(context);
  const pixels = context.batch * output.shape[1] * output.shape[2];
  const { fields, workgroups } = perQuad(invocations, kernel.allChannels ? 1 : output.quads, pixels);
  const end = ending(context, output, layer.epilogue);
  const body = templates[`wgsl/kernels/${kernel.template}`]!({
    invocations: String(invocations),
    ...kernel.view(input),
  });
  return {
    layers: layer.paths,
    name: kernel.name,
    comment: [
      end.formula(kernel.formula),
      kernel.allChannels
        ? 'An invocation computes all channels of a pixel.'
        : 'An invocation computes 4 channels of a pixel.',
    ],
    operands: [reading('input', input), ...(kernel.operands ?? []), ...end.operands],
    shape: {
      ...fields,
      quads: u32(output.quads),
      channels: u32(output.shape[0]),
      pixels: u32(pixels),
      ...placeFields('input', input),
      ...kernel.shape?.(input, output),
      ...end.shape,
    },
    body: `${end.functions}\n${body}`,
    workgroups,
    invocations,
  };
}
