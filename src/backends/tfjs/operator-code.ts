import { numberLiteral } from '../../emission/number-literal.ts';
import type { Node } from '../../ir/graph.ts';
import type { AttributesOf, OperatorKind } from '../../ir/operators.ts';
import type { SymbolicAttribute } from '../../ir/outline.ts';
import { constantCode } from './symbolic-code.ts';

/** An option of a runtime method: the attribute it comes from, and the value that need not be written. */
interface Option<A> {
  readonly name: string;
  readonly attribute: keyof A & string;
  readonly unwritten?: unknown;
  /** Where TensorFlow means something else by the number. */
  readonly convert?: (value: number) => number;
}

interface Method<A> {
  /** The method of `nn`; undefined leaves the operator out. */
  readonly name: string | ((attributes: A) => string);
  readonly options: readonly Option<A>[] | ((attributes: A) => readonly Option<A>[]);
  /** Whether the method takes the path of its tensors. */
  readonly owns: boolean;
}

const plain = <A>(name: string): Method<A> => ({ name, options: [], owns: false });
const one = [1, 1];
const none = [0, 0, 0, 0];

/** Keras and TensorFlow weigh the old statistic, rnc and PyTorch the new one: 0.1 becomes 0.9, not 0.89999…. */
export const complement = (momentum: number): number => Number((1 - momentum).toPrecision(12));

/** How each operator is written against `nn`: an operator that is missing here does not compile. */
export const methods: { readonly [K in OperatorKind]: Method<AttributesOf<K>> } = {
  input: plain('input'),
  conv: {
    name: 'conv',
    owns: true,
    options: [
      { name: 'kernel', attribute: 'kernel' },
      { name: 'filters', attribute: 'filters' },
      { name: 'stride', attribute: 'stride', unwritten: one },
      { name: 'pad', attribute: 'pad', unwritten: none },
      { name: 'dilation', attribute: 'dilation', unwritten: one },
      { name: 'groups', attribute: 'groups', unwritten: 1 },
      { name: 'bias', attribute: 'bias', unwritten: false },
      { name: 'init', attribute: 'init', unwritten: 'he_normal' },
    ],
  },
  linear: {
    name: 'linear',
    owns: true,
    options: [
      { name: 'units', attribute: 'units' },
      { name: 'bias', attribute: 'bias', unwritten: true },
      { name: 'pointwise', attribute: 'pointwise', unwritten: false },
      { name: 'init', attribute: 'init', unwritten: 'linear_uniform' },
    ],
  },
  batchnorm: {
    name: 'batchnorm',
    owns: true,
    options: [
      { name: 'epsilon', attribute: 'eps' },
      { name: 'momentum', attribute: 'momentum', convert: complement },
      { name: 'init', attribute: 'init', unwritten: 'ones' },
    ],
  },
  layernorm: { name: 'layernorm', owns: true, options: [{ name: 'epsilon', attribute: 'eps' }] },
  groupnorm: {
    name: 'groupnorm',
    owns: true,
    options: [
      { name: 'groups', attribute: 'groups' },
      { name: 'epsilon', attribute: 'eps' },
    ],
  },
  relu: plain('relu'),
  relu6: plain('relu6'),
  silu: plain('silu'),
  gelu: plain('gelu'),
  sigmoid: plain('sigmoid'),
  hardswish: plain('hardswish'),
  hardsigmoid: plain('hardsigmoid'),
  tanh: plain('tanh'),
  softmax: plain('softmax'),
  maxpool: {
    name: ({ global }) => (global ? 'globalMaxpool' : 'maxpool'),
    owns: false,
    options: ({ global }) => (global ? [] : poolOptions),
  },
  avgpool: {
    name: ({ global }) => (global ? 'globalAvgpool' : 'avgpool'),
    owns: false,
    options: ({ global }) =>
      global ? [] : [...poolOptions, { name: 'excludePad', attribute: 'exclude_pad', unwritten: false }],
  },
  flatten: plain('flatten'),
  dropout: { name: 'dropout', owns: false, options: [{ name: 'rate', attribute: 'rate' }] },
  drop_path: { name: 'dropPath', owns: false, options: [{ name: 'rate', attribute: 'rate' }] },
  zero_pad: {
    name: 'zeroPad',
    owns: false,
    options: [
      { name: 'pad', attribute: 'pad', unwritten: none },
      { name: 'channels', attribute: 'channels', unwritten: [0, 0] },
    ],
  },
  upsample: {
    name: 'upsample',
    owns: false,
    options: [
      { name: 'scale', attribute: 'scale' },
      { name: 'method', attribute: 'method' },
    ],
  },
  channel_shuffle: {
    name: 'channelShuffle',
    owns: false,
    options: [{ name: 'groups', attribute: 'groups' }],
  },
  layer_scale: { name: 'layerScale', owns: true, options: [{ name: 'value', attribute: 'value' }] },
  add: plain('add'),
  multiply: plain('multiply'),
  concat: plain('concat'),
};

const poolOptions = [
  { name: 'kernel', attribute: 'kernel' },
  { name: 'stride', attribute: 'stride' },
  { name: 'pad', attribute: 'pad', unwritten: none },
] as const;

export interface MethodCall {
  readonly name: string;
  readonly owns: boolean;
  readonly options: readonly (readonly [name: string, code: string])[];
}

/** The method and options for a step, given the nodes it made: what they agree on is a constant. */
export function methodCall(
  nodes: readonly Node[],
  symbolics: Readonly<Record<string, SymbolicAttribute>>,
  write: (symbolic: SymbolicAttribute) => string | undefined,
): MethodCall {
  const first = nodes[0]!;
  const method = methods[first.op] as Method<Record<string, unknown>>;
  const attributes = first.attributes as Readonly<Record<string, unknown>>;
  const given = typeof method.options === 'function' ? method.options(attributes) : method.options;
  const options = given.flatMap(({ name, attribute, unwritten, convert }): (readonly [string, string])[] => {
    const values = nodes.map((node) => (node.attributes as Readonly<Record<string, unknown>>)[attribute]);
    if (unwritten !== undefined && values.every((value) => same(value, unwritten))) return [];
    const symbolic = symbolics[attribute];
    const code = symbolic === undefined ? undefined : write(symbolic);
    if (code !== undefined) return [[name, convert === undefined ? code : `1 - ${code}`]];
    return [[name, valueCode(convert === undefined ? values[0] : convert(values[0] as number))]];
  });
  return {
    name: typeof method.name === 'function' ? method.name(attributes) : method.name,
    owns: method.owns,
    options,
  };
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** 3 for [3, 3], [1, 2] for [1, 2]. */
function valueCode(value: unknown): string {
  if (!Array.isArray(value)) return constantCode(value as number | string | boolean);
  const numbers = value as readonly number[];
  if (numbers.every((number) => number === numbers[0])) return numberLiteral(numbers[0]!);
  return `[${numbers.map(numberLiteral).join(', ')}]`;
}
