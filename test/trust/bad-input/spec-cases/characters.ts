import { bytes, fine, inLine, mended, network, type SpecCase } from '../spec-case.ts';

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

export const characters: readonly SpecCase[] = [
  empty,
  bom,
  encoding,
  binary,
  separators,
  bidi,
  beyondAscii,
  lookalikes,
].flat();
