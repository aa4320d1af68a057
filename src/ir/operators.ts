import type { AttributeSpec, AttributeSpecs, Attributes, Operator } from './operator.ts';
import { gelu, hardsigmoid, hardswish, relu, relu6, sigmoid, silu, tanh } from './ops/activations.ts';
import { avgpool } from './ops/avgpool.ts';
import { batchnorm } from './ops/batchnorm.ts';
import { channelShuffle } from './ops/channel-shuffle.ts';
import { conv } from './ops/conv.ts';
import { dropPath } from './ops/drop-path.ts';
import { dropout } from './ops/dropout.ts';
import { flatten } from './ops/flatten.ts';
import { groupnorm } from './ops/groupnorm.ts';
import { input } from './ops/input.ts';
import { add, concat, multiply } from './ops/joins.ts';
import { layerScale } from './ops/layer-scale.ts';
import { layernorm } from './ops/layernorm.ts';
import { linear } from './ops/linear.ts';
import { maxpool } from './ops/maxpool.ts';
import { softmax } from './ops/softmax.ts';
import { upsample } from './ops/upsample.ts';
import { zeroPad } from './ops/zero-pad.ts';

/** Every operator, by the name the language gives it. The one list: kinds, attribute types and node types derive from it. */
export const operators = {
  input,
  conv,
  linear,
  batchnorm,
  layernorm,
  groupnorm,
  relu,
  relu6,
  silu,
  gelu,
  sigmoid,
  hardswish,
  hardsigmoid,
  tanh,
  softmax,
  maxpool,
  avgpool,
  flatten,
  dropout,
  drop_path: dropPath,
  zero_pad: zeroPad,
  upsample,
  channel_shuffle: channelShuffle,
  layer_scale: layerScale,
  add,
  multiply,
  concat,
} as const;

export type OperatorKind = keyof typeof operators;

type SpecsOf<K extends OperatorKind> = (typeof operators)[K] extends Operator<infer S> ? S : never;

export type AttributesOf<K extends OperatorKind> = Attributes<SpecsOf<K>>;

/** The operator's definition with its attribute types forgotten, for code that treats all alike. */
export function operatorOf(kind: OperatorKind): Operator<AttributeSpecs> {
  return operators[kind] as unknown as Operator<AttributeSpecs>;
}

const attributeLists = new Map(
  Object.entries(operators).map(([name, { attributes }]) => [
    name as OperatorKind,
    Object.entries(attributes) as readonly (readonly [name: string, spec: AttributeSpec])[],
  ]),
);

/** An operator's attributes in the order of its table. */
export function attributesOf(kind: OperatorKind): readonly (readonly [name: string, spec: AttributeSpec])[] {
  return attributeLists.get(kind)!;
}

/** Operators that a statement can name; `input` has a statement of its own. */
export const operatorNames: ReadonlySet<string> = new Set(
  Object.keys(operators).filter((name) => name !== 'input'),
);
