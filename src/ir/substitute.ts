import { symbolicBinary } from './arithmetic.ts';
import type { Symbolic } from './symbolic.ts';
import type { TraceStep } from './trace.ts';

/** The same steps with a repeat's variable replaced by its number, for rounds that no loop can stand for. */
export function substituteIndex(
  steps: readonly TraceStep[],
  name: string,
  index: number,
): readonly TraceStep[] {
  return replace(steps, name, index) as readonly TraceStep[];
}

function replace(value: unknown, name: string, index: number): unknown {
  if (Array.isArray(value)) return value.map((item) => replace(item, name, index));
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  if (record.kind === 'index' && record.name === name && Object.keys(record).length === 2)
    return { kind: 'constant', value: index };
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(record))
    result[key] = key === 'callee' || key === 'source' ? item : replace(item, name, index);
  return record.kind === 'binary' ? folded(result as Extract<Symbolic, { kind: 'binary' }>) : result;
}

/** Arithmetic on two constants is a constant. */
function folded(symbolic: Extract<Symbolic, { kind: 'binary' }>): Symbolic {
  const { operator, left, right } = symbolic;
  if (left.kind !== 'constant' || right.kind !== 'constant') return symbolic;
  const [a, b] = [Number(left.value), Number(right.value)];
  const results: Partial<Record<typeof operator, number>> = {
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '//': Math.floor(a / b),
    '%': a - b * Math.floor(a / b),
    '/': a / b,
  };
  const result = results[operator];
  return result === undefined
    ? symbolic
    : symbolicBinary(operator, { symbolic: left }, { symbolic: right }, result);
}
