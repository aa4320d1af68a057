import { create } from '@bufbuild/protobuf';
import type { GraphProto, NodeProto } from '../../src/onnx-schema/onnx-ml_pb.js';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  NodeProtoSchema,
} from '../../src/onnx-schema/onnx-ml_pb.js';
import { readTensor } from './onnx-tensor.ts';

/**
 * Puts together what PyTorch's exporter takes apart, because ONNX had no such operator yet: Gelu (of opset 20) and GroupNormalization
 * (of opset 18, a factor and an addend for each group). A node that stands for several has the output of the last.
 */
export function reassemble(graph: GraphProto): readonly NodeProto[] {
  const producers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const look: Look = {
    producer: (name) => producers.get(name ?? ''),
    consumer: (node) => {
      const [only, ...others] = graph.node.filter(({ input }) => input.includes(node?.output[0] ?? ' '));
      return others.length === 0 ? only : undefined;
    },
    constant: (name) => {
      const tensor = producers.get(name ?? '')?.attribute.find((each) => each.name === 'value')?.t;
      return tensor && Array.from(readTensor(tensor)?.data ?? []);
    },
  };
  const found = graph.node.flatMap((node) => geluAt(node, look) ?? groupNormalizationAt(node, look) ?? []);
  const last = new Map(found.map((each) => [each.of.at(-1), each.node]));
  const gone = new Set(found.flatMap(({ of }) => of.slice(0, -1)));
  return graph.node.filter((node) => !gone.has(node)).map((node) => last.get(node) ?? node);
}

interface Look {
  readonly producer: (name: string | undefined) => NodeProto | undefined;
  /** The only node that reads this one's first output. */
  readonly consumer: (node: NodeProto | undefined) => NodeProto | undefined;
  readonly constant: (name: string | undefined) => readonly number[] | undefined;
}

interface Found {
  readonly node: NodeProto;
  readonly of: readonly NodeProto[];
}

/** x · (1 + erf(x / √2)) · 1/2 */
function geluAt(erf: NodeProto, { producer, consumer, constant }: Look): Found | undefined {
  if (erf.opType !== 'Erf') return undefined;
  const divide = producer(erf.input[0]);
  const [add, times, half] = [erf, consumer(erf), consumer(consumer(erf))].map(consumer);
  if (divide?.opType !== 'Div' || add?.opType !== 'Add' || times?.opType !== 'Mul' || half?.opType !== 'Mul')
    return undefined;
  const [x, root] = divide.input;
  const is = (name: string | undefined, value: number): boolean =>
    constant(name)?.map(Math.fround).join() === `${Math.fround(value)}`;
  if (!is(root, Math.SQRT2) || !is(add.input[1], 1) || times.input[0] !== x || !is(half.input[1], 0.5))
    return undefined;
  const node = create(NodeProtoSchema, { opType: 'Gelu', input: [x!], output: half.output });
  return { node, of: [divide, erf, add, times, half] };
}

/** InstanceNormalization of N×groups×rest, between a Reshape and its opposite. */
function groupNormalizationAt(
  instance: NodeProto,
  { producer, consumer, constant }: Look,
): Found | undefined {
  if (instance.opType !== 'InstanceNormalization') return undefined;
  const [before, after] = [producer(instance.input[0]), consumer(instance)];
  if (before?.opType !== 'Reshape' || after?.opType !== 'Reshape') return undefined;
  const [x, shape] = before.input;
  const [batch, groups, rest, ...more] = constant(shape) ?? [];
  const back = producer(after.input[1]);
  const isOpposite = back?.opType === 'Shape' && back.input[0] === x;
  if (batch !== 0 || groups === undefined || rest !== -1 || more.length > 0 || !isOpposite) return undefined;
  const number = { name: 'num_groups', type: AttributeType.INT, i: BigInt(groups) };
  const node = create(NodeProtoSchema, {
    opType: 'GroupNormalization',
    input: [x!, ...instance.input.slice(1)],
    output: after.output,
    attribute: [...instance.attribute, create(AttributeProtoSchema, number)],
  });
  return { node, of: [before, instance, after] };
}
