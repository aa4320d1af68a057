import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readCorpus, writeCorpus } from './corpus.ts';
import { dictionaryLine, dictionaryOf } from './dictionaries.ts';
import { seedsOf } from './seeds.ts';

/*
 * libFuzzer has a file for each input. `unpack TARGET…` writes the corpus and the seeds to build/fuzz/corpus/TARGET, beside what
 * earlier runs left there, and the target's words; `pack TARGET` takes what minimising left in build/fuzz/kept/TARGET.
 */
const [command, ...targets] = process.argv.slice(2);
for (const target of targets) {
  if (command === 'unpack') {
    const folder = `build/fuzz/corpus/${target}`;
    mkdirSync(folder, { recursive: true });
    const inputs = [...readCorpus(target), ...seedsOf(target)];
    for (const [index, input] of inputs.entries()) writeFileSync(`${folder}/given-${index}`, input);
    writeFileSync(`build/fuzz/${target}.dict`, dictionaryOf(target).map(dictionaryLine).join(''));
  } else {
    const folder = `build/fuzz/kept/${target}`;
    writeCorpus(
      target,
      readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`)),
    );
    rmSync(`build/fuzz/corpus/${target}`, { recursive: true });
  }
}
