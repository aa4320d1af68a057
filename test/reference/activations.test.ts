import { describe, expect, test } from 'vitest';
import { gelu, normalDistribution } from '../../src/reference/activations.ts';

// Digits of Φ from tables: NIST Handbook §7 and Abramowitz and Stegun, table 26.1.
const table = [
  [0, 0.5],
  [1, 0.841344746068543],
  [-1, 0.158655253931457],
  [2, 0.977249868051821],
  [-3, 0.00134989803163009],
  [-5, 2.86651571879194e-7],
] as const;

describe('the normal distribution function', () => {
  test.each(table)('Φ(%d) = %d', (x, expected) => {
    expect(Math.abs(normalDistribution(x) - expected)).toBeLessThan(1e-15);
  });

  test('is 0 and 1 far out, and NaN of NaN', () => {
    expect([-40, 40, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map(normalDistribution)).toEqual([
      0, 1, 0, 1,
    ]);
    expect(normalDistribution(Number.NaN)).toBeNaN();
  });

  test('falls together with its ends', () => {
    for (const x of [8.29, 8.31]) {
      expect(Math.abs(normalDistribution(x) - 1)).toBeLessThan(2e-16);
      expect(Math.abs(gelu(-x))).toBeLessThan(2e-15);
    }
  });
});
