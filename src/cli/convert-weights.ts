import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { plural } from '../diagnostics/wording.ts';
import { inPyTorchSpelling, type Tensors } from '../weights/align.ts';
import { writeSafetensors } from '../weights/safetensors.ts';
import { exitCodes, stop } from './exit.ts';
import type { NetworkFlags } from './network-options.ts';
import { type OpenedWeights, openWeights } from './read-weights.ts';
import type { SpecNetwork } from './spec-network.ts';
import { note } from './terminal.ts';

export interface ConvertFlags extends NetworkFlags {
  readonly spec?: string;
  readonly names: 'pytorch' | 'keras';
  readonly shards?: number;
  readonly force?: true;
  readonly color?: boolean;
}

type Form = 'safetensors' | 'index' | 'tfjs';

const indexEnding = '.safetensors.index.json';
/** What the Hugging Face libraries and tfjs-converter cut at. */
const defaultShard: Readonly<Record<Exclude<Form, 'safetensors'>, number>> = {
  index: 5e9,
  tfjs: 4 * 2 ** 20,
};

export async function convertWeights(from: string, to: string, flags: ConvertFlags): Promise<void> {
  const form = formOf(to);
  if (flags.shards !== undefined && form === 'safetensors')
    stop(2, `${to} is one file; --shards wants a name that ends in ${indexEnding}`);
  if (flags.names === 'keras' && flags.spec === undefined)
    stop(2, '--names keras needs the network: add --spec');
  if (flags.names === 'keras' && form === 'tfjs')
    stop(2, '--names is for safetensors; a model has its own names');
  if (form === 'tfjs' && flags.spec === undefined)
    stop(2, 'a TensorFlow.js model has the network in it: add --spec with the .resnet file');

  const network = flags.spec === undefined ? undefined : await specOf(flags.spec, flags);
  if (network === 'refused') return;
  const opened = await openWeights(from, flags.color);
  const tensors = opened && (await tensorsOf(opened, from, network, flags));
  if (!tensors) {
    process.exitCode = exitCodes.wrongInput;
    return;
  }
  noteRounding(opened);
  const inputs = [...opened.inputs.map((path) => realpathSync(path)), ...(network?.paths ?? [])];
  const files = await write({ form, to, tensors, network: network?.network, inputs, flags });
  note(`rnc: wrote ${plural(tensors.size, 'tensor')} to ${files}\n`);
}

interface OpenedSpec {
  readonly network: SpecNetwork;
  readonly paths: readonly string[];
}

async function specOf(file: string, flags: ConvertFlags): Promise<OpenedSpec | 'refused'> {
  const { specNetwork } = await import('./spec-network.ts');
  const network = await specNetwork(file, flags);
  if (!network) return 'refused';
  const path = network.spec.pathOf(network.spec.source.name);
  return { network, paths: path === undefined ? [] : [path] };
}

async function tensorsOf(
  { file }: OpenedWeights,
  from: string,
  opened: OpenedSpec | undefined,
  { names, color }: ConvertFlags,
): Promise<Tensors | undefined> {
  if (opened === undefined) return inPyTorchSpelling(file);
  const { graph } = opened.network;
  const { fitWeights } = await import('./weights.ts');
  const tensors = await fitWeights(graph, file, from, color);
  if (names === 'pytorch' || tensors === undefined) return tensors;
  const { inKerasSpelling } = await import('../weights/keras-spelling.ts');
  return inKerasSpelling(graph, tensors);
}

function noteRounding({ file }: OpenedWeights): void {
  const wide = [...file.dtypes].filter(([name, dtype]) => dtype === 'F64' && file.tensors.has(name)).length;
  if (wide > 0)
    note(`rnc: ${plural(wide, 'float64 tensor')} ${wide === 1 ? 'was' : 'were'} rounded to float32\n`);
}

