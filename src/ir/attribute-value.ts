import type { AttributeSpec, Fault } from './operator.ts';
import { fault } from './operator.ts';
import type { SymbolicAttribute } from './outline.ts';
import type { PaddingRule } from './padding.ts';
import type { Pads, Pair } from './shape.ts';
import type { Value } from './value.ts';
import { isNumber, showValue } from './value.ts';

/** An attribute as it was written, before the input's shape is known. */
export interface GivenAttribute {
  readonly raw: number | boolean | string | Pair | PaddingRule;
  readonly symbolic: SymbolicAttribute | undefined;
}

/** Converts a value to what the attribute's type wants. */
export function toAttribute(
  name: string,
  spec: AttributeSpec,
  value: Value,
  limit: number,
): GivenAttribute | Fault {
  switch (spec.type) {
    case 'flag':
      return value.type === 'bool'
        ? { raw: value.value, symbolic: value.symbolic }
        : wrong(name, 'true or false', value);
    case 'choice':
      if (value.type === 'string' && spec.choices.includes(value.value))
        return { raw: value.value, symbolic: value.symbolic };
      return wrong(name, `one of ${spec.choices.join(', ')}`, value);
    case 'number':
      if (!isNumber(value)) return wrong(name, 'a number', value);
      if (value.value < spec.min || value.value > spec.max)
        return fault('value/range', {
          what: `\`${name}\``,
          expected: `from ${spec.min} to ${spec.max}`,
          actual: String(value.value),
        });
      return { raw: value.value, symbolic: value.symbolic };
    case 'integer':
      return toExtent(name, value, spec.min, limit);
    case 'extent':
      return toPair(name, value, 1, limit, 'a size such as 3x3');
    case 'pair':
      return toPair(name, value, spec.min, limit, 'a whole number or a pair');
    case 'padding':
      return toPadding(name, value, limit);
  }
}

function toExtent(name: string, value: Value, min: number, limit: number): GivenAttribute | Fault {
  if (value.type !== 'int') return wrong(name, 'a whole number', value);
  if (value.value < min)
    return fault('value/range', {
      what: `\`${name}\``,
      expected: `at least ${min}`,
      actual: String(value.value),
    });
  if (value.value > limit)
    return fault('limit/dimension', { what: `\`${name}\``, value: value.value, limit });
  return { raw: value.value, symbolic: value.symbolic };
}

function toPair(
  name: string,
  value: Value,
  min: number,
  limit: number,
  expected: string,
): GivenAttribute | Fault {
  const items =
    value.type === 'int'
      ? [value, value]
      : value.type === 'extent' || value.type === 'tuple'
        ? value.items
        : [];
  if (items.length !== 2) return wrong(name, expected, value);
  const extents = items.map((item) => toExtent(name, item, min, limit));
  const failed = extents.find((extent): extent is Fault => 'code' in extent);
  if (failed !== undefined) return failed;
  const [height, width] = extents as GivenAttribute[];
  return {
    raw: [height!.raw as number, width!.raw as number],
    symbolic: value.type === 'int' ? value.symbolic : items.map((item) => item.symbolic),
  };
}

function toPadding(name: string, value: Value, limit: number): GivenAttribute | Fault {
  const expected = 'a whole number, (top, bottom, left, right) or `same`';
  const items =
    value.type === 'int' ? [value, value, value, value] : value.type === 'tuple' ? value.items : [];
  if (items.length !== 4) return wrong(name, expected, value);
  const sides = items.map((item) => toExtent(name, item, 0, limit));
  const failed = sides.find((side): side is Fault => 'code' in side);
  if (failed !== undefined) return failed;
  return {
    raw: (sides as GivenAttribute[]).map((side) => side.raw as number) as unknown as Pads,
    symbolic: value.type === 'int' ? value.symbolic : items.map((item) => item.symbolic),
  };
}

function wrong(name: string, expected: string, value: Value): Fault {
  return fault('value/type', { what: `\`${name}\``, expected, actual: showValue(value) });
}
