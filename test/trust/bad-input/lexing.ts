import { byEffort } from '../effort.ts';
import { bytes, network, type SpecCase } from './spec-case.ts';

const fine = 'fine';
/** A megabyte; in a sample an eighth of it. */
const mebibyte = byEffort({ sample: 1 << 17, deep: 1 << 20 });
const many = mebibyte / 2;

/** An `input` and one statement, in which ⟦…⟧ is wrong. */
const inLine = (row: SpecCase['row'], name: string, line: string, answer: SpecCase['answer']): SpecCase => ({
  row,
  name,
  source: network(line),
  answer,
});

/** Of a fragment: what the edit that is offered makes of it. */
const mended = (line: string): { readonly mended: string } => ({ mended: network(line) });

const empty: readonly SpecCase[] = (
  [
    ['nothing', ''],
    ['blanks', ' \t  '],
    ['newlines', '\n\r\n\r'],
    ['a comment', '// nothing\n'],
    ['documentation', '/// nothing\n/// at all'],
    ['a semicolon', ';'],
  ] as const
).map(([name, text]) => ({
  row: 'L empty',
  name,
  source: `⟦⟧${text}`,
  answer: { code: 'syntax/no-network' },
}));

const mark = [0xef, 0xbb, 0xbf];
const bom: readonly SpecCase[] = [
  { row: 'L bom', name: 'before a network', source: bytes(mark, network('relu')), answer: fine },
  {
    row: 'L bom',
    name: 'an error on the first line',
    source: bytes(mark, 'netwrk net { input 8 x 32 x 32; relu }'),
    at: '1:1',
    answer: { code: 'syntax/declaration', says: '`network`' },
  },
  { row: 'L bom', name: 'given to the library', source: `\uFEFF${network('relu')}`, answer: fine },
  {
    row: 'L bom',
    name: 'alone',
    source: bytes(mark),
    at: '1:1',
    answer: { code: 'syntax/no-network' },
  },
  inLine('L bom', 'in the middle', 'conv⟦\uFEFF⟧ 3x3, 64', {
    code: 'syntax/character',
    says: 'invisible',
    ...mended('conv 3x3, 64'),
  }),
];

