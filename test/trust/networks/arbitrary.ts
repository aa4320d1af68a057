import fc from 'fast-check';
import type { GeneratedNetwork } from './network.ts';
import { writeNetwork } from './network.ts';

/** The numbers that networks are written by; fewer of them write smaller ones. */
const decisionsOf = (most: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(9999), { maxLength: most, size: 'max' });

export const decisions = decisionsOf(400);

/** Valid networks over the whole language; they shrink, for fewer and smaller numbers give simpler ones. A failure shows their text. */
export const networksOf = (most: number): fc.Arbitrary<GeneratedNetwork> =>
  decisionsOf(most).map((numbers) => {
    const network = writeNetwork(numbers);
    return Object.assign(network, { [fc.toStringMethod]: () => textOf(network) });
  });

export const networks = networksOf(400);

export function textOf({ files }: GeneratedNetwork): string {
  return files.map(({ name, text }) => `// ${name}\n${text}`).join('\n');
}
