// Over 300 lines: one table, an entry for each tree of files.
import type { Code } from '../../../src/index.ts';

/** A small tree of files, and what is found where its root, `net.resnet`, is checked. */
export interface ImportCase {
  readonly row: `I ${string}`;
  readonly name: string;
  /** Texts by their paths below the root's folder. A link is `{ to }`, relative to its folder or absolute. */
  readonly files: Readonly<Record<string, string | { readonly to: string }>>;
  /** Each error, with its file and a part of what is said; none where all is well. */
  readonly errors: readonly (readonly [code: Code, file: string, says?: string])[];
  /** Only the command line has links, folders and rules for paths; only a loader can answer what no disk does. */
  readonly only?: 'command line';
  /** Beside the root's folder, for what must not be read. */
  readonly outside?: Readonly<Record<string, string>>;
}

const body = (call: string): string => `network net {
  input 4 x 8 x 8
  ${call}
}
`;
/** A root that takes the block `part` from a path. */
export const importing = (path: string): string =>
  `import { part } from ${JSON.stringify(path).replaceAll(/\\u([0-9a-f]{4})/g, '\\u{$1}')}\n${body('part()')}`;
const part = 'block part() {\n  conv 3x3, 4\n}\n';
const passing = (path: string): string =>
  `import { part as inner } from "${path}"\nblock part() {\n  inner()\n}\n`;

const one = (
  row: ImportCase['row'],
  name: string,
  path: string,
  errors: ImportCase['errors'],
  more: Partial<ImportCase> = {},
): ImportCase => ({ row, name, errors, ...more, files: { 'net.resnet': importing(path), ...more.files } });

const missing: readonly ImportCase[] = [
  one('I missing', 'nothing near it', './gone.resnet', [
    ['import/not-found', 'net.resnet', 'looked for gone.resnet'],
  ]),
  one('I missing', 'in a folder that is not there', './a/gone.resnet', [
    ['import/not-found', 'net.resnet', 'looked for a/gone.resnet'],
  ]),
  one(
    'I missing',
    'a letter too few',
    './blcks.resnet',
    [['import/not-found', 'net.resnet', 'did you mean `./blocks.resnet`?']],
    { files: { 'blocks.resnet': part }, only: 'command line' },
  ),
  one('I missing', 'of the library', 'std/residul', [
    ['import/not-found', 'net.resnet', 'did you mean `std/residual`?'],
  ]),
  ...['part', 'part.resnet', './part', '.\\part.resnet', 'std/part'].map((path) =>
    one(
      'I missing',
      `a path that ${path} may mean`,
      path,
      [
        [
          path === 'std/part' ? 'import/not-found' : 'import/path',
          'net.resnet',
          'did you mean `./part.resnet`?',
        ],
      ],
      { files: { 'part.resnet': part }, only: 'command line' },
    ),
  ),
  one(
    'I missing',
    'a name that the file has not',
    './part.resnet',
    [['import/name', 'net.resnet', 'declares no `part`']],
    { files: { 'part.resnet': 'block prt() {\n  relu\n}\n' } },
  ),
];

const secret = { 'secret.resnet': part };
const paths: readonly ImportCase[] = [
  ...['../secret.resnet', './a/../../secret.resnet', '../../../../etc/passwd.resnet'].map((path) =>
    one('I paths', path, path, [['import/outside', 'net.resnet', 'leaves the folder']], {
      outside: secret,
      only: 'command line',
    }),
  ),
  ...(
    [
      ['/etc/passwd', 'absolute'],
      ['/etc/passwd.resnet', 'absolute'],
      ['C:/part.resnet', 'absolute'],
      ['C:\\part.resnet', 'absolute'],
      ['\\\\server\\share\\part.resnet', 'absolute'],
      ['~/part.resnet', 'absolute'],
      ['file:///etc/passwd.resnet', 'address'],
      ['http://example.com/part.resnet', 'address'],
      ['https://example.com/part.resnet', 'address'],
      ['data:text/plain,part', 'must start with'],
      ['part.resnet', 'must start with'],
      ['', 'must start with'],
    ] as const
  ).map(([path, says]) =>
    one('I paths', path === '' ? 'an empty path' : path, path, [['import/path', 'net.resnet', says]], {
      only: 'command line',
    }),
  ),
];

