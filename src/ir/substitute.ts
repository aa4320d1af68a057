import { fold } from './fold.ts';
import type { Symbolic } from './symbolic.ts';
import type { TraceStep, TraceSteps } from './trace.ts';

/** The same steps with a repeat's variable replaced by its number, for rounds that no loop can stand for. */
export function substituteIndex(steps: TraceSteps, name: string, index: number): readonly TraceStep[] {
  const replace = (symbolic: Symbolic): Symbolic | undefined =>
    symbolic.kind === 'index' && symbolic.name === name ? { kind: 'constant', value: index } : undefined;
  return mapSymbolics(steps, (symbolic) => fold(symbolic, replace)) as readonly TraceStep[];
}

const symbolicKinds = new Set([
  'constant',
  'parameter',
  'local',
  'index',
  'dimension',
  'list',
  'element',
  'unary',
  'binary',
]);

/** Plain data with every symbolic in it mapped; blocks and places stay as they are. */
function mapSymbolics(value: unknown, map: (symbolic: Symbolic) => Symbolic): unknown {
  if (Array.isArray(value)) return value.map((item) => mapSymbolics(item, map));
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  const isCall = record.kind === 'call' && 'name' in record;
  if (symbolicKinds.has(String(record.kind)) || isCall) return map(record as unknown as Symbolic);
  return Object.fromEntries(
    Object.entries(record).map(([key, item]) => [
      key,
      key === 'callee' || key === 'source' ? item : mapSymbolics(item, map),
    ]),
  );
}
