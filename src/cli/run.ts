import { Command, Option } from 'commander';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { inputShape, outputShape } from '../ir/graph.ts';
import { addWeightOptions } from './compile.ts';
import { decode } from './decode.ts';
import { exitCodes, stop } from './exit.ts';
import { addNetworkOptions, type NetworkFlags, numberList, wholeNumber } from './network-options.ts';
import { readBytes } from './read-bytes.ts';
import { showToPeople } from './show.ts';
import {
  dtypeOption,
  foldOption,
  needsWeights,
  programOption,
  type TargetFlags,
  targetOptions,
  tuningOption,
  winogradOption,
} from './target-options.ts';
import { note, print } from './terminal.ts';
import { topTable } from './top.ts';
import type { WeightFlags } from './weights.ts';
import { refuseInput, replaceFile } from './write-file.ts';

interface Flags extends NetworkFlags, WeightFlags, Omit<TargetFlags, 'batch'> {
  readonly target: 'tfjs' | 'wgsl' | 'onnx';
  readonly input: string;
  readonly output?: string;
  readonly top?: number;
  readonly labels?: string;
  readonly resize?: number;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly color?: boolean;
}

const maximumLabelBytes = 2 ** 20;
const defaultTop = 5;

export function runCommand(): Command {
  const command = new Command('run')
    .summary('run a network on a picture or an array')
    .description(
      'Compiles a network and runs it in this process: on TensorFlow.js’s wasm backend, on WebGPU, or as a model of ONNX Runtime.',
    )
    .argument('<file>', 'the spec; - reads standard input')
    .requiredOption('--input <file>', 'a .png or .jpg picture, or an .npy batch (float32, N×C×H×W)')
    .addOption(
      new Option('--target <target>', 'what to run it on').choices(['tfjs', 'wgsl', 'onnx']).default('tfjs'),
    )
    .option('--output <file>', 'write the outputs as .npy (float32, N×classes)')
    .addOption(
      new Option('--top <n>', 'print the n largest outputs (5, unless --output is given)').argParser(
        wholeNumber(1),
      ),
    )
    .option('--labels <file>', 'names of the classes for --top, one per line')
    .addOption(
      new Option(
        '--resize <pixels>',
        'of a picture: what its shorter side becomes before the middle is cut out',
      ).argParser(wholeNumber(1)),
    )
    .addOption(new Option('--mean <numbers>', 'of a picture: subtracted per channel').argParser(numberList))
    .addOption(new Option('--std <numbers>', 'of a picture: divided by per channel').argParser(numberList))
    .addOption(dtypeOption())
    .addOption(foldOption())
    .addOption(winogradOption())
    .addOption(tuningOption())
    .addOption(programOption());
  return addWeightOptions(addNetworkOptions(command))
    .addHelpText(
      'after',
      `
A picture is resized, cut to the network’s input and normalised as torchvision’s evaluation transform does, by default
with ImageNet’s mean and standard deviation. Without --weights the weights are random (--seed, 0): then the
outputs show that the network runs, and nothing more.

Examples:
  rnc run specs/resnet50.resnet --input cat.jpg --weights resnet50.safetensors --labels imagenet.txt
  rnc run specs/resnet20.resnet --input batch.npy --output scores.npy
  rnc run net.resnet --input digit.png --mean 0.1307 --std 0.3081
  rnc run net.resnet --target wgsl --input batch.npy --output scores.npy
  rnc run net.resnet --target onnx --input batch.npy --output scores.npy

\`--target tfjs\` needs the npm packages @tensorflow/tfjs and @tensorflow/tfjs-backend-wasm, \`--target wgsl\` the npm package
webgpu and an adapter: a graphics processor, or a Vulkan driver that does without, such as Mesa’s lavapipe; and
\`--target onnx\` the npm package onnxruntime-node, whose CPU engine it uses.

Exit codes: 0 ran, 1 the spec, the weights or the input are wrong, 2 wrong usage or a file problem.`,
    )
    .action(run);
}

