import { applyBinary, applyFunction, invert, negate } from './arithmetic.ts';
import type { Constant, Symbolic } from './symbolic.ts';
import type { Value } from './value.ts';
import { bool, constant, float, int, string } from './value.ts';

/** A symbolic with some of its names replaced, and what is constant then computed. */
export function fold(symbolic: Symbolic, replace: (name: Symbolic) => Symbolic | undefined): Symbolic {
  const inner = (part: Symbolic): Symbolic => fold(part, replace);
  switch (symbolic.kind) {
    case 'constant':
      return symbolic;
    case 'dimension':
    case 'parameter':
    case 'local':
    case 'index':
      return replace(symbolic) ?? symbolic;
    case 'list':
      return { ...symbolic, items: symbolic.items.map(inner) };
    case 'element': {
      const list = inner(symbolic.list);
      const index = inner(symbolic.index);
      const item =
        list.kind === 'list' && index.kind === 'constant' ? list.items[Number(index.value)] : undefined;
      return item ?? { kind: 'element', list, index };
    }
    case 'unary': {
      const operand = inner(symbolic.operand);
      const value = settledValue(operand);
      return (
        computed(value && (symbolic.operator === '-' ? negate(value) : invert(value))) ?? {
          ...symbolic,
          operand,
        }
      );
    }
    case 'binary': {
      const left = inner(symbolic.left);
      const right = inner(symbolic.right);
      const [a, b] = [settledValue(left), settledValue(right)];
      return computed(a && b && applyBinary(symbolic.operator, a, b)) ?? { ...symbolic, left, right };
    }
    case 'call': {
      const given = symbolic.arguments.map(inner);
      const values = given.map(settledValue);
      const known = values.every((value) => value !== undefined) ? (values as readonly Value[]) : undefined;
      return computed(known && applyFunction(symbolic.name, known)) ?? { ...symbolic, arguments: given };
    }
    case 'block':
      return {
        ...symbolic,
        arguments: symbolic.arguments.map(({ name, value }) => ({ name, value: inner(value) })),
      };
  }
}

function settledValue(symbolic: Symbolic): Value | undefined {
  if (symbolic.kind === 'list') {
    const items = symbolic.items.map(settledValue);
    return items.every((item) => item !== undefined)
      ? { type: 'list', items: items as readonly Value[], symbolic }
      : undefined;
  }
  return symbolic.kind === 'constant' ? typed(symbolic.value) : undefined;
}

function typed(value: Constant): Value {
  if (typeof value === 'boolean') return bool(value);
  if (typeof value === 'string') return string(value);
  return Number.isInteger(value) ? int(value) : float(value);
}

function computed(result: ReturnType<typeof applyBinary> | undefined): Symbolic | undefined {
  if (result === undefined || 'code' in result || !('value' in result)) return undefined;
  return constant(result.value);
}
