import type { Attribute } from './attributes.ts';
import { floats, int, integers } from './attributes.ts';

/** `batch` is the one extent that the model leaves open. */
export type Extent = number | 'batch';

/** A value of the model: its input, what a node gives, a constant or an initialiser. float32 unless it is a constant that says where or how much. */
export interface Value {
  readonly name: string;
  readonly extents: readonly Extent[];
}

/** A node as ONNX has it. An undefined input is an optional one that is left out. */
export interface OnnxNode {
  readonly name: string;
  readonly type: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly output: Value;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** How an operator of the network becomes nodes. What it adds is named by the operator's path. */
export interface NodeWriter {
  /** The node that is the operator; its value is the operator's. */
  main(type: string, inputs: Inputs, extents: readonly Extent[], attributes?: Attributes): Value;
  /** A node on the way there: `layer1.0.conv1/pad`. */
  step(
    name: string,
    type: string,
    inputs: Inputs,
    extents: readonly Extent[],
    attributes?: Attributes,
  ): Value;
  /** Whole numbers that an operator reads as a tensor. */
  integers(name: string, values: readonly number[]): Value;
  floats(name: string, values: readonly number[], shape?: readonly number[]): Value;
  /** The value as [batch, channels, height, width], also where it is a vector. */
  map(value: Value): Value;
  /** The value as [batch, features], channels first. */
  vector(value: Value): Value;
}

type Inputs = readonly (Value | undefined)[];
type Attributes = Readonly<Record<string, Attribute>>;

/** Collects the nodes of one operator. */
export function nodeWriter(path: string, nodes: OnnxNode[]): NodeWriter {
  const taken = new Map<string, number>();
  const nameOf = (name: string): string => {
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return `${path}/${name}${times === 1 ? '' : times}`;
  };
  const push = (
    name: string,
    type: string,
    inputs: Inputs,
    extents: readonly Extent[],
    attributes: Attributes = {},
  ): Value => {
    const output = { name: `${name}/output`, extents };
    nodes.push({ name, type, inputs, output, attributes });
    return output;
  };
  const writer: NodeWriter = {
    main: (type, inputs, extents, attributes) => push(path, type, inputs, extents, attributes),
    step: (name, type, inputs, extents, attributes) => push(nameOf(name), type, inputs, extents, attributes),
    integers: (name, values) =>
      writer.step(name, 'Constant', [], [values.length], { value: integers(values) }),
    floats: (name, values, shape = []) =>
      writer.step(name, 'Constant', [], shape, { value: floats(values, shape) }),
    map: (value) => {
      if (value.extents.length === 4) return value;
      const axes = writer.integers('spatial', [2, 3]);
      return writer.step('unsqueeze', 'Unsqueeze', [value, axes], [...value.extents, 1, 1]);
    },
    vector: (value) => {
      if (value.extents.length === 2) return value;
      return writer.step('flatten', 'Flatten', [value], flattened(value), { axis: int(1) });
    },
  };
  return writer;
}

/** [batch, features] */
export function flattened({ extents: [, ...rest] }: Value): readonly Extent[] {
  return ['batch', (rest as readonly number[]).reduce((product, extent) => product * extent, 1)];
}
