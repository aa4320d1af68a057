import { Command } from 'commander';
import { addNetworkOptions, type NetworkFlags } from './network-options.ts';
import { batchOption } from './target-options.ts';
import { note, print } from './terminal.ts';
import { refuseInput, replaceFile } from './write-file.ts';

interface Flags extends NetworkFlags {
  readonly output: string;
  readonly batch?: number;
  readonly color?: boolean;
}

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
  const network = await chooseNetwork(file, flags);
  if (!network) return;
  refuseInput(flags.output, network.paths);
  const { loadWebGpu } = await import('./run-wgsl.ts');
  const { tune } = await import('./tune-network.ts');
  const gpu = await loadWebGpu();
  const { table, summary } = await tune(network.graph, flags.batch ?? 1, gpu);
  // The file first: whoever reads the output may go away before its end.
  await replaceFile(flags.output, `${JSON.stringify(table, undefined, 2)}\n`);
  print(summary);
  note(`rnc: wrote ${Object.keys(table.choices).length} choices to ${flags.output}\n`);
}
