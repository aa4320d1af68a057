import { basename, extname } from 'node:path';
import { Command, Option } from 'commander';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { plural } from '../diagnostics/wording.ts';
import type { OutputFile, TargetName, Weights } from '../index.ts';
import { exitCodes } from './exit.ts';
import { addNetworkOptions, type NetworkFlags, wholeNumber } from './network-options.ts';
import { showToPeople } from './show.ts';
import { standardInput } from './spec.ts';
import {
  batchOption,
  dtypeOption,
  foldOption,
  needsWeights,
  type TargetFlags,
  targetOptions,
  tuningOption,
  winogradOption,
} from './target-options.ts';
import { note } from './terminal.ts';
import type { WeightFlags } from './weights.ts';

/** One line per target; the compiler's own table decides which there are. */
const targets: Readonly<Record<TargetName, string>> = {
  tfjs: 'a readable TensorFlow.js module: a trainable layers model, and a folded function for inference',
  wgsl: 'a stand-alone WebGPU program: kernels, plan, weights, runtime, and a page that runs it',
  onnx: 'an ONNX model for ONNX Runtime and others, named by the tensors’ paths; --fold makes it smaller',
  pytorch: 'a PyTorch module whose state_dict has the tensors’ names, and a script that trains it',
  report: 'the report as JSON, Markdown, HTML and CSV',
  picture: 'the architecture drawn, as `rnc picture` draws it',
};

interface Flags extends NetworkFlags, WeightFlags, Omit<TargetFlags, 'program'> {
  readonly target: TargetName;
  readonly output?: string;
  readonly force?: true;
  readonly color?: boolean;
}

export function compileCommand(): Command {
  const command = new Command('compile')
    .summary('write code for a target')
    .description('Compiles one network to code that a person can read. All files are written, or none.')
    .argument('<file>', 'the spec; - reads standard input')
    .addOption(
      new Option('--target <target>', 'what to write').choices(Object.keys(targets)).makeOptionMandatory(),
    )
    .option('-o, --output <folder>', 'where to write (the spec’s name and the target, such as net-tfjs)')
    .option('--force', 'write over a folder that rnc did not write, or files that were changed since')
    .addOption(batchOption())
    .addOption(dtypeOption())
    .addOption(foldOption())
    .addOption(winogradOption())
    .addOption(tuningOption());
  return addWeightOptions(addNetworkOptions(command))
    .addHelpText(
      'after',
      `
Targets:
${Object.entries(targets)
  .map(([name, line]) => `  ${name.padEnd(8)} ${line}`)
  .join('\n')}

Examples:
  rnc compile net.resnet --target tfjs -o out
  rnc compile resnets.resnet --network resnet50 --target tfjs -o out --weights resnet50.safetensors
  rnc compile net.resnet --target tfjs --seed 1      with random weights, the same on every machine
  rnc compile net.resnet --target wgsl --weights net.safetensors && npx serve net-wgsl
  rnc compile net.resnet --target onnx --fold --weights net.safetensors
  rnc compile net.resnet --target pytorch && torchrun --nproc_per_node 2 net-pytorch/train.py --data synthetic
  rnc compile net.resnet --target wgsl --batch 8 --dtype f16 -o out

The weights of \`--weights\` go by PyTorch’s names and layouts, as torchvision and timm save them. wgsl and onnx cannot be
without: where none are given, they get random ones (seed 0).
Exit codes: 0 written, 1 the spec or the weights are wrong, 2 wrong usage or a file problem.`,
    )
    .action(run);
}

/** --weights and --seed, which exclude each other. */
export function addWeightOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--weights <file>',
        'take the weights from this file: safetensors, Keras’s .h5, TensorFlow.js’s model.json, ONNX',
      ).conflicts('seed'),
    )
    .addOption(new Option('--seed <n>', 'make random weights from this number').argParser(wholeNumber(0)));
}

async function run(file: string, _flags: Flags, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<Flags>();
  const { target } = flags;
  const known = await targetOptions(flags, target);
  const { chooseNetwork } = await import('./choose-network.ts');
  const network = await chooseNetwork(file, flags);
  if (!network) return;
  const { graph, origin, warnings, paths } = network;

  let weights: Weights | undefined;
  const given = flags.weights !== undefined || flags.seed !== undefined;
  if (given || needsWeights(target)) {
    const { noteRandomWeights, weightsFor } = await import('./weights.ts');
    weights = await weightsFor(graph, flags, flags.color);
    if (!weights) {
      process.exitCode = exitCodes.wrongInput;
      return;
    }
    if (!given) noteRandomWeights(graph, flags);
  }
  const { emit } = await import('../compile.ts');
  const options = { ...known, target, ...(weights === undefined ? {} : { weights }) };
  const { value: files, diagnostics } = emit(graph, options, origin);
  await showToPeople(network.show([...warnings, ...diagnostics]), 'stderr', flags.color);
  if (hasErrors(diagnostics)) {
    process.exitCode = exitCodes.wrongInput;
    return;
  }
  const name = file === standardInput ? 'network' : basename(file, extname(file));
  const folder = flags.output ?? `${name}-${target}`;
  const { writeOutputFolder } = await import('./output-folder.ts');
  await writeOutputFolder({ folder, target, files, force: flags.force === true, inputs: paths });
  note(`rnc: wrote ${plural(files.length, 'file')} to ${folder}: ${contents(files)}\n`);
}

/** `net.js, README.md, 14 in runtime`: what lies in the folder itself, and how much in those below. */
function contents(files: readonly OutputFile[]): string {
  const below = new Map<string, number>();
  for (const { path } of files) {
    const [folder, ...rest] = path.split('/');
    if (rest.length > 0) below.set(folder!, (below.get(folder!) ?? 0) + 1);
  }
  const own = files.map(({ path }) => path).filter((path) => !path.includes('/'));
  return [...own, ...[...below].map(([folder, count]) => `${count} in ${folder}`)].join(', ');
}
