import { float, ints } from '../attributes.ts';
import type { NodeWriter, Value } from '../node-writer.ts';
import { type Lowering, mapOf } from './lowering.ts';

/** ONNX counts the momentum the other way round: as the weight of what was there before. */
export const batchnorm: Lowering<'batchnorm'> = (
  { attributes: { eps, momentum } },
  { inputs: [input], tensors },
  write,
) =>
  write.main('BatchNormalization', [input, ...tensors], input!.extents, {
    epsilon: float(eps),
    momentum: float(1 - momentum),
  });

/** Over the channels of each position. ONNX has LayerNormalization from opset 17 on, and there only over the last axes. */
export const layernorm: Lowering<'layernorm'> = (
  { attributes: { eps }, output },
  { inputs: [input], tensors },
  write,
) => {
  const map = write.map(input!);
  const whole = mapOf(output);
  const single = mapOf([1, output[1], output[2]]);
  const overChannels = { axes: ints(1) };
  const mean = write.step('mean', 'ReduceMean', [map], single, overChannels);
  const centred = write.step('centred', 'Sub', [map, mean], whole);
  const square = write.step('square', 'Mul', [centred, centred], whole);
  const variance = write.step('variance', 'ReduceMean', [square], single, overChannels);
  const sum = write.step('sum', 'Add', [variance, write.floats('epsilon', [eps])], single);
  const deviation = write.step('deviation', 'Sqrt', [sum], single);
  const normalised = write.step('normalised', 'Div', [centred, deviation], whole);
  return scaleAndShift(write, normalised, tensors);
};

/** Each group as one channel of InstanceNormalization. GroupNormalization means this from opset 21 on. */
export const groupnorm: Lowering<'groupnorm'> = (
  { attributes: { groups, eps }, output },
  { inputs: [input], tensors },
  write,
) => {
  const [channels, height, width] = output;
  const size = (channels / groups) * height * width;
  const inGroups = write.step(
    'groups',
    'Reshape',
    [write.map(input!), write.integers('grouped', [0, groups, size])],
    ['batch', groups, size],
  );
  const ones = write.floats('ones', new Array(groups).fill(1), [groups]);
  const zeros = write.floats('zeros', new Array(groups).fill(0), [groups]);
  const normalised = write.step(
    'normalised',
    'InstanceNormalization',
    [inGroups, ones, zeros],
    inGroups.extents,
    { epsilon: float(eps) },
  );
  const shape = write.integers('shape', [0, channels, height, width]);
  return scaleAndShift(write, write.step('map', 'Reshape', [normalised, shape], mapOf(output)), tensors);
};

function scaleAndShift(write: NodeWriter, map: Value, [weight, bias]: readonly Value[]): Value {
  const axes = write.integers('spatial', [1, 2]);
  const perChannel = (name: string, vector: Value): Value =>
    write.step(name, 'Unsqueeze', [vector, axes], [...vector.extents, 1, 1]);
  const scaled = write.step('scaled', 'Mul', [map, perChannel('weight', weight!)], map.extents);
  return write.main('Add', [scaled, perChannel('bias', bias!)], map.extents);
}

/** The factors are C×1×1 already. */
export const layerScale: Lowering<'layer_scale'> = (
  { output },
  { inputs: [input], tensors: [factors] },
  write,
) => write.main('Mul', [write.map(input!), factors], mapOf(output));
