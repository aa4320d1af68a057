import { Command, InvalidArgumentError, Option } from 'commander';
import type { ConvertFlags } from './convert-weights.ts';
import type { InspectFlags } from './inspect-weights.ts';
import { addNetworkOptions } from './network-options.ts';

export function weightsCommand(): Command {
  return new Command('weights')
    .summary('look into a file of weights, or convert it')
    .description('Reads and writes the weights of networks in the formats of several frameworks.')
    .addCommand(inspectCommand())
    .addCommand(convertCommand())
    .addHelpText(
      'after',
      `
Examples:
  rnc weights inspect resnet50.safetensors
  rnc weights convert resnet50.h5 resnet50.safetensors

\`rnc weights inspect --help\` and \`rnc weights convert --help\` explain each.
Exit codes: 0 fine, 1 the weights are wrong, 2 wrong usage or a file problem.`,
    );
}

const formats = `
Formats, told by a file’s first bytes:
  safetensors      one file, or NAME.safetensors.index.json with its shards beside it
  Keras            .h5 with a model or its weights, .weights.h5 of Keras 3
  TensorFlow.js    model.json of a layers model with its shards beside it, or the folder of them
  ONNX             the initialisers of a model
A pickle (.pt, .pth, .bin) can run any code when it is opened: rnc says how to convert it, and does not open it.`;

function inspectCommand(): Command {
  const command = new Command('inspect')
    .summary('what is in a file')
    .description('Shows format, size, tensors, NaN and ∞, and which bundled network the weights are of.')
    .argument('<file>', 'the weights')
    .option('--spec <file>', 'also compare with this network, tensor by tensor')
    .option('--tensors', 'list every tensor, not only the first twenty')
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table'));
  return addNetworkOptions(command)
    .addHelpText(
      'after',
      `${formats}

Examples:
  rnc weights inspect resnet50.safetensors
  rnc weights inspect model/ --format json
  rnc weights inspect checkpoint.safetensors --spec net.resnet     what is missing, what is another shape

Exit codes: 0 fine, 1 the file is broken or does not fit the spec, 2 wrong usage or a file problem.`,
    )
    .action(async (file: string, _flags: InspectFlags, self: Command) => {
      const { inspectWeights } = await import('./inspect-weights.ts');
      await inspectWeights(file, self.optsWithGlobals<InspectFlags>());
    });
}

function convertCommand(): Command {
  const command = new Command('convert')
    .summary('write weights in another format')
    .description('Reads weights in any format and writes them in the one that the output’s name says.')
    .argument('<from>', 'the weights')
    .argument('<to>', 'NAME.safetensors, NAME.safetensors.index.json, or a folder for a TensorFlow.js model')
    .option('--spec <file>', 'the network: its names, its order, nothing missing and nothing more')
    .addOption(
      new Option('--names <whose>', 'how safetensors are to be spelt')
        .choices(['pytorch', 'keras'])
        .default('pytorch'),
    )
    .addOption(
      new Option(
        '--shards <size>',
        'the largest shard, as in 500MB (5GB; 4MB of a TensorFlow.js model)',
      ).argParser(parseSize),
    )
    .option('--force', 'write over what is there');
  return addNetworkOptions(command)
    .addHelpText(
      'after',
      `${formats}

Without --spec, Keras’s layouts become PyTorch’s, and layers keep their names. With it, the layers get the spec’s paths,
and every tensor must be there in its shape. Layers with other names are taken in the order in which they are computed,
where that leaves one way only; what was taken for what is said.
A TensorFlow.js model needs the spec. It loads with tf.loadLayersModel.

Examples:
  rnc weights convert resnet50.h5 resnet50.safetensors --spec specs/keras_resnet50.resnet
  rnc weights convert resnet18.safetensors web-model --spec specs/resnet18.resnet
  rnc weights convert web-model/model.json resnet18.safetensors
  rnc weights convert big.safetensors big.safetensors.index.json --shards 500MB

Exit codes: 0 written, 1 the weights or the spec are wrong, 2 wrong usage or a file problem.`,
    )
    .action(async (from: string, to: string, _flags: ConvertFlags, self: Command) => {
      const { convertWeights } = await import('./convert-weights.ts');
      await convertWeights(from, to, self.optsWithGlobals<ConvertFlags>());
    });
}

const units: Readonly<Record<string, number>> = { '': 1, KB: 1e3, MB: 1e6, GB: 1e9 };

/** `500MB`, as the Hugging Face libraries write sizes. */
function parseSize(text: string): number {
  const [, digits, unit] = /^(\d{1,12})\s*([KMG]B|)$/i.exec(text) ?? [];
  const bytes = Number(digits) * (units[unit?.toUpperCase() ?? ''] ?? Number.NaN);
  if (!Number.isSafeInteger(bytes) || bytes < 1) throw new InvalidArgumentError('Write it as 500MB or 5GB.');
  return bytes;
}
