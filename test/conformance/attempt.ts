import type { NodeProto } from '../../src/onnx-schema/onnx-ml_pb.js';
import type { Group } from './arrangement.ts';
import { arrange } from './arrangement.ts';
import type { Batch, Input } from './inputs.ts';
import { laidOut, packed, packedShape, unpacked } from './inputs.ts';
import type { Weight } from './network-text.ts';
import { networkText } from './network-text.ts';
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

/** A network that says what an ONNX model says. */
export interface Written {
  readonly text: string;
  readonly weights: ReadonlyMap<string, Weight>;
  /** The kinds of ONNX's nodes that are in it. */
  readonly operators: ReadonlySet<string>;
  /** How many statements it has. */
  readonly statements: number;
  readonly inputs: readonly Input[];
  readonly result: Computed;
}

/** With the model's example as the network sees it. */
export interface Translation extends Omit<Written, 'inputs' | 'result'> {
  readonly input: Batch;
  readonly output: Batch;
}

/** Which inputs are fed to the network, all others being parameters, and where the axes of an array of the highest rank lie. */
export interface Layout {
  readonly fed: readonly string[];
  readonly places: readonly Group[];
}

/** Writes a model with its inputs' axes laid out in one way; what it gives is not needed. Throws a refusal. */
export function write({ network, model, example }: Exercise, { fed, places }: Layout): Written {
  const { graph, opset } = model;
  const inputs = fed.map((name) => {
    const tensor = example.inputs.get(name) ?? refuse('type', `${name} is no array of numbers`);
    // Arrays of fewer axes are broadcast from the last axis on.
    const own = places.slice(places.length - tensor.shape.length);
    return { name, tensor, arrangement: arrange(tensor.shape, own) };
  });
  const [, channels, height, width] = packedShape(inputs);
  const text = networkText([channels, height, width]);
  const values = new Map<string, Value>(constantsOf(model, example));
  for (const [name, value] of unpacked(text, inputs, channels)) values.set(name, value);
  const asked = graph.output[0]!.name;
  const needed = nodesFor(asked, graph.node);
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
  const kinds = new Set(needed.map(({ opType }) => opType));
  const result = values.get(asked);
  if (result?.kind !== 'computed' || text.operators() === 0) return refuse('nothing', [...kinds].join(', '));
  return {
    text: text.finish(network, result.label),
    weights: text.weights,
    operators: kinds,
    statements: text.operators(),
    inputs,
    result,
  };
}

/** The same with the example. */
export function attempt(exercise: Exercise, layout: Layout): Translation {
  const { inputs, result, ...written } = write(exercise, layout);
  const { name } = exercise.model.graph.output[0]!;
  const expected = exercise.example.outputs.get(name) ?? refuse('type', `${name} is no array of numbers`);
  if (expected.shape.join() !== result.shape.join())
    refuse('contradiction', `${result.shape.join('×')}, not ${expected.shape.join('×')}`);
  return { ...written, input: packed(inputs), output: laidOut(expected, result.arrangement) };
}

function* constantsOf(
  { graph }: OnnxModel,
  { inputs }: Example,
): Generator<readonly [name: string, value: Value]> {
  for (const [name, tensor] of inputs) if (tensor) yield [name, { kind: 'constant', tensor }];
  for (const each of graph.initializer) {
    const tensor = readTensor(each);
    if (tensor) yield [each.name, { kind: 'constant', tensor }];
  }
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
