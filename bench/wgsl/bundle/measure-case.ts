import { median } from '../../measure.ts';
import type { Contender } from '../contender.ts';
import type { EngineName, Facts, StepTime } from '../engines/engine.ts';
import { interleave, quantile } from '../interleave.ts';
import { startInNode } from '../node-contender.ts';
import type { Case } from './material.ts';

export interface Measured {
  readonly engine: EngineName;
  /** Milliseconds; the first from the start of the process, without the driver's cache. */
  readonly first: number;
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  readonly fastest: number;
  readonly rounds: number;
  /** Milliseconds a run with two of them under way at any time; the reason where the engine cannot. */
  readonly twoInFlight: number | string;
  readonly relativeError: number;
  readonly facts: Facts;
}

export interface CaseResult {
  readonly network: string;
  readonly batch: number;
  readonly measured: readonly Measured[];
  readonly failed: readonly { readonly engine: EngineName; readonly reason: string }[];
  readonly profiles: readonly (readonly StepTime[])[];
}

export interface CaseOptions {
  readonly program: string;
  readonly engines: readonly EngineName[];
  /** How long a contender is measured. */
  readonly seconds: number;
  readonly dawn: readonly string[];
}

/** Runs all engines on one case in turn, compared with onnxruntime's CPU engine. */
export async function measureCase(
  { network, batch, base }: Case,
  { program, engines, seconds, dawn }: CaseOptions,
): Promise<CaseResult> {
  const start = (engine: EngineName): Promise<Contender> =>
    startInNode(program, { engine, network, batch, base, counted: false, dawn }, { cold: true });
  const judge = await start('ort-cpu');
  const reference = judge.first.output;
  await judge.close();

  const contenders: Contender[] = [];
  const failed: { engine: EngineName; reason: string }[] = [];
  try {
    let slowest = 0;
    for (const engine of engines) {
      try {
        const contender = await start(engine);
        contenders.push(contender);
        slowest = Math.max(slowest, ...(await contender.run(2)).times.slice(1));
      } catch (error) {
        failed.push({ engine, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    const rounds = Math.max(3, Math.min(200, Math.ceil((1000 * seconds) / slowest)));
    const timings = await interleave(contenders, reference, rounds);
    const measured: Measured[] = [];
    for (const { contender, times, error } of timings)
      measured.push({
        engine: contender.name as EngineName,
        first: contender.first.milliseconds,
        median: median(times),
        p10: quantile(times, 0.1),
        p90: quantile(times, 0.9),
        fastest: Math.min(...times),
        rounds,
        twoInFlight: await throughput(contender, rounds),
        relativeError: error,
        facts: await contender.facts(),
      });
    const own = contenders.find(({ name }) => name === 'rnc');
    return { network, batch, measured, failed, profiles: own === undefined ? [] : await profiles(own) };
  } finally {
    await Promise.all(contenders.map((contender) => contender.close()));
  }
}

async function throughput(contender: Contender, rounds: number): Promise<number | string> {
  try {
    await contender.run(2, 2);
    const [time] = (await contender.run(Math.max(4, rounds), 2)).times;
    return time!;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function profiles(contender: Contender): Promise<readonly (readonly StepTime[])[]> {
  const found: (readonly StepTime[])[] = [];
  try {
    for (let round = 0; round < 5; round++) found.push(await contender.profile());
  } catch {
    // An adapter without timestamps: the table is left out.
  }
  return found;
}
