import Table from 'cli-table3';
import { families } from '../backends/wgsl/adapters.ts';
import { tunableConvolutions } from '../backends/wgsl/compile-program.ts';
import { emitPrograms } from '../backends/wgsl/emit.ts';
import type { ConvolutionChoice } from '../backends/wgsl/kernels/choose-algorithm.ts';
import { candidatesOf, type TuningTable } from '../backends/wgsl/tuning.ts';
import type { Graph } from '../index.ts';
import { inputShape, tensorsOf } from '../ir/graph.ts';
import { elements } from '../ir/shape.ts';
import { relativeDifference } from '../reference/difference.ts';
import { initialiseWeights } from '../weights/initialise.ts';
import { stop } from './exit.ts';
import { type Measured, measure } from './measure-programs.ts';
import { withNetwork } from './run-wgsl.ts';
import { note } from './terminal.ts';

/** Beyond this, relative to the largest output, a candidate is wrong on this adapter and not taken. */
const tolerance = 1e-4;

export interface Tuned {
  readonly table: TuningTable;
  /** What was measured, for people. */
  readonly summary: string;
}

/** Tries every candidate on the whole network at once, so that each layer is measured among its neighbours. */
export async function tune(graph: Graph, batch: number, gpu: GPU): Promise<Tuned> {
  const weights = initialiseWeights(tensorsOf(graph), 0);
  const locate = () => ({ file: '', line: 1, column: 1 });
  const emission = { graph, weights, source: graph.name, options: { batch }, locate };
  const input = new Float32Array(batch * elements(inputShape(graph))).map((_, at) => Math.sin(at * 0.7));
  const convolutions = tunableConvolutions({ graph, weights }, batch);

  const { program, adapter } = await withNetwork(
    emitPrograms(emission).value,
    graph.name,
    { gpu },
    async (network) => ({ program: network.program, adapter: network.adapter }),
  );
  note(`rnc: tuning ${graph.name} for ${adapter.name}, program ${program}\n`);
  const fastest = new Map<string, Timed>();
  let expected: Float32Array | undefined;
  for (const [name, choice] of candidatesOf(families[program]!)) {
    const files = emitPrograms(emission, { program, choice }).value;
    const measured = await withNetwork(files, graph.name, { gpu }, (network) => measure(network, input));
    expected ??= measured.output;
    const difference = relativeDifference(measured.output, expected);
    note(`rnc: ${name}: ${total(measured).toFixed(2)} ms\n`);
    if (!(difference <= tolerance)) {
      note(`rnc: ${name} differs by ${difference.toExponential(1)} here and is left out\n`);
      continue;
    }
    for (const { path, key, allows } of convolutions) {
      if (!allows(choice)) continue;
      const time = measured.milliseconds.get(path) ?? measured.milliseconds.get('');
      if (time === undefined) continue;
      const known = fastest.get(key);
      if (known === undefined) fastest.set(key, { name, choice, time, first: time });
      else if (time < known.time) fastest.set(key, { ...known, name, choice, time });
    }
  }
  if (fastest.size === 0) stop(1, `${graph.name} has no convolution to tune`);
  const { vendor, architecture, device, description, subgroupSize } = adapter;
  const named = Object.entries({ vendor, architecture, device, description }).filter(
    ([, text]) => text !== '',
  );
  const table: TuningTable = {
    format: 'rnc-wgsl-tuning',
    version: 1,
    adapter: {
      ...Object.fromEntries(named.map(([field, text]) => [field, text.toLowerCase()])),
      ...(subgroupSize === undefined ? {} : { subgroupSize }),
    },
    program,
    choices: Object.fromEntries([...fastest].map(([key, { choice }]) => [key, choice])),
  };
  return { table, summary: tableText(fastest) };
}

interface Timed {
  readonly name: string;
  readonly choice: ConvolutionChoice;
  readonly time: number;
  /** The first candidate's time. */
  readonly first: number;
}

function total({ milliseconds }: Measured): number {
  return [...milliseconds.values()].reduce((sum, time) => sum + time, 0);
}

function tableText(fastest: ReadonlyMap<string, Timed>): string {
  const table = new Table({
    head: ['convolution', 'fastest', 'ms', 'of direct'],
    colAligns: ['left', 'left', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const [key, { name, time, first }] of fastest) {
    table.push([key, name, time.toFixed(3), `${Math.round((100 * time) / first)} %`]);
  }
  return `${table.toString()}\n`;
}
