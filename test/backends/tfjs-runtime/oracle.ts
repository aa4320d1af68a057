import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WeightTensor } from '../../../templates/tfjs/runtime/runtime.js';
import type { Case } from './cases.ts';

/** A tensor in PyTorch’s layout. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export interface Answer {
  readonly input: Values;
  readonly weights: Readonly<Record<string, Values>>;
  readonly output: Values;
  readonly inputGradient: Values;
  readonly gradients: Readonly<Record<string, Values>>;
}

/** What PyTorch computes for each case, in float64. */
export function askPyTorch(cases: readonly Case[]): readonly Answer[] {
  const script = fileURLToPath(new URL('operators_oracle.py', import.meta.url));
  const input = JSON.stringify(cases.map((each, seed) => ({ ...each, seed })));
  const result = spawnSync('/usr/bin/python3', [script], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`operators_oracle.py: ${result.stderr}`);
  return JSON.parse(result.stdout) as readonly Answer[];
}

export function weightsOf(answer: Answer): Map<string, WeightTensor> {
  return new Map(
    Object.entries(answer.weights).map(([name, { shape, data }]) => [
      name,
      { shape, data: Float32Array.from(data) },
    ]),
  );
}

/** max |actual − expected| / max |expected|. */
export function relativeError(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let size = 0;
  for (const [index, value] of expected.entries()) {
    // A NaN must not lose against a number.
    difference = Math.max(
      difference,
      Number.isNaN(actual[index]) ? Number.POSITIVE_INFINITY : Math.abs(actual[index]! - value),
    );
    size = Math.max(size, Math.abs(value));
  }
  return difference / (size || 1);
}
