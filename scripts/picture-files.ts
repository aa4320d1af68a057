import { readFileSync } from 'node:fs';
import { check, drawNetwork } from '../src/index.ts';

/** The pictures that docs/pictures.md shows. */
const shown = ['resnet18', 'resnet34', 'googlenet', 'densenet121'];

/** The files of docs/pictures, by name. */
export function pictures(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const name of shown) {
    const text = readFileSync(new URL(`../specs/${name}.resnet`, import.meta.url), 'utf8');
    for (const graph of check({ name: `${name}.resnet`, text }).networks)
      files.set(`${graph.name}.svg`, drawNetwork(graph).value);
  }
  return files;
}