const outsideError: ImportCase['errors'] = [['import/outside', 'net.resnet', 'leaves the folder']];
const links: readonly ImportCase[] = [
  one('I links', 'a link to a file outside', './link.resnet', outsideError, {
    files: { 'link.resnet': { to: '../secret.resnet' } },
    outside: secret,
    only: 'command line',
  }),
  one('I links', 'through a link to a folder outside', './up/secret.resnet', outsideError, {
    files: { up: { to: '..' } },
    outside: secret,
    only: 'command line',
  }),
  one('I links', 'a link to the environment of the process', './link.resnet', outsideError, {
    files: { 'link.resnet': { to: '/proc/self/environ' } },
    only: 'command line',
  }),
  one('I links', 'a link inside the folder', './link.resnet', [], {
    files: { 'link.resnet': { to: 'part.resnet' }, 'part.resnet': part },
    only: 'command line',
  }),
  one('I links', 'a link to itself', './link.resnet', [['import/not-found', 'net.resnet']], {
    files: { 'link.resnet': { to: 'link.resnet' } },
    only: 'command line',
  }),
];

const cycles: readonly ImportCase[] = [
  one('I cycles', 'of one', './net.resnet', [['import/cycle', 'net.resnet', 'net.resnet → net.resnet']]),
  one(
    'I cycles',
    'of two',
    './a.resnet',
    [['import/cycle', 'a.resnet', 'net.resnet → a.resnet → net.resnet']],
    {
      files: { 'a.resnet': passing('./net.resnet') },
    },
  ),
  one(
    'I cycles',
    'of two, behind the root',
    './a.resnet',
    [['import/cycle', 'b.resnet', 'a.resnet → b.resnet → a.resnet']],
    {
      files: { 'a.resnet': passing('./b.resnet'), 'b.resnet': passing('./a.resnet') },
    },
  ),
  {
    row: 'I cycles',
    name: 'a diamond is none',
    files: {
      'net.resnet': `import { part as a } from "./a.resnet"\nimport { part as b } from "./b.resnet"\n${body('a()\n  b()')}`,
      'a.resnet': passing('./part.resnet'),
      'b.resnet': passing('./part.resnet'),
      'part.resnet': part,
    },
    errors: [],
  },
];

/** `a1` imports `a2`, and so on to the last, which is the part. */
const chain = (length: number): ImportCase['files'] =>
  Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `a${index + 1}.resnet`,
      index + 1 === length ? part : passing(`./a${index + 2}.resnet`),
    ]),
  );
