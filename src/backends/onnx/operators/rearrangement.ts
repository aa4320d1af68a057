import type { Pads, Pair } from '../../../ir/shape.ts';
import { int, ints, string } from '../attributes.ts';
import { flattened, type NodeWriter, type Value } from '../node-writer.ts';
import { type Lowering, mapOf } from './lowering.ts';

/**
 * The zeros of a Pad node. ONNX Runtime’s PadFusion moves a Pad whose constant is 0 to the last bit into the pool behind it, whose padding
 * is −∞ or does not count. This zero has a bit set, and stays.
 */
export const zero = -0;

interface Padding {
  readonly pad: Pads;
  readonly channels?: Pair;
  readonly constant: number;
}

/** A Pad node, as a step before another. */
export function padded(write: NodeWriter, map: Value, padding: Padding): Value {
  const { operands, extents } = padOf(write, map, padding);
  return write.step('pad', 'Pad', operands, extents, { mode: string('constant') });
}

function padOf(write: NodeWriter, map: Value, { pad, channels: [front, back] = [0, 0], constant }: Padding) {
  const [top, bottom, left, right] = pad;
  const [batch, channels, height, width] = map.extents as ['batch', number, number, number];
  const pads = write.integers('pads', [0, front, top, left, 0, back, bottom, right]);
  return {
    operands: [map, pads, write.floats('padding', [constant])],
    extents: [batch, channels + front + back, height + top + bottom, width + left + right] as const,
  };
}

export const zeroPad: Lowering<'zero_pad'> = ({ attributes }, { inputs: [input] }, write) => {
  const { operands, extents } = padOf(write, write.map(input!), { ...attributes, constant: zero });
  return write.main('Pad', operands, extents, { mode: string('constant') });
};

export const flatten: Lowering<'flatten'> = (_, { inputs: [input] }, write) =>
  write.main('Flatten', [input], flattened(input!), { axis: int(1) });

/** Channel g · n + i, the i-th of the n channels of group g, becomes channel i · groups + g. */
export const channelShuffle: Lowering<'channel_shuffle'> = (
  { attributes: { groups }, output },
  { inputs: [input] },
  write,
) => {
  const [channels, height, width] = output;
  const each = channels / groups;
  // To Reshape, 0 is the extent that the input has.
  const split = write.step(
    'split',
    'Reshape',
    [write.map(input!), write.integers('groups', [0, groups, each, height, width])],
    ['batch', groups, each, height, width],
  );
  const order = { perm: ints(0, 2, 1, 3, 4) };
  const swapped = write.step('swap', 'Transpose', [split], ['batch', each, groups, height, width], order);
  const shape = write.integers('shape', [0, channels, height, width]);
  return write.main('Reshape', [swapped, shape], mapOf(output));
};

/** Nearest takes input ⌊output / scale⌋; bilinear has pixels' centres at half numbers and goes on at the edges as it ends. */
const methods = {
  nearest: {
    coordinate_transformation_mode: string('asymmetric'),
    mode: string('nearest'),
    nearest_mode: string('floor'),
  },
  bilinear: { coordinate_transformation_mode: string('half_pixel'), mode: string('linear') },
} as const;

export const upsample: Lowering<'upsample'> = ({ attributes, output }, { inputs: [input] }, write) => {
  const { scale, method } = attributes;
  const scales = write.floats('scales', [1, 1, ...scale], [4]);
  return write.main('Resize', [write.map(input!), undefined, scales], mapOf(output), methods[method]);
};
