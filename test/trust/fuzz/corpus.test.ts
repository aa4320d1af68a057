import { describe, expect, it } from 'vitest';
import { byEffort } from '../effort.ts';
import { readCorpus, readFound, targetNames } from './corpus.ts';

/** A sample takes every fourth, of all lengths. */
const step = byEffort({ sample: 4, deep: 1 });

interface Target {
  readonly fuzz: (data: Buffer) => void;
}

/** Inputs that reached code of their own, and every one that once broke a promise, again: in Node alone, without the fuzzer. */
describe.each(targetNames)('%s', async (name) => {
  const { fuzz } = (await import(`./targets/${name}.ts`)) as Target;

  it('answers all of its corpus', () => {
    const corpus = readCorpus(name);
    expect(corpus.length).toBeGreaterThan(20);
    for (const input of corpus.filter((_, index) => index % step === 0))
      expect(() => fuzz(input), input.toString('base64')).not.toThrow();
  });

  it.each(readFound(name))('answers what was found: %s', (_, input) => {
    expect(() => fuzz(input)).not.toThrow();
  });
});
