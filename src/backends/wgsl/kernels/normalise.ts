import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Layer, Normalisation } from '../layer.ts';
import { packVector } from '../pack.ts';
import { type KernelContext, load, parameter, placeFields, reading, u32, viewOf } from './context.ts';
import { ending } from './epilogue.ts';
import { invocationsOf, perQuad } from './per-quad.ts';

type NormalisationLayer = Layer & { readonly computation: Normalisation };

/** Layer normalisation over the channels of each position. */
export function normaliseChannels(context: KernelContext, layer: NormalisationLayer): Dispatch {
  const { scale, shift, eps } = layer.computation;
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const invocations = invocationsOf(context);
  const pixels = context.batch * output.shape[1] * output.shape[2];
  const { fields, workgroups } = perQuad(invocations, 1, pixels);
  const end = ending(context, output, layer.epilogue);
  const body = templates['wgsl/kernels/normalise-channels']!({
    invocations: String(invocations),
    read: load('input', 'start + quad', input.stored),
    scale: load('scale', 'quad', context.dtype),
    shift: load('shift', 'quad', context.dtype),
  });
  return {
    layers: layer.paths,
    name: 'layernorm',
    comment: [
      end.formula('(input − mean) / √(variance + eps) · scale + shift'),
      'Mean and variance are over the channels of a pixel; an invocation does one pixel.',
    ],
    operands: [
      reading('input', input),
      parameter('scale', packVector(scale)),
      parameter('shift', packVector(shift)),
      ...end.operands,
    ],
    shape: {
      ...fields,
      quads: u32(output.quads),
      channels: u32(output.shape[0]),
      pixels: u32(pixels),
      eps: { f32: eps },
      ...placeFields('input', input),
      ...end.shape,
    },
    body: `${end.functions}\n${body}`,
    workgroups,
    invocations,
  };
}

/** Group normalisation: a dispatch for each group's mean and deviation, and one that applies them. */
export function normaliseGroups(context: KernelContext, layer: NormalisationLayer): readonly Dispatch[] {
  const { scale, shift, eps, groups } = layer.computation;
  const input = viewOf(context, layer.input);
  const output = viewOf(context, layer.output);
  const [channels, height, width] = output.shape;
  const invocations = invocationsOf(context);
  const pixels = context.batch * height * width;
  const scratch = { id: `${layer.paths[0]} statistics`, bytes: 16 * groups * context.batch };
  const common = {
    groups: u32(groups),
    group_channels: u32(channels / groups),
    area: u32(height * width),
    ...placeFields('input', input),
  };
  const { fields, workgroups } = perQuad(invocations, output.quads, pixels);
  const end = ending(context, output, layer.epilogue);
  const applied = templates['wgsl/kernels/normalise-groups-apply']!({
    invocations: String(invocations),
    read: load('input', 'pixel * shape.input_stride + shape.input_offset + quad', input.stored),
    scale: load('scale', 'quad', context.dtype),
    shift: load('shift', 'quad', context.dtype),
  });
  return [
    {
      layers: layer.paths,
      name: 'groupnorm_statistics',
      comment: [
        'mean and 1 / √(variance + eps) of each group of channels',
        'Workgroup (x, y): group x of image y.',
      ],
      operands: [reading('input', input), { name: 'statistics', kind: 'write-scratch', scratch }],
      shape: { ...common, eps: { f32: eps } },
      body: templates['wgsl/kernels/normalise-groups']!({
        invocations: String(invocations),
        readAt: load('input', 'at', input.stored),
      }),
      workgroups: [groups, context.batch, 1],
      workgroupBytes: 4 * invocations,
      invocations,
    },
    {
      layers: layer.paths,
      name: 'groupnorm',
      comment: [
        end.formula('(input − mean) / √(variance + eps) · scale + shift'),
        'An invocation computes 4 channels of a pixel.',
      ],
      operands: [
        reading('input', input),
        { name: 'statistics', kind: 'read-scratch', scratch },
        parameter('scale', packVector(scale)),
        parameter('shift', packVector(shift)),
        ...end.operands,
      ],
      shape: { ...common, ...fields, pixels: u32(pixels), ...end.shape },
      body: `${end.functions}\n${applied}`,
      workgroups,
      invocations,
    },
  ];
}
