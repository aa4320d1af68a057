import Table from 'cli-table3';
import { Command } from 'commander';
import { families } from '../backends/wgsl/adapters.ts';
import type { ConvolutionChoice } from '../backends/wgsl/kernels/choose-algorithm.ts';
import { candidatesOf, type TuningTable } from '../backends/wgsl/tuning.ts';
import type { Graph } from '../index.ts';
import { inputShape } from '../ir/graph.ts';
import { elements } from '../ir/shape.ts';
import { readConfig } from './config.ts';
import { stop } from './exit.ts';
import { type Measured, measure, withNetwork } from './measure-programs.ts';
import { addNetworkOptions, checkOptions, type NetworkFlags } from './network-options.ts';
import { loadWebGpu, stopForMachine } from './run-wgsl.ts';
import { readSpec } from './spec.ts';
import { batchOption } from './target-options.ts';
import { note, print } from './terminal.ts';
import { replaceFile } from './write-file.ts';

interface Flags extends NetworkFlags {
  readonly output: string;
  readonly batch?: number;
  readonly color?: boolean;
}

/** Beyond this, relative to the largest output, a candidate is wrong on this adapter and not taken. */
const tolerance = 1e-4;

export function tuneCommand(): Command {
  const command = new Command('tune')
    .summary('find the fastest WebGPU kernels for this machine')
    .description(
      'Measures, on this machine’s WebGPU adapter, every way to compute each convolution of a network, and writes the fastest to a table that `rnc compile --target wgsl --tuning` follows.',
    )
    .argument('<file>', 'the spec; - reads standard input')
    .option('-o, --output <file>', 'where to write the table', 'rnc-tuning.json')
    .addOption(batchOption());
  return addNetworkOptions(command)
    .addHelpText(
      'after',
      `
It needs the npm package webgpu and an adapter. Each candidate’s output is compared with the first one’s; one that differs is
left out. The table holds this adapter’s name: the tuned program runs there and nowhere else.

Examples:
  rnc tune specs/resnet50.resnet -o resnet50.tuning.json
  rnc compile specs/resnet50.resnet --target wgsl --tuning resnet50.tuning.json -o out

Exit codes: 0 written, 1 the spec is wrong, 2 wrong usage, no adapter or a file problem.`,
    )
    .action(run);
}

async function run(file: string, _flags: Flags, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<Flags>();
  const { chooseNetwork } = await import('./choose-network.ts');
  const config = await readConfig(file);
  const spec = await readSpec(file, config.limits);
  const graph = await chooseNetwork(spec, checkOptions(flags, spec, config), flags.color);
  if (!graph) return;
  const gpu = await loadWebGpu();
  const table = await stopForMachine(() => tune(graph, flags.batch ?? 1, gpu));
  await replaceFile(flags.output, `${JSON.stringify(table, undefined, 2)}\n`);
  note(`rnc: wrote ${Object.keys(table.choices).length} choices to ${flags.output}\n`);
}

/** Tries every candidate on the whole network at once, so that each layer is measured among its neighbours. */
async function tune(graph: Graph, batch: number, gpu: GPU): Promise<TuningTable> {
  const { emitPrograms } = await import('../backends/wgsl/emit.ts');
  const { convolutionKeys } = await import('../backends/wgsl/compile-program.ts');
  const { initialiseWeights } = await import('../weights/initialise.ts');
  const { tensorsOf } = await import('../ir/graph.ts');
  const weights = initialiseWeights(tensorsOf(graph), 0);
  const locate = () => ({ file: '', line: 1, column: 1 });
  const emission = { graph, weights, source: graph.name, options: { batch }, locate };
  const input = new Float32Array(batch * elements(inputShape(graph))).map((_, at) => Math.sin(at * 0.7));
  const keys = convolutionKeys({ graph, weights }, batch);

  const { program, adapter } = await withNetwork(
    emitPrograms(emission).value,
    graph.name,
    gpu,
    async (network) => ({ program: network.program, adapter: network.adapter }),
  );
  note(`rnc: tuning ${graph.name} for ${adapter.name}, program ${program}\n`);
  const fastest = new Map<string, Timed>();
  let expected: Float32Array | undefined;
  for (const [name, choice] of candidatesOf(families[program]!)) {
    const files = emitPrograms(emission, { program, choice }).value;
    const measured = await withNetwork(files, graph.name, gpu, (network, errors) =>
      measure(network, errors, input),
    );
    expected ??= measured.output;
    const difference = relativeDifference(measured.output, expected);
    note(`rnc: ${name}: ${total(measured).toFixed(2)} ms\n`);
    if (!(difference <= tolerance)) {
      note(`rnc: ${name} differs by ${difference.toExponential(1)} here and is left out\n`);
      continue;
    }
    for (const [path, key] of keys) {
      const time = measured.milliseconds.get(path) ?? measured.milliseconds.get('');
      if (time === undefined) continue;
      const known = fastest.get(key);
      if (known === undefined) fastest.set(key, { name, choice, time, first: time });
      else if (time < known.time) fastest.set(key, { ...known, name, choice, time });
    }
  }
  if (fastest.size === 0) stop(1, `${graph.name} has no convolution to tune`);
  print(tableText(fastest));
  const { vendor, architecture, device, description, subgroupSize } = adapter;
  const named = Object.entries({ vendor, architecture, device, description }).filter(
    ([, text]) => text !== '',
  );
  return {
    format: 'rnc-wgsl-tuning',
    version: 1,
    adapter: {
      ...Object.fromEntries(named.map(([field, text]) => [field, text.toLowerCase()])),
      ...(subgroupSize === undefined ? {} : { subgroupSize }),
    },
    program,
    choices: Object.fromEntries([...fastest].map(([key, { choice }]) => [key, choice])),
  };
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

function relativeDifference(actual: Float32Array, expected: Float32Array): number {
  let difference = 0;
  let scale = 0;
  for (const [at, value] of expected.entries()) {
    difference = Math.max(difference, Math.abs(actual[at]! - value));
    scale = Math.max(scale, Math.abs(value));
  }
  return scale === 0 ? difference : difference / scale;
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
