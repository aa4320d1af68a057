import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { networkRow } from './document.ts';
import type { Column } from './engines.ts';
import { engines } from './engines.ts';
import { networkNames, translateNetwork } from './networks.ts';
import type { Outcome } from './outcomes.ts';
import { outcomesOf } from './outcomes.ts';

const published = readFileSync(fileURLToPath(new URL('../../docs/conformance.md', import.meta.url)), 'utf8');

const everywhere: readonly Column[] = ['reference', 'tfjs', 'wgsl', 'onnx', 'pytorch'];
/** Of those with gigas of multiply-accumulates, what computes them quickly; scripts/conformance.ts runs all of all. */
const quick: readonly Column[] = ['wgsl', 'onnx'];

describe('ONNX’s whole networks compute what ONNX Runtime computes of the originals', () => {
  it.each([
    ['squeezenet', everywhere],
    ['shufflenet', everywhere],
    ['resnet50', quick],
    ['densenet121', quick],
  ] as const)('%s', async (name, columns) => {
    const found = await translateNetwork(name);
    if ('refusal' in found) throw found.refusal;
    const outcomes: Outcome[] = [];
    for (const engine of engines.filter(({ column, isHere }) => isHere && columns.includes(column)))
      outcomes.push(...(await outcomesOf(engine, [found])));
    const failed = outcomes.filter(({ failure }) => failure !== undefined);
    expect(failed.map(({ column, engine, failure }) => `${column}, ${engine}: ${failure}`)).toEqual([]);
    expect(published).toContain(`| ${networkRow(found, outcomes).join(' | ')} |`);
  });

  it('are all in docs/conformance.md', () => {
    for (const name of networkNames) expect(published).toContain(`\n| ${name} | `);
  });
});
