import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/*
 * What fuzzing starts from: for each target a file of inputs, one on each line, the shortest first, packed and in base64. Together they reach
 * all of the code that any input reached, and none of them could be left out. `scripts/fuzz --keep` writes them.
 */
const folder = fileURLToPath(new URL('corpus', import.meta.url));
const fileOf = (target: string): string => `${folder}/${target}.base64`;

/** The names of what is fuzzed. */
export const targetNames: readonly string[] = readdirSync(fileURLToPath(new URL('targets', import.meta.url)))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort();

export function readCorpus(target: string): readonly Buffer[] {
  if (!existsSync(fileOf(target))) return [];
  const lines = readFileSync(fileOf(target), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => inflateRawSync(Buffer.from(line, 'base64')));
}

export function writeCorpus(target: string, inputs: readonly Buffer[]): void {
  const sorted = [...inputs].sort((a, b) => a.length - b.length || Buffer.compare(a, b));
  const lines = sorted.map((input) => `${deflateRawSync(input, { level: 9 }).toString('base64')}\n`);
  writeFileSync(fileOf(target), lines.join(''));
}

/** What once broke a promise, by a few words that say how: found/TARGET/WORDS. */
export function readFound(target: string): readonly (readonly [words: string, input: Buffer])[] {
  const found = fileURLToPath(new URL(`found/${target}`, import.meta.url));
  if (!existsSync(found)) return [];
  return readdirSync(found)
    .sort()
    .map((words) => [words.replaceAll('-', ' '), readFileSync(`${found}/${words}`)] as const);
}
