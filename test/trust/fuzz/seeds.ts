import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { examples } from '../../grammar/reference.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const specsBelow = (folder: string): readonly Buffer[] =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.resnet'))
    .sort()
    .map((file) => readFileSync(`${root}/${folder}/${file}`));

/** Not the published networks: reading one takes a hundred times as long as these. */
const texts = (): readonly Buffer[] => [
  ...specsBelow('specs/std'),
  ...specsBelow('test/errors'),
  ...examples.map(({ text }) => Buffer.from(text)),
];

/** Texts that the repository has anyway; what other targets start from is in their corpus. */
export function seedsOf(target: string): readonly Buffer[] {
  return target === 'parse' || target === 'check' ? texts() : [];
}
