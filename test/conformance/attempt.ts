import type { NodeProto } from '../../src/onnx-schema/onnx-ml_pb.js';
import type { Arrangement, Group } from './arrangement.ts';
import { arrange, arranged, extentsOf } from './arrangement.ts';
import type { NetworkText, Weight } from './network-text.ts';
import { inputLabel, networkText } from './network-text.ts';
import type { OnnxModel } from './onnx-model.ts';
import { attributesOf } from './onnx-model.ts';
import type { OnnxTensor } from './onnx-tensor.ts';
import { readTensor } from './onnx-tensor.ts';
import { operators } from './operators/index.ts';
import { refuse } from './refusal.ts';
import type { Computed, Value } from './step.ts';

/** What a model is given and what it must give, by the names of its graph; undefined where it is no array of numbers. */
export interface Example {
  readonly inputs: ReadonlyMap<string, OnnxTensor | undefined>;
  readonly outputs: ReadonlyMap<string, OnnxTensor | undefined>;
}

/** A model to be written as the network of this name. */
export interface Exercise {
  readonly network: string;
  readonly model: OnnxModel;
  readonly example: Example;
}

/** N×C×H×W. */
export interface Batch {
  readonly shape: readonly [number, number, number, number];
  readonly data: Float64Array;
}

/** A network that says what an ONNX model says, and the model's example as the network sees it. */
export interface Translation {
  readonly text: string;
  readonly weights: ReadonlyMap<string, Weight>;
  readonly input: Batch;
  readonly output: Batch;
  /** The kinds of ONNX's nodes that are in it. */
  readonly operators: ReadonlySet<string>;
  /** How many statements it has. */
  readonly statements: number;
}

/** Which inputs are fed to the network, all others being parameters, and where the axes of an array of the highest rank lie. */
export interface Layout {
  readonly fed: readonly string[];
  readonly places: readonly Group[];
}

/** Writes a model with the inputs' axes laid out in one way. Throws a refusal. */
export function attempt({ network, model, example }: Exercise, { fed, places }: Layout): Translation {
  const { graph, opset } = model;
  const inputs = fed.map((name) => {
    const tensor = example.inputs.get(name) ?? refuse('type', `${name} is no array of numbers`);
    // Arrays of fewer axes are broadcast from the last axis on.
    const own = places.slice(places.length - tensor.shape.length);
    return { name, tensor, arrangement: arrange(tensor.shape, own) };
  });
  const shape = packedShape(inputs);
  const [, channels, height, width] = shape;
  const text = networkText([channels, height, width]);
  const values = new Map<string, Value>();
  for (const [name, tensor] of example.inputs) if (tensor) values.set(name, { kind: 'constant', tensor });
  for (const each of graph.initializer) {
    const tensor = readTensor(each);
    if (tensor) values.set(each.name, { kind: 'constant', tensor });
  }
  unpack(text, inputs, channels, values);
  const result = graph.output[0]!.name;
  const needed = nodesFor(result, graph.node);
  for (const node of needed) {
    const value = operators.get(node.opType)!.translate({
      operator: node.opType,
      opset,
      attributes: attributesOf(node),
      inputs: node.input.map((name) =>
        name === '' ? undefined : (values.get(name) ?? refuse('type', `${name} is no array of numbers`)),
      ),
      outputs: node.output.filter((name) => name !== '').length,
      text,
    });
    values.set(node.output[0]!, value);
  }
  const value = values.get(result);
  if (value?.kind !== 'computed' || text.operators() === 0)
    return refuse('nothing', [...new Set(needed.map(({ opType }) => opType))].join(', '));
  const expected = example.outputs.get(result) ?? refuse('type', `${result} is no array of numbers`);
  if (expected.shape.join() !== value.shape.join())
    throw new Error(`${result} is ${expected.shape.join('×')}, translated as ${value.shape.join('×')}`);
  return {
    text: text.finish(network, value.label),
    weights: text.weights,
    input: packed(inputs, shape),
    output: laidOut(expected, value.arrangement),
    operators: new Set(needed.map(({ opType }) => opType)),
    statements: text.operators(),
  };
}

interface Input {
  readonly name: string;
  readonly tensor: OnnxTensor;
  readonly arrangement: Arrangement;
}

const laidOut = ({ shape, data }: OnnxTensor, arrangement: Arrangement): Batch => ({
  shape: extentsOf(shape, arrangement),
  data: arranged(data, shape, arrangement),
});

/** A network has one input: several lie behind one another along C. */
function packedShape(inputs: readonly Input[]): Batch['shape'] {
  const shapes = inputs.map(({ tensor, arrangement }) => extentsOf(tensor.shape, arrangement));
  const [count, , height, width] = shapes[0]!;
  if (shapes.some((shape) => shape[0] !== count || shape[2] !== height || shape[3] !== width))
    refuse('arrangement', 'several inputs of different heights, widths or batches');
  return [count, shapes.reduce((total, shape) => total + shape[1], 0), height, width];
}

function packed(inputs: readonly Input[], shape: Batch['shape']): Batch {
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

/** Each of several inputs is fetched by a convolution whose weights are 0 and 1. */
function unpack(
  text: NetworkText,
  inputs: readonly Input[],
  channels: number,
  values: Map<string, Value>,
): void {
  let from = 0;
  for (const { name, tensor, arrangement } of inputs) {
    const count = extentsOf(tensor.shape, arrangement)[1];
    const label = inputs.length === 1 ? inputLabel : pick(text, { from, count, channels });
    const value: Computed = { kind: 'computed', label, shape: tensor.shape, arrangement };
    values.set(name, value);
    from += count;
  }
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

/** The nodes that a result needs, in their order. */
function nodesFor(result: string, nodes: readonly NodeProto[]): readonly NodeProto[] {
  const wanted = new Set([result]);
  const needed = nodes.toReversed().filter(({ input, output }) => {
    if (!output.some((name) => wanted.has(name))) return false;
    for (const name of input) wanted.add(name);
    return true;
  });
  return needed.toReversed();
}
