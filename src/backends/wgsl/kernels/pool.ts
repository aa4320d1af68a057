import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Layer, Pool } from '../layer.ts';
import { type KernelContext, load, placeFields, reading, u32, viewOf } from './context.ts';
import { ending } from './epilogue.ts';
import { perPixel } from './per-pixel.ts';
import { invocationsOf } from './per-quad.ts';
import { windowFields } from './window-fields.ts';

const lowest = 'vec4f(-0x1.fffffep+127f)';

/** The largest or the mean value of each window. */
export function pool(context: KernelContext, layer: Layer & { readonly computation: Pool }): Dispatch {
  const { computation } = layer;
  const { method, excludePad } = computation;
  const average = excludePad ? 'result / count' : 'result / f32(shape.taps)';
  return perPixel(context, layer, {
    name: `${method}pool`,
    formula: `${method} over ky, kx of input`,
    template: 'pool',
    view: ({ stored }) => {
      const read = load('input', 'at', stored);
      return {
        start: method === 'max' ? lowest : 'vec4f()',
        combine: method === 'max' ? `max(result, ${read})` : `result + ${read}`,
        counts: method === 'average' && excludePad,
        finish: method === 'max' ? 'result' : average,
      };
    },
    shape: (input, output) => windowFields(computation, input, output, context.batch),
  });
}

/** The largest or the mean value of each channel. */
export function globalPool(
  context: KernelContext,
  layer: Layer & { readonly computation: { readonly method: 'max' | 'average' } },
): Dispatch {
  const { method } = layer.computation;
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const end = ending(context, output, layer.epilogue);
  const read = load('input', 'at', input.stored);
  const shared = {
    start: method === 'max' ? lowest : 'vec4f()',
    combine: method === 'max' ? `max(result, ${read})` : `result + ${read}`,
    merge: method === 'max' ? 'max(result, other)' : 'result + other',
    finish: method === 'max' ? 'result' : 'result / f32(shape.area)',
  };
  const staged = context.family.kind === 'tiles';
  const invocations = staged ? 64 : invocationsOf(context);
  const quadsPerWorkgroup = 16;
  const body = staged
    ? templates['wgsl/kernels/global-pool']!({
        ...shared,
        invocations: String(invocations),
        quads: String(quadsPerWorkgroup),
        rows: String(invocations / quadsPerWorkgroup),
      })
    : templates['wgsl/kernels/global-pool-lanes']!({ ...shared, invocations: String(invocations) });
  return {
    layers: layer.paths,
    name: `global_${method}pool`,
    comment: [
      end.formula(`${method} over all positions of the input`),
      staged
        ? `A workgroup pools ${4 * quadsPerWorkgroup} channels of an image; ${invocations / quadsPerWorkgroup} invocations share the positions of 4 channels.`
        : 'An invocation pools 4 channels of an image.',
    ],
    operands: [reading('input', input), ...end.operands],
    shape: {
      quads: u32(output.quads),
      area: u32(input.shape[1] * input.shape[2]),
      images: u32(context.batch),
      ...placeFields('input', input),
      ...end.shape,
    },
    body: `${end.functions}\n${body}`,
    workgroups: staged
      ? [Math.ceil(output.quads / quadsPerWorkgroup), context.batch, 1]
      : [Math.ceil((output.quads * context.batch) / invocations), 1, 1],
    invocations,
    ...(staged ? { workgroupBytes: invocations * 16 } : {}),
  };
}
