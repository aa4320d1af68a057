import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from '../../src/diagnostics/source.ts';

const folder = fileURLToPath(new URL('../../specs', import.meta.url));

/** The names of the specs in a folder of the corpus: `resnet18`, or in `broken` the forms that must not pass. */
export function specNames(below: '' | 'broken' | 'std' = ''): readonly string[] {
  return readdirSync(`${folder}/${below}`)
    .filter((file) => file.endsWith('.resnet'))
    .map((file) => file.slice(0, -'.resnet'.length))
    .sort();
}

/** A spec by its name, as `resnet18` or `broken/unpadded`. */
export function readSpec(name: string): SourceFile {
  return { name: `${name}.resnet`, text: readFileSync(`${folder}/${name}.resnet`, 'utf8') };
}
