import { byEffort } from '../../effort.ts';
import { fine, inLine, network, type SpecCase } from '../spec-case.ts';

/** A megabyte; in a sample an eighth of it. */
const mebibyte = byEffort({ sample: 1 << 17, deep: 1 << 20 });
const garbage: readonly SpecCase[] = [
  ['of five characters, one of them an operator', '@$%^&'.repeat(Math.floor(mebibyte / 20))],
  ['of one character', '@'.repeat(mebibyte - 100)],
  ['of unassigned characters', '\u0378'.repeat(Math.floor(mebibyte / 4))],
  ['of emoji', '😀'.repeat(Math.floor(mebibyte / 8))],
  ['with blanks between', '@ '.repeat(Math.floor(mebibyte / 20))],
].map(([name, run]) => ({
  row: 'L garbage',
  name: `up to a megabyte, ${name}`,
  source: `⟦${run!.trimEnd()}⟧\n`,
  answer: { code: 'syntax/character' },
}));

const long: readonly SpecCase[] = [
  inLine('L long', 'a name of 255', `${'a'.repeat(255)}: relu`, fine),
  inLine('L long', 'a name of 256', `⟦${'a'.repeat(256)}⟧: relu`, { code: 'limit/name', says: '256' }),
  inLine('L long', 'a name of a megabyte', `let ⟦${'a'.repeat(mebibyte - 100)}⟧ = 8; relu`, {
    code: 'limit/name',
  }),
  inLine(
    'L long',
    'a string of a megabyte',
    `residual { relu } shortcut (⟦"${'a'.repeat(mebibyte - 100)}"⟧)`,
    {
      code: 'limit/string',
    },
  ),
  inLine('L long', 'an open string of a megabyte', `relu; let a = ⟦"${'a'.repeat(mebibyte - 100)}⟧`, {
    code: 'syntax/string',
  }),
  inLine('L long', 'a number of a megabyte', `conv 3x3, ⟦${'1'.repeat(mebibyte - 100)}⟧`, {
    code: 'syntax/number',
    says: 'too large',
  }),
  inLine('L long', 'a comment of a megabyte', `relu // ${'a'.repeat(mebibyte - 100)}`, fine),
  inLine('L long', 'an error behind a megabyte of blanks', `relu${' '.repeat(mebibyte - 100)}⟦@⟧`, {
    code: 'syntax/character',
  }),
  inLine(
    'L long',
    'an error before a line of a megabyte',
    `conv 3x3, ⟦"a"⟧ //${'a'.repeat(mebibyte - 200)}`,
    {
      code: 'value/type',
    },
  ),
];

const deep = (name: string, open: string, close: string, count: number, around = network): SpecCase => {
  // The braces of the network are the first.
  const allowed = 64 - 1;
  return {
    row: 'P nesting',
    name: `${count.toLocaleString('en-US')} ${name}`,
    source: around(
      `${open.repeat(allowed)}⟦${open}⟧`.replace(/⟦(.*?)([[({])⟧/, '$1⟦$2⟧') +
        open.repeat(count - allowed - 1) +
        close.repeat(count),
    ),
    answer: { code: 'limit/nesting', says: '64' },
  };
};

const nesting: readonly SpecCase[] = [
  inLine('P nesting', '63 braces in a network', `${'{'.repeat(63)}relu${'}'.repeat(63)}`, fine),
  deep('braces', '{', '}', 64),
  deep('braces', '{', '}', 400),
  deep('braces', '{', '}', 10_000),
  deep('braces', '{', '}', byEffort({ sample: 50_000, deep: 500_000 })),
  deep('residuals', 'residual {', '}', 400),
  deep('residuals', 'residual {', '}', 10_000),
  deep('parentheses', '(', ')', 400, (line) => network(`let a = ${line}`)),
  deep('parentheses', '(', ')', byEffort({ sample: 50_000, deep: 500_000 }), (line) =>
    network(`let a = ${line}`),
  ),
  deep('brackets', '[', ']', 10_000, (line) => network(`let a = ${line}`)),
  deep('brackets that are never closed', '[', '', byEffort({ sample: 50_000, deep: 1_000_000 }), (line) =>
    network(`let a = ${line}`),
  ),
  deep('braces that are never closed', '{', '', byEffort({ sample: 50_000, deep: 1_000_000 })),
];

/** The longest of these statements has six tokens with its newline, of which a file may have 200,000. */
const many = byEffort({ sample: 2_000, deep: 33_000 });
const manyErrors: readonly SpecCase[] = [
  {
    row: 'P many-errors',
    name: 'wrong operators',
    source: network(`⟦cnv⟧${'\n  cnv'.repeat(many - 1)}`),
    answer: { code: 'name/unknown', errors: 'capped' },
  },
  {
    row: 'P many-errors',
    name: 'syntax errors',
    source: network(`conv 3x3 ⟦8⟧${'\nconv 3x3 8'.repeat(many - 1)}`),
    answer: { code: 'syntax/unexpected', errors: 'capped' },
  },
  {
    row: 'P many-errors',
    name: 'bad numbers',
    source: network(`dropout ⟦.5⟧${'\ndropout .5'.repeat(many - 1)}`),
    answer: { code: 'syntax/number', errors: 'capped' },
  },
  {
    row: 'P many-errors',
    name: 'wrong values',
    source: network(`dropout ⟦2⟧${'\ndropout 2'.repeat(many - 1)}`),
    answer: { code: 'value/range', errors: 'capped' },
  },
];

const large: readonly SpecCase[] = [
  { row: 'P large', name: 'many statements', source: network('relu\n'.repeat(many)), answer: fine },
  {
    row: 'P large',
    name: 'a million statements',
    source: new Uint8Array(Buffer.from(network('relu\n'.repeat(1_000_000)))),
    at: '1:1',
    answer: { code: 'limit/bytes', says: '1,048,576' },
  },
];

export const amounts: readonly SpecCase[] = [garbage, long, nesting, manyErrors, large].flat();
