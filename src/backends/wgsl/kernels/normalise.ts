import { templates } from '../../../generated/templates.ts';
import type { Dispatch } from '../dispatch.ts';
import type { Layer, Normalisation } from '../layer.ts';
import { packVector } from '../pack.ts';
import { type KernelContext, load, parameter, placeFields, reading, u32, viewOf } from './context.ts';
import { perPixel } from './per-pixel.ts';
import { invocationsOf } from './per-quad.ts';

type NormalisationLayer = Layer & { readonly computation: Normalisation };

const formula = '(input − mean) / √(variance + eps) · scale + shift';

/** Layer normalisation over the channels of each position. */
export function normaliseChannels(context: KernelContext, layer: NormalisationLayer): Dispatch {
  const { scale, shift, eps } = layer.computation;
  return perPixel(context, layer, {
    name: 'layernorm',
    formula,
    allChannels: true,
    template: 'normalise-channels',
    view: ({ stored }) => ({
      read: load('input', 'start + quad', stored),
      scale: load('scale', 'quad', context.dtype),
      shift: load('shift', 'quad', context.dtype),
    }),
    operands: [parameter('scale', packVector(scale)), parameter('shift', packVector(shift))],
    shape: () => ({ eps: { f32: eps } }),
  });
}

/** Group normalisation: a dispatch for each group's mean and deviation, and one that applies them. */
export function normaliseGroups(context: KernelContext, layer: NormalisationLayer): readonly Dispatch[] {
  const { scale, shift, eps, groups } = layer.computation;
  const input = viewOf(context, layer.input);
  const [channels, height, width] = input.shape;
  const invocations = invocationsOf(context);
  const scratch = { id: `${layer.paths[0]} statistics`, bytes: 16 * groups * context.batch };
  const common = {
    groups: u32(groups),
    group_channels: u32(channels / groups),
    area: u32(height * width),
  };
  const statistics: Dispatch = {
    layers: layer.paths,
    name: 'groupnorm_statistics',
    comment: [
      'mean and 1 / √(variance + eps) of each group of channels',
      'Workgroup (x, y): group x of image y.',
    ],
    operands: [reading('input', input), { name: 'statistics', kind: 'write-scratch', scratch }],
    shape: { ...common, ...placeFields('input', input), eps: { f32: eps } },
    body: templates['wgsl/kernels/normalise-groups']!({
      invocations: String(invocations),
      readAt: load('input', 'at', input.stored),
    }),
    workgroups: [groups, context.batch, 1],
    workgroupBytes: 4 * invocations,
    invocations,
  };
  const apply = perPixel(context, layer, {
    name: 'groupnorm',
    formula,
    template: 'normalise-groups-apply',
    view: ({ stored }) => ({
      read: load('input', 'pixel * shape.input_stride + shape.input_offset + quad', stored),
      scale: load('scale', 'quad', context.dtype),
      shift: load('shift', 'quad', context.dtype),
    }),
    operands: [
      { name: 'statistics', kind: 'read-scratch', scratch },
      parameter('scale', packVector(scale)),
      parameter('shift', packVector(shift)),
    ],
    shape: () => common,
  });
  return [statistics, apply];
}