const fan = (count: number): ImportCase['files'] => ({
  'net.resnet': [
    ...Array.from(
      { length: count },
      (_, index) => `import { part as part${index} } from "./a${index}.resnet"`,
    ),
    body(Array.from({ length: count }, (_, index) => `part${index}()`).join('\n  ')),
  ].join('\n'),
  ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}.resnet`, part])),
});
const many: readonly ImportCase[] = [
  one('I many', '32 imports inside imports', './a1.resnet', [], { files: chain(32) }),
  one('I many', '33 imports inside imports', './a1.resnet', [['limit/import-depth', 'a32.resnet', '32']], {
    files: chain(33),
  }),
  one('I many', 'a chain of 2,000 files', './a1.resnet', [['limit/import-depth', 'a32.resnet', '32']], {
    files: chain(2000),
  }),
  { row: 'I many', name: '256 files', files: fan(255), errors: [] },
  {
    row: 'I many',
    name: '257 files',
    files: fan(256),
    errors: [['limit/imports', 'net.resnet', '256']],
  },
  {
    row: 'I many',
    name: 'one file a thousand times',
    files: {
      'net.resnet': [
        ...Array.from({ length: 1000 }, (_, index) => `import { part as part${index} } from "./part.resnet"`),
        body(Array.from({ length: 1000 }, (_, index) => `part${index}()`).join('\n  ')),
      ].join('\n'),
      'part.resnet': part,
    },
    errors: [],
  },
];

const names: readonly ImportCase[] = (
  [
    ['./%2e%2e/part.resnet', 'not every system allows'],
    ['./part\0.resnet', 'control character'],
    ['./part\n.resnet', 'control character'],
    ['./part.resnet ', 'only .resnet'],
    ['./a /part.resnet', 'ends in a blank'],
    ['./a./part.resnet', 'ends in a dot'],
    ['./CON/part.resnet', 'a device on Windows'],
    ['./aux.resnet', 'a device on Windows'],
    ['./a//part.resnet', 'name is empty'],
    ['./a\\part.resnet', 'separated by `/`'],
    [`./${'a'.repeat(1000)}.resnet`, 'the name is too long'],
    ['./a?.resnet', 'not every system allows'],
  ] as const
).map(([path, says]) =>
  one(
    'I names',
    path.length > 100 ? 'a thousand characters' : JSON.stringify(path),
    path,
    [['import/path', 'net.resnet', says]],
    { only: 'command line', files: { 'part.resnet': part } },
  ),
);

const faulty: readonly ImportCase[] = [
  one(
    'I errors',
    'a syntax error',
    './part.resnet',
    [
      ['syntax/character', 'part.resnet'],
      ['import/errors', 'net.resnet'],
    ],
    { files: { 'part.resnet': 'block part() {\n  conv 3x3 § 4\n}\n' } },
  ),
  one(
    'I errors',
    'a name that nothing declares, in a block that the root does not take',
    './part.resnet',
    [['name/unknown', 'part.resnet']],
    { files: { 'part.resnet': `${part}block other() {\n  rleu\n}\n` } },
  ),
  one(
    'I errors',
    'a file that is not there, two imports on',
    './a.resnet',
    [['import/not-found', 'a.resnet', 'looked for gone.resnet']],
    { files: { 'a.resnet': passing('./gone.resnet') } },
  ),
  one('I errors', 'an empty file', './part.resnet', [['import/name', 'net.resnet']], {
    files: { 'part.resnet': '' },
  }),
];

const kinds: readonly ImportCase[] = [
  one('I kinds', 'a folder', './folder.resnet', [['import/path', 'net.resnet', 'it is a folder']], {
    files: { 'folder.resnet/x.resnet': part },
    only: 'command line',
  }),
  one('I kinds', 'another ending', './part.txt', [['import/path', 'net.resnet', 'only .resnet']], {
    files: { 'part.txt': part },
    only: 'command line',
  }),
  one('I kinds', 'no ending', './part', [['import/path', 'net.resnet', 'only .resnet']], {
    files: { 'part.resnet': part },
    only: 'command line',
  }),
  one('I kinds', 'a file as a folder', './part.resnet/part.resnet', [['import/not-found', 'net.resnet']], {
    files: { 'part.resnet': part },
    only: 'command line',
  }),
  one('I kinds', 'a picture', './part.resnet', [['import/path', 'net.resnet', 'a binary file']], {
    files: { 'part.resnet': '\0\0\0\0block' },
    only: 'command line',
  }),
  one(
    'I kinds',
    'itself in another case, where the disk tells cases apart',
    './NET.resnet',
    [['import/not-found', 'net.resnet', 'did you mean `./net.resnet`?']],
    { only: 'command line' },
  ),
];

export const importCases: readonly ImportCase[] = [
  missing,
  paths,
  links,
  cycles,
  many,
  names,
  faulty,
  kinds,
].flat();
