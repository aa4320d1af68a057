import type { Arrangement } from './arrangement.ts';
import { arranged, extentsOf } from './arrangement.ts';
import type { NetworkText } from './network-text.ts';
import { inputLabel } from './network-text.ts';
import type { OnnxTensor } from './onnx-tensor.ts';
import { refuse } from './refusal.ts';
import type { Computed } from './step.ts';

/** N×C×H×W. */
export interface Batch {
  readonly shape: readonly [number, number, number, number];
  readonly data: Float64Array;
}

/** An input of a model and how it lies in that of the network. */
export interface Input {
  readonly name: string;
  readonly tensor: OnnxTensor;
  readonly arrangement: Arrangement;
}

export const laidOut = ({ shape, data }: OnnxTensor, arrangement: Arrangement): Batch => ({
  shape: extentsOf(shape, arrangement),
  data: arranged(data, shape, arrangement),
});

/** A network has one input: several lie behind one another along C. */
export function packedShape(inputs: readonly Input[]): Batch['shape'] {
  const shapes = inputs.map(({ tensor, arrangement }) => extentsOf(tensor.shape, arrangement));
  const [count, , height, width] = shapes[0]!;
  if (shapes.some((shape) => shape[0] !== count || shape[2] !== height || shape[3] !== width))
    refuse('arrangement', 'several inputs of different heights, widths or batches');
  return [count, shapes.reduce((total, shape) => total + shape[1], 0), height, width];
}

/** The inputs' numbers in that order. */
export function packed(inputs: readonly Input[]): Batch {
  const shape = packedShape(inputs);
  const [count, channels, height, width] = shape;
  const data = new Float64Array(count * channels * height * width);
  let channel = 0;
  for (const { tensor, arrangement } of inputs) {
    const batch = laidOut(tensor, arrangement);
    const size = batch.shape[1] * height * width;
    for (let at = 0; at < count; at++)
      data.set(batch.data.subarray(at * size, (at + 1) * size), (at * channels + channel) * height * width);
    channel += batch.shape[1];
  }
  return { shape, data };
}

/** The values that the inputs are in the network: of several, each is fetched by a convolution whose weights are 0 and 1. */
export function unpacked(
  text: NetworkText,
  inputs: readonly Input[],
  channels: number,
): readonly (readonly [name: string, value: Computed])[] {
  let from = 0;
  return inputs.map(({ name, tensor, arrangement }) => {
    const count = extentsOf(tensor.shape, arrangement)[1];
    const label = inputs.length === 1 ? inputLabel : pick(text, { from, count, channels });
    from += count;
    return [name, { kind: 'computed', label, shape: tensor.shape, arrangement }];
  });
}

interface Pick {
  readonly from: number;
  readonly count: number;
  readonly channels: number;
}

function pick(text: NetworkText, { from, count, channels }: Pick): string {
  const data = new Float64Array(count * channels);
  for (let channel = 0; channel < count; channel++) data[channel * channels + from + channel] = 1;
  return text.write(`conv 1x1, ${count}`, inputLabel, { weight: { shape: [count, channels, 1, 1], data } });
}
