import { network, type SpecCase } from '../spec-case.ts';

const missingBrace: readonly SpecCase[] = [
  {
    row: 'P missing-brace',
    name: 'of a block in blocks, which its indentation tells',
    source: network('head {', '  residual {', '    c: conv 3x3, 8⟦⟧', '  relu', '}'),
    answer: {
      code: 'syntax/unclosed',
      says: 'opened here',
      mended: network('head {', '  residual {', '    c: conv 3x3, 8', '  }', '  relu', '}'),
    },
  },
  {
    row: 'P missing-brace',
    name: 'of the network, at the end of the file',
    source: 'network net ⟦{⟧\n  input 8 x 32 x 32\n  relu\n',
    answer: { code: 'syntax/unclosed', mended: 'network net {\n  input 8 x 32 x 32\n  relu\n}\n' },
  },
  {
    row: 'P missing-brace',
    name: 'of a block before another declaration',
    source: `block wide() ⟦{⟧\n  relu\n\n${network('wide()')}`,
    answer: { code: 'syntax/unclosed', mended: `block wide() {\n  relu\n}\n\n${network('wide()')}` },
  },
  {
    row: 'P missing-brace',
    name: 'of a parenthesis',
    source: `block wide(n: int) { conv 3x3, n }\n${network('wide⟦(⟧8')}`,
    answer: { code: 'syntax/unclosed', mended: `block wide(n: int) { conv 3x3, n }\n${network('wide(8)')}` },
  },
  {
    row: 'P missing-brace',
    name: 'of a list',
    source: network('let widths = ⟦[⟧8, 16', 'conv 3x3, widths[1]'),
    answer: { code: 'syntax/unclosed', mended: network('let widths = [8, 16]', 'conv 3x3, widths[1]') },
  },
];

/** A network whose statements begin at the margin, and its braces. */
const atMargin = (open: string, close: string): string =>
  `network net${open}\ninput 8 x 32 x 32\nrelu\nc: conv 3x3, 8${close}\n`;
const missingOpener: readonly SpecCase[] = [
  {
    row: 'P missing-brace',
    name: 'that opens a network',
    source: atMargin('⟦⟧', '\n}'),
    answer: { code: 'syntax/unexpected', says: 'write `{`', mended: atMargin(' {', '\n}') },
  },
  {
    row: 'P missing-brace',
    name: 'both of a network',
    source: atMargin('⟦⟧', ''),
    answer: { code: 'syntax/unexpected', mended: atMargin(' {', '\n}') },
  },
  {
    row: 'P missing-brace',
    name: 'that opens a network, and one inside it',
    source: network('residual ', '  c: conv 3x3, 8', '  relu', '}').replace(' {', '⟦⟧'),
    answer: { code: 'syntax/unexpected', errors: 2 },
  },
  {
    row: 'P missing-brace',
    name: 'that opens a block',
    source: `block wide(n: int = 8)⟦⟧\nrelu\nc: conv 3x3, n\n}\n${network('wide()')}`,
    answer: {
      code: 'syntax/unexpected',
      mended: `block wide(n: int = 8) {\nrelu\nc: conv 3x3, n\n}\n${network('wide()')}`,
    },
  },
];

const extraBrace: readonly SpecCase[] = [
  {
    row: 'P extra-brace',
    name: 'at the end; what stands behind it is read',
    source: `${network('relu')}⟦}⟧\n${network('cnv 3x3, 8').replace(' net ', ' other ')}`,
    answer: { code: 'syntax/unopened', errors: 2 },
  },
  {
    row: 'P extra-brace',
    name: 'after the end',
    source: `${network('relu')}⟦}⟧\n`,
    answer: { code: 'syntax/unopened', mended: network('relu') },
  },
  {
    row: 'P extra-brace',
    name: 'after the end, and a network after that',
    source: `${network('relu')}⟦}⟧\n}\n${network('relu').replace(' net ', ' other ')}`,
    answer: {
      code: 'syntax/unopened',
      mended: `${network('relu')}${network('relu').replace(' net ', ' other ')}`,
    },
  },
  ...(
    [
      ['of a parenthesis', 'conv 3x3, 64', ')', ''],
      ['of a parenthesis, in the middle', 'conv 3x3', ')', ', 64'],
      ['of a list', 'conv 3x3, 64', ']', ''],
      ['of a parenthesis behind a named argument', 'conv 3x3, 64, stride 2', ')', ''],
    ] as const
  ).map(
    ([name, before, closer, behind]): SpecCase => ({
      row: 'P extra-brace',
      name,
      source: network(`${before}⟦${closer}⟧${behind}`),
      answer: { code: 'syntax/unopened', mended: network(`${before}${behind}`) },
    }),
  ),
  ...[2, 3, 10, 10_000, 99_999].map(
    (number): SpecCase => ({
      row: 'P extra-brace',
      name: `${number} of them are one error, and what stands behind is read`,
      source: `${network('relu')}⟦}⟧${'}'.repeat(number - 1)}\n${network('cnv 3x3, 8').replace(' net ', ' other ')}`,
      answer: {
        code: 'syntax/unopened',
        errors: 2,
        mended: `${network('relu')}${network('cnv 3x3, 8').replace(' net ', ' other ')}`,
      },
    }),
  ),
];

export const brackets: readonly SpecCase[] = [missingBrace, missingOpener, extraBrace].flat();
