import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTemporaryFolder, python } from './python.ts';

const program = fileURLToPath(new URL('keras_file.py', import.meta.url));

const advice = 'writing HDF5 as Keras does needs h5py; on Debian: apt-get install python3-h5py';

/** For `describe.skipIf(!hasH5py)`. Under CI=true this module throws instead. */
export const hasH5py: boolean =
  python !== undefined && spawnSync(python, ['-c', 'import h5py'], { stdio: 'ignore' }).status === 0;
if (!hasH5py) {
  if (process.env.CI === 'true') throw new Error(advice);
  console.warn(`tests against h5py are skipped: ${advice}`);
}

export type KerasLayout = 'weights' | 'model' | 'nested' | 'keras3' | 'keras3-unnamed';

/** A layer of Keras, and the path that PyTorch's names begin with. */
export interface KerasLayer {
  readonly layer: string;
  /** In snake case, as Keras 3 numbers its layers. */
  readonly class: string;
  readonly path: string;
  readonly variables: Readonly<Record<string, readonly number[]>>;
}

export interface KerasFile {
  /** What Keras saves, written by h5py. */
  readonly h5: Uint8Array<ArrayBuffer>;
  /** The same numbers under PyTorch's names and in its layouts. */
  readonly expected: Uint8Array<ArrayBuffer>;
}

/** Random weights of these layers, which are in the order of `model.layers`. h5py is in Debian's python3-h5py. */
export function kerasFile(layers: readonly KerasLayer[], layout: KerasLayout): KerasFile {
  return inTemporaryFolder((folder) => {
    const list = join(folder, 'layers.json');
    writeFileSync(list, JSON.stringify(layers));
    execFileSync(python!, [program, '--layers', list, '--layout', layout, '--out', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
    return { h5: read('model.h5'), expected: read('expected.safetensors') };
  });
}
