import { formatFault } from '../../../src/weights/format-fault.ts';
import { writeSafetensors } from '../../../src/weights/safetensors.ts';
import { isPlainName } from '../../../src/weights/sharded.ts';
import type { Sibling } from '../../../src/weights/weight-file.ts';
import { expectThat } from './expect-diagnostics.ts';

const files: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = new Map([
  ['a.safetensors', writeSafetensors([{ name: 'a', shape: [2], data: Float32Array.of(1, 2) }])],
  ['b.safetensors', writeSafetensors([{ name: 'b', shape: [], data: Float32Array.of(3) }])],
  ['a.bin', new Uint8Array(16)],
  ['b.bin', new Uint8Array(3)],
]);

/** Files beside the one that is read. A reader that asks for a name with a folder in it would have left its own. */
export const sibling: Sibling = (name) => {
  expectThat(
    isPlainName(name) && !/[/\\\0]/.test(name) && name !== '..',
    `${JSON.stringify(name)} is a name`,
  );
  return files.get(name) ?? formatFault('there is no such file');
};
