import { fold } from '../../ir/fold.ts';
import type { Node } from '../../ir/graph.ts';
import type { SymbolicAttribute } from '../../ir/outline.ts';
import type { BinaryOperator, Symbolic } from '../../ir/symbolic.ts';

/** A value's shape in terms of the definition's own input and parameters; an extent without a closed form is undefined. */
export type SymbolicShape = readonly [
  channels: Symbolic | undefined,
  height: Symbolic | undefined,
  width: Symbolic | undefined,
];

export const constant = (value: number | boolean | string): Symbolic => ({ kind: 'constant', value });

/** Folds what is constant, and drops `+ 0`, `* 1` and their like. */
export function combine(
  operator: BinaryOperator,
  left: Symbolic | undefined,
  right: Symbolic | undefined,
): Symbolic | undefined {
  if (left === undefined || right === undefined) return undefined;
  const is = (side: Symbolic, value: number): boolean => side.kind === 'constant' && side.value === value;
  if ((operator === '+' || operator === '-') && is(right, 0)) return left;
  if ((operator === '*' || operator === '/' || operator === '//') && is(right, 1)) return left;
  if (operator === '+' && is(left, 0)) return right;
  if (operator === '*' && is(left, 1)) return right;
  return fold({ kind: 'binary', operator, left, right }, () => undefined);
}

/** The parts of an attribute, one for each extent: what the step says, or what its nodes agree on. */
export function attributeParts(
  nodes: readonly Node[],
  symbolics: Readonly<Record<string, SymbolicAttribute>>,
  name: string,
): readonly Symbolic[] {
  const symbolic = symbolics[name];
  const values = valueParts(nodes[0]!, name);
  if (symbolic === undefined) return values.map(constant);
  const parts = (Array.isArray(symbolic) ? symbolic : [symbolic]) as readonly Symbolic[];
  if (parts.every(({ kind }) => kind === 'constant') && !isSame(parts)) return values.map(constant);
  return parts.length === values.length ? parts : values.map(() => parts[0]!);
}

/** TensorFlow's rule, which follows from the input's size. */
export function isSame(parts: readonly Symbolic[]): boolean {
  return parts[0]?.kind === 'constant' && parts[0].value === 'same';
}

function valueParts(node: Node, name: string): readonly (number | boolean | string)[] {
  const value = (node.attributes as Readonly<Record<string, unknown>>)[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly number[]) : [value as number | boolean | string];
}

/** The shape rules of `src/ir/ops` over symbolics. `parts` gives an attribute's extents, resolved. */
export function operatorShape(
  op: Node['op'],
  parts: (name: string) => readonly Symbolic[],
  shapes: readonly SymbolicShape[],
): SymbolicShape {
  const [shape] = shapes as readonly [SymbolicShape];
  const [channels, height, width] = shape;
  const one = constant(1);
  const flag = (name: string): boolean => {
    const [part] = parts(name);
    return part?.kind === 'constant' && part.value === true;
  };
  const slide = (out: Symbolic | undefined, dilated: boolean): SymbolicShape => {
    const along = (axis: 0 | 1, extent: Symbolic | undefined): Symbolic | undefined => {
      const stride = parts('stride')[axis];
      const pads = parts('pad');
      if (isSame(pads)) {
        const more = combine('-', stride, one);
        return combine('//', combine('+', extent, more), stride);
      }
      const kernel = combine('-', parts('kernel')[axis], one);
      const reach = dilated ? combine('*', parts('dilation')[axis], kernel) : kernel;
      const pad = combine('+', pads[2 * axis], pads[2 * axis + 1]);
      const room = combine('-', combine('+', extent, pad), combine('+', reach, one));
      return combine('+', combine('//', room, stride), one);
    };
    return [out, along(0, height), along(1, width)];
  };
  switch (op) {
    case 'conv':
      return slide(parts('filters')[0], true);
    case 'maxpool':
    case 'avgpool':
      return flag('global') ? [channels, one, one] : slide(channels, false);
    case 'linear': {
      const units = parts('units')[0];
      return flag('pointwise') ? [units, height, width] : [units, one, one];
    }
    case 'flatten':
      return [combine('*', combine('*', channels, height), width), one, one];
    case 'zero_pad': {
      const [front, back] = parts('channels');
      const [top, bottom, left, right] = parts('pad');
      const more = (extent: Symbolic | undefined, a: Symbolic | undefined, b: Symbolic | undefined) =>
        combine('+', extent, combine('+', a, b));
      return [more(channels, front, back), more(height, top, bottom), more(width, left, right)];
    }
    case 'upsample': {
      const [rows, columns] = parts('scale');
      return [channels, combine('*', height, rows), combine('*', width, columns)];
    }
    case 'concat':
      return [shapes.map(([each]) => each).reduce((sum, each) => combine('+', sum, each)), height, width];
    case 'input':
    case 'batchnorm':
    case 'layernorm':
    case 'groupnorm':
    case 'relu':
    case 'relu6':
    case 'silu':
    case 'gelu':
    case 'sigmoid':
    case 'hardswish':
    case 'hardsigmoid':
    case 'tanh':
    case 'softmax':
    case 'dropout':
    case 'drop_path':
    case 'channel_shuffle':
    case 'layer_scale':
    case 'add':
    case 'multiply':
      return shape;
  }
}