const utf16 = (text: string, bigEndian: boolean, withMark: boolean): Uint8Array => {
  const buffer = Buffer.from(`${withMark ? '\uFEFF' : ''}${text}`, 'utf16le');
  return bigEndian ? buffer.swap16() : buffer;
};
const invalid = (name: string, sequence: readonly number[], behind = '\n'): SpecCase => ({
  row: 'L encoding',
  name,
  source: bytes('// ab', sequence, behind),
  at: '1:6',
  answer: { code: 'syntax/encoding', says: 'byte 5' },
});
const encoding: readonly SpecCase[] = [
  ...(
    [
      ['UTF-16, little-endian', utf16(network('relu'), false, true)],
      ['UTF-16, big-endian', utf16(network('relu'), true, true)],
      ['UTF-16, little-endian, without a mark', utf16(network('relu'), false, false)],
      ['UTF-16, big-endian, without a mark', utf16(network('relu'), true, false)],
    ] as const
  ).map(
    ([name, source]): SpecCase => ({
      row: 'L encoding',
      name,
      source,
      at: '1:1',
      answer: { code: 'syntax/encoding', says: ['byte 0', 'UTF-16', 'save it as UTF-8'] },
    }),
  ),
  invalid('Latin-1 é', [0xe9]),
  invalid('Latin-1 é at the end', [0xe9], ''),
  invalid('a continuation byte alone', [0x80]),
  invalid('an overlong /', [0xc0, 0xaf]),
  invalid('an overlong NUL', [0xe0, 0x80, 0x80]),
  invalid('half of a surrogate pair', [0xed, 0xa0, 0x80]),
  invalid('beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]),
  invalid('a byte that UTF-8 never has', [0xff]),
  invalid('half of a character at the end', [0xe2, 0x82], ''),
  {
    row: 'L encoding',
    name: 'U+FFFD that is really there',
    source: network('relu // \uFFFD'),
    answer: fine,
  },
];

const looksLike = (name: string, head: Uint8Array, says: string): SpecCase => ({
  row: 'L binary',
  name,
  source: bytes([...head], new Array(64).fill(0)),
  at: '1:1',
  answer: { code: 'syntax/binary', says },
});
const binary: readonly SpecCase[] = [
  looksLike('PNG', bytes([0x89], 'PNG\r\n', [0x1a], '\n'), 'a PNG picture'),
  looksLike('JPEG', bytes([0xff, 0xd8, 0xff, 0xe0]), 'a JPEG picture'),
  looksLike('ONNX', bytes([0x08, 0x07, 0x12, 0x07], 'pytorch'), 'an ONNX model'),
  looksLike('gzip', bytes([0x1f, 0x8b, 0x08]), 'a gzip archive'),
  looksLike('.pt of today', bytes('PK', [3, 4]), 'a ZIP archive'),
  looksLike('pickle', bytes([0x80, 0x02, 0x8a]), 'a Python pickle'),
  looksLike('.h5', bytes([0x89], 'HDF\r\n', [0x1a], '\n'), 'an HDF5 file'),
  looksLike('.npy', bytes([0x93], 'NUMPY'), 'a NumPy array'),
  looksLike('safetensors', bytes([0x40, 0, 0, 0, 0, 0, 0, 0], '{"a":'), 'a safetensors file'),
  looksLike('a program', bytes([0x7f], 'ELF'), 'a program'),
  looksLike('NUL bytes', bytes('network net ', [0]), 'a binary file'),
  {
    row: 'L binary',
    name: 'one NUL in a comment',
    source: bytes(network('relu // ', '\0')),
    at: '1:1',
    answer: { code: 'syntax/binary', says: 'a binary file' },
  },
  {
    row: 'L binary',
    name: 'NUL in a text that the library is given',
    only: 'library',
    source: network('relu ⟦\0⟧'),
    answer: { code: 'syntax/character' },
  },
];

const separators: readonly SpecCase[] = (['\u2028', '\u2029', '\u0085', '\v', '\f'] as const).flatMap(
  (character) => {
    const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    const cases: SpecCase[] = [
      {
        row: 'L separators',
        name: `${name} in a comment: the next line is 4`,
        source: network(`// one${character}two`, '⟦cnv⟧ 3x3, 64'),
        answer: { code: 'name/unknown' },
      },
      {
        row: 'L separators',
        name: `${name} in a string: columns go on`,
        source: network(`let a = "one${character}two"; ⟦cnv⟧ 3x3, 64`),
        answer: { code: 'name/unknown' },
      },
    ];
    if (character === '\v' || character === '\f') return cases;
    const elsewhere = inLine('L separators', `${name} between statements`, `relu⟦${character}⟧sigmoid`, {
      code: 'syntax/character',
      says: 'a line separator that is not a newline',
      mended: network('relu\nsigmoid').replace('\n  sigmoid', '\nsigmoid'),
    });
    return [...cases, elsewhere];
  },
);

const orderings = '\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069';
const bidi: readonly SpecCase[] = [...orderings].flatMap((character) => {
  const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  const refused = { code: 'syntax/bidi', says: name } as const;
  return [
    inLine('L bidi', `${name} in a comment`, `relu // ⟦${character}⟧ admin`, {
      ...refused,
      ...mended('relu //  admin'),
    }),
    inLine('L bidi', `${name} in a string`, `residual { relu } shortcut ("⟦${character}⟧identity")`, {
      ...refused,
      ...mended('residual { relu } shortcut ("identity")'),
      errors: 2,
    }),
    inLine('L bidi', `${name} in the code`, `conv ⟦${character}⟧3x3, 64`, {
      ...refused,
      ...mended('conv 3x3, 64'),
    }),
  ];
});

const beyondAscii: readonly SpecCase[] = [
  inLine('L beyond-ascii', 'a pair of units in a comment counts two', '/// 😀\n  ⟦cnv⟧ 3x3, 64', {
    code: 'name/unknown',
  }),
  inLine('L beyond-ascii', 'a pair of units in a string counts two', 'let a = "😀"; ⟦cnv⟧ 3x3, 64', {
    code: 'name/unknown',
  }),
  inLine('L beyond-ascii', 'a combining accent in a string', 'let a = "e\u0301"; ⟦cnv⟧ 3x3, 64', {
    code: 'name/unknown',
  }),
  inLine('L beyond-ascii', 'a name with an accent', 'na⟦ï⟧ve: conv 3x3, 64', {
    code: 'syntax/character',
    says: 'names are',
  }),
  inLine('L beyond-ascii', 'a name with a combining accent', 'cafe⟦\u0301⟧: conv 3x3, 64', {
    code: 'syntax/character',
    says: 'names are',
  }),
  inLine('L beyond-ascii', 'a Greek name', 'let ⟦α⟧ = 3', { code: 'syntax/character', says: 'names are' }),
  inLine('L beyond-ascii', 'a Chinese name', 'let ⟦通道⟧ = 3', {
    code: 'syntax/character',
    says: 'names are',
  }),
  inLine('L beyond-ascii', 'a name beyond U+FFFF', '⟦𝒳⟧: conv 3x3, 64', {
    code: 'syntax/character',
    says: 'names are',
  }),
  inLine('L beyond-ascii', 'an emoji', 'relu ⟦😀⟧', { code: 'syntax/character' }),
  inLine('L beyond-ascii', 'half of a surrogate pair', 'relu ⟦\ud83d⟧', { code: 'syntax/character' }),
];

const unterminated: readonly SpecCase[] = [
  {
    row: 'L unterminated',
    name: 'a string: the next lines are read',
    source: network('let a = ⟦"open⟧', 'conv 3x3, a', 'cnv 3x3, 64'),
    answer: { code: 'syntax/string', says: 'not closed', errors: 2 },
  },
  {
    row: 'L unterminated',
    name: 'an import’s path',
    source: `import { basic } from ⟦"std/residual⟧\n${network('basic(8)')}`,
    answer: { code: 'syntax/string', mended: `import { basic } from "std/residual"\n${network('basic(8)')}` },
  },
  {
    row: 'L unterminated',
    name: 'a comment of other languages: the next lines are read',
    source: network('⟦/*⟧ open', 'cnv 3x3, 64'),
    answer: { code: 'syntax/comment', errors: 2 },
  },
  {
    row: 'L unterminated',
    name: 'a comment of other languages at the end',
    source: `${network('relu')}⟦/*⟧`,
    answer: { code: 'syntax/comment' },
  },
  {
    row: 'L unterminated',
    name: 'a quotation mark at the end of the file',
    source: `${network('relu')}⟦"⟧`,
    answer: { code: 'syntax/string' },
  },
];

const garbage: readonly SpecCase[] = [
  ['of five characters, one of them an operator', '@$%^&'.repeat(Math.floor(many / 10))],
  ['of one character', '@'.repeat(mebibyte - 100)],
  ['of unassigned characters', '\u0378'.repeat(Math.floor(many / 2))],
  ['of emoji', '😀'.repeat(Math.floor(many / 4))],
  ['with blanks between', '@ '.repeat(Math.floor(many / 10))],
].map(([name, run]) => ({
  row: 'L garbage',
  name: `up to a megabyte, ${name}`,
  source: `⟦${run!.trimEnd()}⟧\n`,
  answer: { code: 'syntax/character' },
}));

/** Of an escape that is none, its letter is marked, or all of `\\u{…}`; what follows is text. */
const badEscape = (name: string, written: string, behind = ''): SpecCase =>
  inLine('L escapes', name, `residual { relu } shortcut ("identity⟦${written}⟧${behind}")`, {
    code: 'syntax/string',
    says: 'is not an escape',
    errors: 1,
  });
const escapes: readonly SpecCase[] = [
  badEscape('beyond U+10FFFF', '\\u{110000}'),
  badEscape('half of a surrogate pair', '\\u{D800}'),
  badEscape('the other half', '\\u{DFFF}'),
  badEscape('no digits', '\\u{}'),
  badEscape('too many digits', '\\u{0000041}'),
  badEscape('digits that are none', '\\u{xyz}'),
  badEscape('JavaScript’s \\u without braces', '\\u', '0041'),
  badEscape('\\x', '\\x', '41'),
  badEscape('an octal', '\\1', '01'),
  badEscape('\\r', '\\r'),
  badEscape('an apostrophe', "\\'"),
  badEscape('a letter beyond U+FFFF', '\\😀'),
  inLine('L escapes', 'a backslash at the end', 'relu; let a = ⟦"open\\⟧', {
    code: 'syntax/string',
    says: 'not closed',
  }),
  inLine('L escapes', 'a backslash before the quotation mark', 'relu; let a = ⟦"open\\"⟧', {
    code: 'syntax/string',
    says: 'not closed',
  }),
  inLine('L escapes', 'all there are', 'a{⟦"\\n\\t\\"\\\\\\u{1F600}"⟧}: relu', {
    code: 'name/label',
  }),
];

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

const lookalike = (name: string, line: string, right: string, says: string): SpecCase =>
  inLine('L lookalikes', name, line, { code: 'syntax/character', says, ...mended(right) });
const lookalikes: readonly SpecCase[] = [
  {
    row: 'L lookalikes',
    name: 'quotation marks of a word processor',
    source: `import { basic } from ⟦“⟧std/residual”\n${network('basic(8)')}`,
    answer: {
      code: 'syntax/character',
      says: 'a typographic quotation mark',
      mended: `import { basic } from "std/residual"\n${network('basic(8)')}`,
    },
  },
  lookalike(
    'apostrophes',
    'residual { relu } shortcut (⟦‘⟧identity’)',
    'residual { relu } shortcut ("identity")',
    'a typographic quotation mark',
  ),
  lookalike(
    'a blank that does not break',
    'conv⟦\u00A0⟧3x3, 64',
    'conv 3x3, 64',
    'a blank that is not a space',
  ),
  lookalike('an ideographic blank', 'conv 3x3,⟦\u3000⟧64', 'conv 3x3, 64', 'a blank that is not a space'),
  lookalike('a blank without width', 'conv 3x3, 6⟦\u200B⟧4', 'conv 3x3, 64', 'an invisible character'),
  lookalike('a word joiner', 'conv 3x3⟦\u2060⟧, 64', 'conv 3x3, 64', 'an invisible character'),
  lookalike('full-width digits', 'conv 3x3, ⟦６４⟧', 'conv 3x3, 64', 'a full-width character'),
  lookalike('a full-width comma', 'conv 3x3⟦，⟧ 64', 'conv 3x3, 64', 'a full-width character'),
  lookalike('a full-width word', '⟦ｃｏｎｖ⟧ 3x3, 64', 'conv 3x3, 64', 'a full-width character'),
  lookalike('a dash', 'conv 3x3, 128 ⟦–⟧ 64', 'conv 3x3, 128 - 64', 'a dash'),
  lookalike('a minus', 'conv 3x3, 128 ⟦−⟧ 64', 'conv 3x3, 128 - 64', 'a dash'),
  lookalike('a centred dot', 'conv 3x3, 16 ⟦·⟧ 4', 'conv 3x3, 16 * 4', 'a multiplication sign'),
  lookalike('a division sign', 'conv 3x3, 128 ⟦÷⟧ 2', 'conv 3x3, 128 / 2', 'a division sign'),
  inLine('L lookalikes', 'the paper’s × is no lookalike', 'conv 3×3, 64', fine),
];

const badNumber = (written: string, says: string, right?: string): SpecCase =>
  inLine('L numbers', written, `conv 3x3, ⟦${written}⟧`, {
    code: 'syntax/number',
    says,
    ...(right === undefined ? {} : mended(`conv 3x3, ${right}`)),
  });
const badRate = (written: string, says: string, right: string): SpecCase =>
  inLine('L numbers', written, `dropout ⟦${written}⟧`, {
    code: 'syntax/number',
    says,
    ...mended(`dropout ${right}`),
  });
const numbers: readonly SpecCase[] = [
  badNumber('0x10', 'write it in decimal', '16'),
  badNumber('0XfF', 'write it in decimal', '255'),
  badNumber('0b101', 'write the digits alone'),
  badNumber('0o17', 'write the digits alone'),
  badNumber('1_000', 'without `_`', '1000'),
  badNumber('64f', 'without `f`'),
  badNumber('64pt', 'without `pt`'),
  badNumber('007', 'it starts with 0', '7'),
  badNumber('00', 'it starts with 0'),
  badNumber('1.2.3', 'more than one point'),
  badNumber('9007199254740992', 'too large'),
  badNumber('999999999999999999999', 'too large'),
  badRate('.5', 'a digit before the point', '0.5'),
  badRate('1.', 'a digit behind the point', '1.0'),
  inLine('L numbers', '1e3 is a number, and no whole one is asked for', 'layer_scale 1e3', fine),
  inLine('L numbers', '1e3 filters', 'conv 3x3, ⟦1e3⟧', { code: 'value/type', says: '1000' }),
  inLine('L numbers', '1e-6', 'batchnorm eps 1e-6', fine),
  inLine('L numbers', '1E-6', 'batchnorm eps 1E-6', fine),
  inLine('L numbers', '1e without digits', 'batchnorm eps ⟦1e⟧', { code: 'syntax/number' }),
  inLine('L numbers', '+3', 'conv ⟦+⟧3x3, 64', {
    code: 'syntax/unexpected',
    says: 'no sign',
    ...mended('conv 3x3, 64'),
  }),
  inLine('L numbers', '+64', 'conv 3x3, ⟦+⟧64', {
    code: 'syntax/unexpected',
    says: 'no sign',
    ...mended('conv 3x3, 64'),
  }),
  inLine('L numbers', '3x3', 'conv 3x3, 64', fine),
  inLine('L numbers', '3 x 3', 'conv 3 x 3, 64', fine),
  inLine('L numbers', '3 x3', 'conv 3 ⟦x3⟧, 64', { code: 'syntax/unexpected' }),
  inLine('L numbers', '3x 3', 'conv 3x 3, 64', fine),
  inLine('L numbers', '3X3', 'conv ⟦3X3⟧, 64', {
    code: 'syntax/number',
    says: 'x',
    ...mended('conv 3x3, 64'),
  }),
];

const notNumbers: readonly SpecCase[] = [
  inLine('L not-numbers', 'NaN', 'batchnorm eps ⟦NaN⟧', { code: 'name/unknown' }),
  inLine('L not-numbers', 'nan', 'batchnorm eps ⟦nan⟧', { code: 'name/unknown' }),
  inLine('L not-numbers', 'Infinity', 'batchnorm eps ⟦Infinity⟧', { code: 'name/unknown' }),
  inLine('L not-numbers', '-inf', 'batchnorm eps -⟦inf⟧', { code: 'name/unknown' }),
  inLine('L not-numbers', '1e999', 'batchnorm eps ⟦1e999⟧', { code: 'syntax/number', says: 'too large' }),
  inLine('L not-numbers', '-1e999', 'batchnorm eps -⟦1e999⟧', { code: 'syntax/number', says: 'too large' }),
  inLine('L not-numbers', '1e-999 is 0', 'batchnorm eps 1e-999', fine),
  inLine('L not-numbers', '-0 is 0', 'conv 3x3, 64, pad -0', fine),
  inLine('L not-numbers', '-0 is 0 in a tuple', 'zero_pad pad (-0, 0, 0, 0)', fine),
  inLine('L not-numbers', 'a sum beyond the numbers', 'relu; let a = ⟦sum(1e308, 1e308)⟧', {
    code: 'value/overflow',
  }),
  inLine('L not-numbers', '-0.0 is 0', 'batchnorm eps -0.0', fine),
  inLine('L not-numbers', '1e308 * 10', 'relu; let a = ⟦1e308 * 10⟧', { code: 'value/overflow' }),
  inLine('L not-numbers', '0.0 / 0.0', 'relu; let a = ⟦0.0 / 0.0⟧', { code: 'value/division-by-zero' }),
];

export const lexing: readonly SpecCase[] = [
  ...[empty, bom, encoding, binary, separators, bidi, beyondAscii, unterminated, garbage].flat(),
  ...[escapes, long, lookalikes, numbers, notNumbers].flat(),
];