/** By the output's name. */
function formOf(to: string): Form {
  const name = basename(to);
  if (name.endsWith(indexEnding) && name !== indexEnding) return 'index';
  const ending = extname(name).toLowerCase();
  switch (ending) {
    case '.safetensors':
      return 'safetensors';
    case '.json':
      if (name === 'model.json') return 'tfjs';
      return stop(
        2,
        `${to}: a TensorFlow.js model’s file is called model.json, an index of shards NAME${indexEnding}`,
      );
    case '.pt':
    case '.pth':
    case '.bin':
    case '.ckpt':
    case '.pkl':
      return stop(
        2,
        `${to}: rnc writes no pickles; PyTorch reads safetensors with safetensors.torch.load_file`,
      );
    case '.h5':
    case '.hdf5':
    case '.keras':
      return stop(
        2,
        `${to}: rnc reads Keras’s HDF5 and does not write it; write NAME.safetensors with --names keras instead`,
      );
    case '.onnx':
      return stop(2, `${to}: \`rnc compile SPEC --target onnx --weights FILE\` writes the network as ONNX`);
    case '':
      return 'tfjs';
    default:
      return stop(
        2,
        `${to}: rnc does not write ${ending}; it writes .safetensors, or a folder for TensorFlow.js`,
      );
  }
}

interface Writing {
  readonly form: Form;
  readonly to: string;
  readonly tensors: Tensors;
  readonly network: SpecNetwork | undefined;
  /** Real paths that were read: never overwritten, whatever is forced. */
  readonly inputs: readonly string[];
  readonly flags: ConvertFlags;
}

/** Writes all or nothing, and says what. */
async function write({ form, to, tensors, network, inputs, flags }: Writing): Promise<string> {
  const force = flags.force === true;
  switch (form) {
    case 'safetensors': {
      refuseExisting(to, [to], inputs, force);
      const { replaceFile } = await import('./write-file.ts');
      await replaceFile(to, bytesOf(tensors, [...tensors.keys()]));
      return to;
    }
    case 'index': {
      const { planShards, shardIndex } = await import('../weights/sharded.ts');
      const stem = basename(to).slice(0, -indexEnding.length);
      const shards = planShards(tensors, flags.shards ?? defaultShard.index, stem);
      const folder = dirname(to);
      refuseExisting(to, [...shards.map(({ name }) => join(folder, name)), to], inputs, force);
      const { writeFilesInto } = await import('./output-folder.ts');
      await writeFilesInto(folder, [
        ...shards.map(({ name, tensors: names }) => ({ path: name, content: () => bytesOf(tensors, names) })),
        { path: basename(to), content: () => shardIndex(tensors, shards) },
      ]);
      return `${to} and ${plural(shards.length, 'shard')}`;
    }
    case 'tfjs': {
      const folder = basename(to) === 'model.json' ? dirname(to) : to;
      const { layersModelFiles } = await import('./layers-model.ts');
      const { writeOutputFolder } = await import('./output-folder.ts');
      const { files, customLayers } = await layersModelFiles(
        network!,
        tensors,
        flags.shards ?? defaultShard.tfjs,
      );
      await writeOutputFolder({ folder, target: 'tfjs-layers', files, force, inputs });
      if (customLayers.length > 0)
        note(
          `rnc: the model has layers that TensorFlow.js has not (${customLayers.join(', ')}):\n` +
            'rnc: before tf.loadLayersModel, import { registerLayers } from runtime/runtime.js beside it, and call registerLayers(tf)\n',
        );
      return join(folder, 'model.json');
    }
  }
}

function bytesOf(tensors: Tensors, names: readonly string[]): Uint8Array<ArrayBuffer> {
  return writeSafetensors(names.map((name) => ({ name, ...tensors.get(name)! })));
}

function refuseExisting(
  shown: string,
  paths: readonly string[],
  inputs: readonly string[],
  force: boolean,
): void {
  for (const path of paths.filter((place) => existsSync(place))) {
    if (inputs.includes(realpathSync(resolve(path))))
      stop(2, `cannot write ${shown}: ${path} is an input of this command`);
    if (!force) stop(2, `${path} exists already; choose another name, or add --force`);
  }
}
