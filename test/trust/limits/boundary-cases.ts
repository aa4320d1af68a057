import type { LimitName } from '../../../src/diagnostics/limits.ts';

/** For one limit, an input that asks for exactly so much. */
export interface BoundaryCase {
  readonly limit: LimitName;
  /** What `most` is where the test sets it itself. */
  readonly lowered: number;
  /** A file that asks for `amount` of what is limited, and is right but for that. */
  readonly input: (amount: number) => Input;
  /** Why the default itself is not tried; without it, it is. */
  readonly notAtDefault?: string;
}

export interface Input {
  readonly text: string;
  readonly files?: ReadonlyMap<string, string>;
}

const network = (body: string): string => `network n {\ninput 1 x 8 x 8\n${body}\n}\n`;
const just = (body: string): Input => ({ text: network(body) });
const copies = (count: number, copy: (index: number) => string, between = ''): string =>
  Array.from({ length: count }, (_, index) => copy(index)).join(between);

/** A chain of files, each importing the next: `count` of them behind the first. */
function chain(count: number): Input {
  const importing = (index: number): string => `import {b} from "./f${index}.resnet"\n`;
  const block = 'block b() { relu }\n';
  const files = new Map(
    Array.from({ length: count }, (_, index) => [
      `./f${index}.resnet`,
      index === count - 1 ? block : `import {b as c} from "./f${index + 1}.resnet"\nblock b() { c() }\n`,
    ]),
  );
  return { text: `${importing(0)}${network('b()')}`, files };
}

export const boundaryCases: readonly BoundaryCase[] = [
  {
    limit: 'bytes',
    lowered: 200,
    input: (amount) => {
      const text = `${network('relu')}//`;
      const left = amount - text.length;
      return { text: `${text}${'é'.repeat(left >> 1)}${'e'.repeat(left % 2)}` };
    },
  },
  {
    limit: 'tokens',
    lowered: 40,
    // `network n { ⏎ input 1 x 8 x 8 ⏎ relu ⏎ } ⏎` has 15, and a comment is one more.
    input: (amount) => ({ text: `${network('relu')}${'\n'.repeat(amount - 16)}//` }),
  },
  {
    limit: 'nesting',
    lowered: 10,
    input: (amount) => just(`${'{'.repeat(amount - 1)}relu${'}'.repeat(amount - 1)}`),
  },
  { limit: 'expression', lowered: 10, input: (amount) => just(`maxpool 1${'+0'.repeat(amount)}`) },
  { limit: 'name', lowered: 10, input: (amount) => just(`${'a'.repeat(amount)}: relu`) },
  {
    limit: 'string',
    lowered: 10,
    input: (amount) => just(`if "${'a'.repeat(amount)}" == "" { relu }\nrelu`),
  },
  {
    limit: 'files',
    lowered: 5,
    input: (amount) => ({
      text: `${copies(amount - 1, (index) => `import {b as c${index}} from "./f${index}.resnet"\n`)}${network(copies(amount - 1, (index) => `c${index}()\n`))}`,
      files: new Map(
        Array.from({ length: amount - 1 }, (_, index) => [`./f${index}.resnet`, 'block b() { relu }\n']),
      ),
    }),
  },
  { limit: 'importDepth', lowered: 3, input: chain },
  {
    limit: 'depth',
    lowered: 10,
    // The network is one, and each block that is called.
    input: (amount) => ({
      text: `block b1() { relu }\n${copies(amount - 2, (index) => `block b${index + 2}() { c: b${index + 1}() }\n`)}${network(`c: b${amount - 1}()`)}`,
    }),
  },
  {
    limit: 'operators',
    lowered: 10,
    // The input is one; two networks share the limit.
    input: (amount) => ({
      text: `${network('relu')}${network(`repeat i in ${amount - 3} { relu }`).replace('network n', 'network m')}`,
    }),
  },
  {
    limit: 'steps',
    lowered: 11,
    // The network is one, and each statement and each round.
    input: (amount) => ({ text: network(`relu\nrepeat i in ${amount - 3} {}`) }),
  },
  {
    limit: 'values',
    lowered: 20,
    // The input is seven: three numbers, and what holds them with each of the three again.
    input: (amount) => just(`${'if true {}\n'.repeat(amount - 7)}relu`),
    notAtDefault: 'statements run out before single values do',
  },
  {
    limit: 'list',
    lowered: 10,
    input: (amount) => just(`let a = [${copies(amount, () => '1', ',')}]\nmaxpool a[0]`),
  },
  {
    limit: 'path',
    lowered: 20,
    // `.weight` belongs to the tensor, not to its operator.
    input: (amount) => {
      const half = (amount - 1) >> 1;
      return just(`${'a'.repeat(half)}: { ${'b'.repeat(amount - 1 - half)}: conv 1x1, 1 }`);
    },
  },
  {
    limit: 'dimension',
    lowered: 50,
    input: (amount) => just(`avgpool global\nflatten\nfc: linear ${amount}`),
  },
  {
    limit: 'elements',
    lowered: 2 ** 10,
    input: (amount) => {
      const [channels, height] = factors(amount);
      return { text: `network n {\ninput ${channels} x ${height} x 1\nrelu\n}\n` };
    },
  },
  {
    limit: 'diagnostics',
    lowered: 5,
    input: (amount) => just(`${copies(amount, (index) => `let a${index} = 1\n`)}relu`),
  },
];

/** Two factors, neither beyond what one extent may be. */
function factors(product: number): readonly [number, number] {
  for (let small = 1; ; small++)
    if (product % small === 0 && product / small <= 2 ** 24) return [product / small, small];
}
