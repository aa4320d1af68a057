/**
 * Runs ONNX's own cases and whole networks on every target and writes docs/conformance.md. It takes some minutes, and 8 GB of memory
 * for the largest network.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ConformanceCase, SkippedCase } from '../test/conformance/conformance-case.ts';
import { allCases } from '../test/conformance/conformance-case.ts';
import { networkTable, render } from '../test/conformance/document.ts';
import { engines } from '../test/conformance/engines.ts';
import { networkNames, translateNetwork } from '../test/conformance/networks.ts';
import type { Outcome } from '../test/conformance/outcomes.ts';
import { outcomesOf } from '../test/conformance/outcomes.ts';

async function runAll(cases: readonly ConformanceCase[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const engine of engines) {
    if (!engine.isHere) throw new Error(`${engine.column} cannot run here`);
    const begin = performance.now();
    const found = await outcomesOf(engine, cases);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    const failed = found.filter(({ failure }) => failure !== undefined);
    console.log(`${engine.column} (${engine.name}): ${found.length - failed.length} passed, ${seconds} s`);
    for (const { each, failure } of failed) console.log(`  ${each.network}: ${failure}`);
    outcomes.push(...found);
  }
  return outcomes;
}

const cases = allCases();
const outcomes = await runAll(cases.translated);

const translated: ConformanceCase[] = [];
const skipped: SkippedCase[] = [];
const ofNetworks: Outcome[] = [];
for (const name of networkNames) {
  console.log(name);
  const found = await translateNetwork(name);
  if ('refusal' in found) {
    skipped.push(found);
    continue;
  }
  ofNetworks.push(...(await runAll([found])));
  // The numbers of all networks together would be gigabytes.
  const nothing = { shape: [0, 0, 0, 0] as const, data: new Float64Array() };
  translated.push({ ...found, weights: new Map(), input: nothing, output: nothing });
}

const path = fileURLToPath(new URL('../docs/conformance.md', import.meta.url));
writeFileSync(path, render(cases, outcomes, networkTable({ translated, skipped }, ofNetworks)));
// WebGPU's adapter keeps the process.
process.exit([...outcomes, ...ofNetworks].some(({ failure }) => failure !== undefined) ? 1 : 0);
