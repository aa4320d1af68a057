import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { plural } from '../diagnostics/wording.ts';
import type { Tensors } from '../weights/align.ts';
import { writeSafetensors } from '../weights/safetensors.ts';
import type { ChosenNetwork } from './choose-network.ts';
import { stop } from './exit.ts';
import { note } from './terminal.ts';

type Form = 'safetensors' | 'index' | 'tfjs';

const indexEnding = '.safetensors.index.json';
/** What the Hugging Face libraries and tfjs-converter cut at. */
const defaultShard: Readonly<Record<Exclude<Form, 'safetensors'>, number>> = {
  index: 5e9,
  tfjs: 4 * 2 ** 20,
};

const noPickles = 'rnc writes no pickles; PyTorch reads safetensors with safetensors.torch.load_file';
const noHdf5 =
  'rnc reads Keras’s HDF5 and does not write it; write NAME.safetensors with --names keras instead';
/** Endings that somebody may well ask for, and what to do instead. */
const refusals: ReadonlyMap<string, string> = new Map([
  ...['.pt', '.pth', '.bin', '.ckpt', '.pkl'].map((ending) => [ending, noPickles] as const),
  ...['.h5', '.hdf5', '.keras'].map((ending) => [ending, noHdf5] as const),
  ['.onnx', '`rnc compile SPEC --target onnx --weights FILE` writes the network as ONNX'],
  ['.json', `a TensorFlow.js model’s file is called model.json, an index of shards NAME${indexEnding}`],
]);

/** By the output's name. */
export function formOf(to: string): Form {
  const name = basename(to);
  const ending = extname(name).toLowerCase();
  if (name.endsWith(indexEnding) && name !== indexEnding) return 'index';
  if (ending === '.safetensors') return 'safetensors';
  if (ending === '' || name === 'model.json') return 'tfjs';
  const instead = `rnc does not write ${ending}; it writes .safetensors, or a folder for TensorFlow.js`;
  return stop(2, `${to}: ${refusals.get(ending) ?? instead}`);
}

interface Writing {
  readonly form: Form;
  readonly to: string;
  readonly tensors: Tensors;
  readonly network: ChosenNetwork | undefined;
  /** Real paths that were read: never overwritten, whatever is forced. */
  readonly inputs: readonly string[];
  /** The largest shard, in bytes. */
  readonly shards: number | undefined;
  readonly force: boolean;
}

/** Writes all or nothing, and says what. */
export async function writeWeights({
  form,
  to,
  tensors,
  network,
  inputs,
  shards: shardBytes,
  force,
}: Writing): Promise<string> {
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
      const shards = planShards(tensors, shardBytes ?? defaultShard.index, stem);
      const folder = dirname(to);
      refuseExisting(to, [...shards.map(({ name }) => join(folder, name)), to], inputs, force);
      const { writeFilesInto } = await import('./output-folder.ts');
      const files = [
        ...shards.map(({ name, tensors: names }) => ({ path: name, content: () => bytesOf(tensors, names) })),
        { path: basename(to), content: () => shardIndex(tensors, shards) },
      ];
      const earlier = shardsListed(to, stem).filter(
        (name) => !inputs.includes(realpathSync(resolve(folder, name))),
      );
      await writeFilesInto(folder, files, earlier);
      return `${to} and ${plural(shards.length, 'shard')}`;
    }
    case 'tfjs': {
      const folder = basename(to) === 'model.json' ? dirname(to) : to;
      const { layersModelFiles } = await import('./layers-model.ts');
      const { writeOutputFolder } = await import('./output-folder.ts');
      const { files, customLayers } = await layersModelFiles(
        network!,
        tensors,
        shardBytes ?? defaultShard.tfjs,
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

/** The shards that an index there names and that are called as rnc calls its own: nobody will look for them under a new index. */
function shardsListed(index: string, stem: string): readonly string[] {
  if (!existsSync(index)) return [];
  const own = /^-\d{5}-of-\d{5}\.safetensors$/;
  try {
    const { weight_map: map } = JSON.parse(readFileSync(index, 'utf8')) as { weight_map: object };
    return [...new Set(Object.values(map))].filter(
      (name): name is string =>
        typeof name === 'string' &&
        name.startsWith(stem) &&
        own.test(name.slice(stem.length)) &&
        existsSync(join(dirname(index), name)),
    );
  } catch {
    // What is no index names nothing, and is replaced like any other file.
    return [];
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
