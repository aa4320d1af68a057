import fc from 'fast-check';
import type { GeneratedNetwork } from './network.ts';
import { writeNetwork } from './network.ts';

/** The numbers that networks are written by. */
export const decisions = fc.array(fc.nat(9999), { maxLength: 400, size: 'max' });

/** Valid networks over the whole language; they shrink, for fewer and smaller numbers give simpler ones. A failure shows their text. */
export const networks: fc.Arbitrary<GeneratedNetwork> = decisions.map((numbers) => {
  const network = writeNetwork(numbers);
  return Object.assign(network, { [fc.toStringMethod]: () => textOf(network) });
});

export function textOf({ files }: GeneratedNetwork): string {
  return files.map(({ name, text }) => `// ${name}\n${text}`).join('\n');
}
