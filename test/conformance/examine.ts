import { TensorProto_DataType as DataType } from '../../src/onnx-schema/onnx-ml_pb.js';
import type { Exercise } from './attempt.ts';
import type { OnnxModel } from './onnx-model.ts';
import { givenInputs } from './onnx-model.ts';
import { elementsOf } from './onnx-tensor.ts';
import { operators } from './operators/index.ts';
import { refuse } from './refusal.ts';

/** Of float32; below the smaller one digits are lost. */
const largestFloat = 2 ** 128;
const smallestFloat = 2 ** -126;

/** What can be told before anything is written. Throws a refusal, else gives the inputs that a network can be fed. */
export function examine({ model, example }: Exercise): readonly string[] {
  const { node, output } = model.graph;
  const foreign = node.filter(({ opType, domain }) => domain !== '' || !operators.has(opType));
  if (foreign.length > 0) refuse('operator', [...new Set(foreign.map(({ opType }) => opType))].join(', '));
  const given = givenInputs(model);
  for (const { name, type } of [...given, output[0]!]) {
    if (type?.value.case !== 'tensorType') refuse('kind', `${name} is no tensor`);
  }
  const firsts = new Set(node.map((each) => each.output[0]));
  // What a node gives beside its first output is optional in ONNX: a mask, statistics, indices.
  const results = output.filter(({ name }) => firsts.has(name));
  if (results.length > 1) refuse('outputs', `${results.length} outputs`);
  const fed = fedInputs(model).filter((name) => given.some((each) => each.name === name));
  for (const { name, type } of [...given.filter((each) => fed.includes(each.name)), output[0]!]) {
    const kind = type?.value.case === 'tensorType' ? type.value.value.elemType : DataType.UNDEFINED;
    if (kind !== DataType.FLOAT && kind !== DataType.DOUBLE) refuse('type', DataType[kind]!.toLowerCase());
    const tensor = example.inputs.get(name) ?? example.outputs.get(name);
    if (tensor === undefined) continue;
    if (elementsOf(tensor.shape) === 0) refuse('empty', 'an array without elements');
    const largest = tensor.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (largest > largestFloat || (largest > 0 && largest < smallestFloat))
      refuse('range', `numbers up to ${largest.toExponential(0)}, which look like memory that nobody wrote`);
  }
  if (fed.length === 0) refuse('nothing', 'the model has no input');
  return fed;
}

/** The names that some node takes where the language takes a value of the network. */
function fedInputs({ graph }: OnnxModel): readonly string[] {
  const names = graph.node.flatMap(({ opType, input }) => {
    const { values } = operators.get(opType)!;
    return input.filter((_, slot) => values === 'all' || values.includes(slot));
  });
  return [...new Set(names)];
}
