/** What `run.sh` of the bundle runs; it says what its options are. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import type { Table } from '../../line.ts';
import { markdownTable } from '../../markdown-table.ts';
import { ms } from '../../measure.ts';
import type { EngineName } from '../engines/engine.ts';
import { profileTable } from '../profile-table.ts';
import { type Case, makeCase } from './material.ts';
import { type CaseResult, measureCase } from './measure-case.ts';

declare const versions: Readonly<Record<EngineName | 'webgpu', string>>;

const positive = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It is no number above 0.');
  return value;
};
const list =
  <T>(read: (text: string) => T) =>
  (text: string): readonly T[] =>
    text.split(',').map(read);
const engineNamed = (text: string): EngineName => {
  const engine = contenders.find((known) => known === text);
  if (engine === undefined) throw new InvalidArgumentError(`The engines are ${contenders.join(', ')}.`);
  return engine;
};
const networkNamed = (text: string): string => {
  if (!networks.includes(text)) throw new InvalidArgumentError(`The networks are ${networks.join(', ')}.`);
  return text;
};
const networks = ['resnet18', 'resnet50'];
const contenders: readonly EngineName[] = ['rnc', 'ort-node', 'tfjs'];

interface Values {
  readonly networks: readonly string[];
  readonly batches: readonly number[];
  readonly engines: readonly EngineName[];
  readonly seconds: number;
  readonly peakTflops?: number;
  readonly dawn: readonly string[];
  readonly out: string;
}
const values = new Command('run.sh')
  .description('Measures rnc’s WebGPU programs beside other engines on this machine, without a network.')
  .option('--networks <names>', 'which networks', list(networkNamed), networks)
  .option('--batches <numbers>', 'pictures in one run', list(positive), [1, 8, 32])
  .option('--engines <names>', 'which engines', list(engineNamed), contenders)
  .option('--seconds <number>', 'how long each is measured', positive, 5)
  .option('--peak-tflops <number>', 'float32 peak of the GPU, to show the share of it', positive)
  .option('--dawn <toggles...>', 'toggles for Dawn where rnc and tfjs use it', [])
  .option('--out <folder>', 'where results.json and results.md go', 'bench-results')
  .parse()
  .opts<Values>();
const peak = values.peakTflops;
const { engines } = values;
const bundle = fileURLToPath(new URL('.', import.meta.url));
const program = join(bundle, 'contender-process.mjs');

const host = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, Dawn of webgpu ${versions.webgpu}`;
const texts: string[] = [`# rnc's WebGPU programs beside other engines\n\n${host}\n`];
const say = (text: string): void => {
  texts.push(text);
  console.log(text);
};
console.log(texts[0]);
const results: CaseResult[] = [];
for (const network of values.networks) {
  for (const batch of values.batches) {
    const folder = mkdtempSync(join(tmpdir(), 'rnc-bench-'));
    try {
      const made = makeCase(bundle, folder, network, batch);
      const options = { program, engines, seconds: values.seconds, dawn: values.dawn };
      const result = await measureCase(made, options);
      results.push(result);
      say(markdown(`${network}, batch ${batch}`, latencyTable(result, made)));
      if (result.profiles.length > 0)
        say(
          markdown(
            `${network}, batch ${batch}: where rnc's time goes`,
            profileTable(result.profiles, made.macs),
          ),
        );
    } catch (error) {
      process.exitCode = 1;
      say(`## ${network}, batch ${batch}\n\nFAILED: ${error instanceof Error ? error.message : error}\n`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    mkdirSync(values.out, { recursive: true });
    const json = { host, versions, peakTflops: peak ?? null, dawn: values.dawn, results };
    writeFileSync(join(values.out, 'results.json'), `${JSON.stringify(json, null, 2)}\n`);
    writeFileSync(join(values.out, 'results.md'), texts.join('\n'));
  }
}

function latencyTable({ measured, failed, batch }: CaseResult, { totalMacs }: Case): Table {
  const own = measured.find(({ engine }) => engine === 'rnc');
  const gflops = (time: number): number => (2 * totalMacs) / time / 1e6;
  const rate = (time: number | string): string =>
    typeof time === 'string' ? 'fails' : `${((1000 * batch) / time).toFixed(1)}`;
  return {
    columns: [
      'engine',
      'cold start',
      'median',
      'p10',
      'p90',
      'of rnc',
      'images/s',
      'two in flight',
      'GFLOP/s',
      ...(peak === undefined ? [] : ['of peak']),
      'rel. error',
    ],
    rows: measured.map((one) => [
      versions[one.engine],
      ms(one.first),
      time(one.median),
      time(one.p10),
      time(one.p90),
      own === undefined ? '' : `${(one.median / own.median).toFixed(2)} ×`,
      rate(one.median),
      rate(one.twoInFlight),
      gflops(one.median).toFixed(1),
      ...(peak === undefined ? [] : [`${(gflops(one.median) / peak / 10).toFixed(1)} %`]),
      one.relativeError.toExponential(1),
    ]),
    notes: [
      `${measured[0]?.rounds ?? 0} rounds A B C A B C, each engine in a process of its own; upload and readback included; float32; errors against onnxruntime's CPU engine.`,
      `Adapters: ${measured.map(({ engine, facts }) => `${engine}: ${facts.adapter ?? 'not told by its interface'}${facts.program === undefined ? '' : `, program ${facts.program}`}`).join('; ')}.`,
      'GFLOP/s: a direct convolution’s operations over the median, however the engine computes it.',
      ...failed.map(({ engine, reason }) => `${engine} is not measured: ${reason.split('\n')[0]}`),
      ...measured.flatMap(({ engine, twoInFlight }) =>
        typeof twoInFlight === 'string' ? [`${engine}, two in flight: ${twoInFlight.split('\n')[0]}`] : [],
      ),
    ],
  };
}

/** A GPU's times are below a millisecond. */
function time(milliseconds: number): string {
  return milliseconds < 10 ? `${milliseconds.toFixed(3)} ms` : ms(milliseconds);
}

function markdown(title: string, table: Table): string {
  return `## ${title}\n\n${markdownTable(table)}\n`;
}