async function run(file: string, _flags: Flags, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<Flags>();
  const { target } = flags;
  const { program, ...known } = await targetOptions(flags, target);
  const { chooseNetwork } = await import('./choose-network.ts');
  const network = await chooseNetwork(file, flags);
  if (!network) return;
  const { graph, config, origin } = network;
  refuseInput(flags.output, [...network.paths, flags.input, flags.labels, flags.weights, flags.tuning]);

  const { readInput } = await import('./read-input.ts');
  const image = imageOptions(flags, { ...config.image }, inputShape(graph)[0]);
  const input = await readInput(flags.input, inputShape(graph), image, flags.color);
  if (!input) {
    process.exitCode = exitCodes.wrongInput;
    return;
  }
  const labels = flags.labels === undefined ? undefined : readLabels(flags.labels, outputShape(graph)[0]);
  const { noteRandomWeights, weightsFor } = await import('./weights.ts');
  const weights = await weightsFor(graph, flags, flags.color);
  if (!weights) {
    process.exitCode = exitCodes.wrongInput;
    return;
  }
  noteRandomWeights(graph, flags);

  const needed = needsWeights(target) ? { weights } : {};
  const fixed = target === 'wgsl' ? { batch: input.shape[0]! } : {};
  const { emit } = await import('../compile.ts');
  const { value: files, diagnostics } = emit(graph, { ...known, ...needed, ...fixed, target }, origin);
  if (hasErrors(diagnostics)) {
    await showToPeople(network.show(diagnostics), 'stderr', flags.color);
    process.exitCode = exitCodes.wrongInput;
    return;
  }
  const run = {
    tfjs: async () => (await import('./run-tfjs.ts')).runTfjs(files, graph.name, weights, input),
    wgsl: async () => (await import('./run-wgsl.ts')).runWgsl(files, graph.name, input, program),
    onnx: async () => (await import('./run-onnx.ts')).runOnnx(files, graph.name, input),
  };
  const output = await run[target]();
  if (flags.output !== undefined) {
    const { writeNpy } = await import('../data/npy.ts');
    await replaceFile(flags.output, writeNpy(output));
    note(`rnc: wrote ${output.shape.join('×')} to ${flags.output}\n`);
  }
  if (flags.top === undefined && flags.output !== undefined) return;
  if (output.shape.length !== 2)
    stop(2, 'the network ends in a feature map, not in classes; write it with --output');
  const probabilities = graph.nodes[graph.output]!.op === 'softmax';
  print(topTable(output, flags.top ?? defaultTop, labels, probabilities));
}

function imageOptions(
  flags: Flags,
  config: { mean?: readonly number[]; std?: readonly number[] },
  channels: number,
) {
  const { resize, mean, std } = flags;
  const image = {
    ...config,
    ...(resize === undefined ? {} : { resize }),
    ...(mean === undefined ? {} : { mean }),
    ...(std === undefined ? {} : { std }),
  };
  for (const [name, values] of Object.entries({ mean: image.mean, std: image.std })) {
    if (values && values.length !== channels) {
      stop(2, `the ${name} has ${values.length} numbers; the network’s input has ${channels} channels`);
    }
  }
  if (image.std?.some((value) => value === 0)) stop(2, 'a standard deviation is 0');
  return image;
}

function readLabels(path: string, classes: number): readonly string[] {
  const read = readBytes(path, maximumLabelBytes);
  if (read.kind === 'refused') stop(2, `cannot read ${path}: ${read.reason}`);
  if (read.kind === 'too-large') stop(2, `${path} has more than ${maximumLabelBytes} bytes`);
  const decoded = decode(read.bytes);
  if (decoded.kind !== 'text') stop(2, `${path} is not UTF-8 text`);
  const labels = decoded.text.replace(/\r?\n$/, '').split(/\r?\n/);
  if (labels.length !== classes) {
    stop(2, `${path} has ${labels.length} lines; the network has ${classes} classes`);
  }
  return labels;
}
