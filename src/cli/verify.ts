import { Command, InvalidArgumentError, Option } from 'commander';
import type { NumberArray } from '../data/npy.ts';
import type { Graph } from '../index.ts';
import type { Batch } from '../reference/run.ts';
import { addWeightOptions } from './compile.ts';
import { exitCodes } from './exit.ts';
import { addNetworkOptions, type NetworkFlags, wholeNumber } from './network-options.ts';
import { note, print, shownOn } from './terminal.ts';
import type { VerifiedTarget } from './verify/forms.ts';
import type { WeightFlags, Weights } from './weights.ts';

interface Flags extends NetworkFlags, WeightFlags {
  readonly targets?: readonly VerifiedTarget[];
  readonly input?: string;
  readonly batch?: number;
  readonly tolerance?: number;
  readonly format: 'table' | 'json';
  readonly color?: boolean;
}

const verifiable: readonly VerifiedTarget[] = ['tfjs', 'wgsl', 'onnx', 'pytorch'];

export function verifyCommand(): Command {
  const command = new Command('verify')
    .summary('prove that every target computes the same')
    .description(
      'Compiles a network for every target, gives all of them the same weights and the same input, and compares what they compute with a reference in double precision.',
    )
    .argument('<file>', 'the spec; - reads standard input')
    .addOption(
      new Option('--targets <names>', 'only these, with commas: tfjs,wgsl,onnx,pytorch').argParser(
        targetList,
      ),
    )
    .option(
      '--input <file>',
      'a .png or .jpg picture, or an .npy batch (float32, N×C×H×W), instead of random numbers',
    )
    .addOption(
      new Option('--batch <n>', 'how many random pictures (1)')
        .argParser(wholeNumber(1, 1024))
        .conflicts('input'),
    )
    .addOption(
      new Option(
        '--tolerance <number>',
        'the largest difference that is allowed, relative to the largest output (1e-5; 1e-4 where Winograd’s algorithm is used)',
      ).argParser(positive),
    )
    .addOption(
      new Option('--format <format>', 'how to print the result').choices(['table', 'json']).default('table'),
    );
  return addWeightOptions(addNetworkOptions(command))
    .addHelpText(
      'after',
      `
Each target runs on an engine of its own: tfjs on TensorFlow.js’s wasm backend, wgsl on a WebGPU adapter, onnx on ONNX Runtime,
pytorch in Python. Without --targets, those that are not installed here are named and passed over; a target that is
asked for must be there. Where one departs, the first layer at which it does is looked for. Without --weights the weights are
random (--seed, 0), with scales, shifts and running statistics that are not trivial, so that a mistake shows. The reference is exact
and slow: large networks take a minute; --input-shape makes them smaller.

Examples:
  rnc verify net.resnet
  rnc verify specs/resnet50.resnet --weights resnet50.safetensors --input cat.jpg
  rnc verify specs/vgg19.resnet --input-shape 3x64x64 --targets wgsl,onnx
  rnc verify net.resnet --format json

Exit codes: 0 all agree, 1 one departs, or the spec or the weights are wrong, 2 wrong usage, a file problem or no engine.`,
    )
    .action(run);
}

/** A file's, or random ones under which a mistake shows. */
async function weightsToVerify(graph: Graph, flags: Flags, input: NumberArray): Promise<Weights | undefined> {
  if (flags.weights !== undefined)
    return (await import('./weights.ts')).weightsFor(graph, flags, flags.color);
  const { probeWeights } = await import('../reference/probe-weights.ts');
  return probeWeights(graph, flags.seed ?? 0, { shape: input.shape as Batch['shape'], data: input.data });
}

function targetList(text: string): readonly VerifiedTarget[] {
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!verifiable.some((known) => known === name))
      throw new InvalidArgumentError(`Take them from ${verifiable.join(', ')}, with commas between.`);
  }
  return verifiable.filter((known) => names.includes(known));
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1))
    throw new InvalidArgumentError('It must be a number between 0 and 1, as in 1e-5.');
  return value;
}

async function run(file: string, _flags: Flags, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<Flags>();
  const { chooseNetwork } = await import('./choose-network.ts');
  const network = await chooseNetwork(file, flags);
  if (!network) return;
  const { graph, config, origin } = network;
  const { inputFor } = await import('./verify/input.ts');
  const input = await inputFor(graph, flags, config.image, flags.color);
  const weights = input && (await weightsToVerify(graph, flags, input));
  if (!input || !weights) {
    process.exitCode = exitCodes.wrongInput;
    return;
  }
  const { locator } = await import('../compile.ts');
  const { verify } = await import('./verify/verify-network.ts');
  const verdicts = await verify({
    material: { graph, weights, input },
    origin,
    targets: flags.targets ?? verifiable,
    required: flags.targets !== undefined,
    tolerance: flags.tolerance,
    onProgress: (doing) => note(`rnc: ${doing} …\n`),
  });
  const { verdictsAsJson, verdictsAsTable } = await import('./verify/show-verdicts.ts');
  const find = locator(origin.files);
  const locate: typeof find = (location) => {
    const place = find(location);
    return { ...place, file: network.shown(place.file) };
  };
  const shown = { graph, input: input.shape, verdicts, locate };
  const { colour } = shownOn('stdout', flags.color);
  print(flags.format === 'json' ? verdictsAsJson(shown) : verdictsAsTable(shown, colour));
  if (verdicts.every(({ kind }) => kind === 'absent')) process.exitCode = exitCodes.usage;
  else if (verdicts.some(({ kind }) => kind === 'departs' || kind === 'fails'))
    process.exitCode = exitCodes.wrongInput;
}
