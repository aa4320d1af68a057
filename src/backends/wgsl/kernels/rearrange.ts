import { templates } from '../../../generated/templates.ts';
import type { Dispatch, Field } from '../dispatch.ts';
import type { Computation, Layer } from '../layer.ts';
import {
  inputFields,
  type KernelContext,
  load,
  placeFields,
  reading,
  save,
  u32,
  viewOf,
  writing,
} from './context.ts';
import { perPixel } from './per-pixel.ts';
import { invocationsOf, perQuad } from './per-quad.ts';

type Moving = Extract<Computation, { kind: 'resize' | 'flatten' | 'shuffle' | 'place' }>;

interface Rule {
  readonly name: string;
  readonly says: string;
  /** Where output (row, column, channel) comes from. */
  readonly lines: readonly string[];
  readonly shape: Readonly<Record<string, Field>>;
}

/** Operators that only move values. */
export function rearrange(context: KernelContext, layer: Layer & { readonly computation: Moving }): Dispatch {
  const { computation } = layer;
  const bilinear = computation.kind === 'resize' && computation.method === 'bilinear';
  const rule = ruleOf(computation, context.graph.shapes.get(layer.input)![0]);
  return perPixel(context, layer, {
    name: bilinear ? 'resize_bilinear' : rule.name,
    formula: `input, ${rule.says}`,
    template: bilinear ? 'resize-bilinear' : 'rearrange',
    view: ({ stored }) => ({ readAt: load('input', 'at', stored), says: rule.says, lines: rule.lines }),
    shape: (input, { shape: [, height, width] }) => ({
      ...inputFields(input),
      out_width: u32(width),
      out_area: u32(height * width),
      ...rule.shape,
    }),
  });
}

function ruleOf(computation: Moving, inputChannels: number): Rule {
  switch (computation.kind) {
    case 'resize':
      return {
        name: 'resize_nearest',
        says: computation.method === 'nearest' ? 'each pixel repeated' : 'interpolated between pixels',
        lines: [
          'let from_row = row / shape.scale_y;',
          'let from_column = column / shape.scale_x;',
          'let from_channel = channel;',
        ],
        shape: { scale_y: u32(computation.scale[0]), scale_x: u32(computation.scale[1]) },
      };
    case 'flatten':
      return {
        name: 'flatten',
        says: 'channels, rows and columns one after the other',
        lines: [
          'let area = shape.height * shape.width;',
          'let from_channel = channel / area;',
          'let from_row = channel % area / shape.width;',
          'let from_column = channel % shape.width;',
        ],
        shape: {},
      };
    case 'shuffle':
      return {
        name: 'channel_shuffle',
        says: 'its groups’ channels interleaved',
        lines: [
          'let from_row = row;',
          'let from_column = column;',
          'let from_channel = channel % shape.groups * (shape.channels / shape.groups) + channel / shape.groups;',
        ],
        shape: { groups: u32(computation.groups) },
      };
    case 'place':
      return {
        name: 'zero_pad',
        says: 'zeros around it',
        lines: [
          'let from_row = row - shape.top; // wraps around before the first, and so is outside',
          'let from_column = column - shape.left;',
          'let from_channel = channel - shape.front;',
          'if (from_row >= shape.height || from_column >= shape.width || from_channel >= shape.input_channels) {',
          '  return 0;',
          '}',
        ],
        shape: {
          top: u32(computation.top),
          left: u32(computation.left),
          front: u32(computation.channel),
          input_channels: u32(inputChannels),
        },
      };
  }
}

/** Copies a value into a concatenation, from any channel on. */
export function append(
  context: KernelContext,
  layer: Layer & { readonly computation: { readonly channel: number } },
): Dispatch {
  const { channel } = layer.computation;
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const invocations = invocationsOf(context);
  const pixels = context.batch * output.shape[1] * output.shape[2];
  const quads = Math.ceil((channel + input.shape[0]) / 4) - Math.floor(channel / 4);
  const { fields, workgroups } = perQuad(invocations, quads, pixels);
  const body = templates['wgsl/kernels/append']!({
    invocations: String(invocations),
    readAt: load('input', 'at', input.stored),
    readOutput: load('output', 'target_quad', output.stored),
    save: save('output', 'target_quad', 'result', output.stored),
  });
  return {
    layers: layer.paths,
    name: 'append',
    comment: [`channels from ${channel} on are those of ${context.graph.paths.get(layer.input)}`],
    operands: [reading('input', input), writing('output', output)],
    shape: {
      ...fields,
      first: u32(channel),
      channels: u32(input.shape[0]),
      pixels: u32(pixels),
      ...placeFields('input', input),
      ...placeFields('output', output),
    },
    body,
    workgroups,
    invocations,
  };
}
