import { expect, it } from 'vitest';
import type { Range, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { library } from '../../src/generated/library.ts';
import type { Client } from './client.ts';
import { startClient, uriOf } from './client.ts';
import { unmark } from './marks.ts';

type Files = Readonly<Record<string, string>>;

const net = (...lines: readonly string[]): Files => ({
  'net.resnet': `network net {\n  input 8 x 32 x 32\n${lines.map((line) => `  ${line}\n`).join('')}}\n`,
});

const parts = 'block unit(width: int) { conv: conv 3x3, width }\nblock other() { a: unit(8) }\n';
const renamedParts = 'block fresh(width: int) { conv: conv 3x3, width }\nblock other() { a: fresh(8) }\n';

/** The cursor `▮` stands in the first file; files that only lie on the disk begin with `disk/`. */
const renamed: readonly {
  readonly name: string;
  readonly before: Files;
  readonly to: string;
  readonly after: Files;
}[] = [
  {
    name: 'a let',
    before: net('let w▮idth = 8', 'a: conv 3x3, width, stride 1', 'b: conv 3x3, 2 * width'),
    to: 'channels',
    after: net('let channels = 8', 'a: conv 3x3, channels, stride 1', 'b: conv 3x3, 2 * channels'),
  },
  {
    name: 'a label, with what refers to it',
    before: net('a▮: conv 3x3, 8', 'relu', 'add a', 'concat a, a'),
    to: 'first',
    after: net('first: conv 3x3, 8', 'relu', 'add first', 'concat first, first'),
  },
  {
    name: 'a label from what refers to it, into a number',
    before: net('a: conv 3x3, 8', 'relu', 'from ▮a'),
    to: '0',
    after: net('0: conv 3x3, 8', 'relu', 'from 0'),
  },
  {
    name: 'a label into a keyword, where that can be read',
    before: net('a▮: conv 3x3, 8', 'relu', 'from a'),
    to: 'head',
    after: net('head: conv 3x3, 8', 'relu', 'from head'),
  },
  {
    name: 'a parameter, with the arguments that name it, behind CRLF and characters beyond 16 bits',
    before: {
      'net.resnet':
        '// 🙂\r\nblock unit(s▮tride: int) { /* 🙂 */ a: conv 3x3, 8, stride stride }\r\nblock b() { a: unit(stride = 1); b: stage 2 x unit(1), stride 2 }\r\n',
    },
    to: 'step',
    after: {
      'net.resnet':
        '// 🙂\r\nblock unit(step: int) { /* 🙂 */ a: conv 3x3, 8, stride step }\r\nblock b() { a: unit(step = 1); b: stage 2 x unit(1), step 2 }\r\n',
    },
  },
  {
    name: 'a block from where it is imported, in open files and on the disk',
    before: {
      'net.resnet': 'import { unit } from "./parts.resnet"\nnetwork net { input 8 x 8 x 8; a: u▮nit(8) }\n',
      'parts.resnet': parts,
      'disk/more.resnet': 'import { unit as part } from "./parts.resnet"\nblock more() { a: part(8) }\n',
    },
    to: 'fresh',
    after: {
      'net.resnet': 'import { fresh } from "./parts.resnet"\nnetwork net { input 8 x 8 x 8; a: fresh(8) }\n',
      'parts.resnet': renamedParts,
      'disk/more.resnet': 'import { fresh as part } from "./parts.resnet"\nblock more() { a: part(8) }\n',
    },
  },
  {
    name: 'a block from where it is declared, while its importers lie on the disk',
    before: {
      'parts.resnet': parts.replace('unit', 'un▮it'),
      'disk/net.resnet':
        'import { unit } from "./parts.resnet"\nnetwork net { input 8 x 8 x 8; a: unit(8) }\n',
    },
    to: 'fresh',
    after: {
      'parts.resnet': renamedParts,
      'disk/net.resnet':
        'import { fresh } from "./parts.resnet"\nnetwork net { input 8 x 8 x 8; a: fresh(8) }\n',
    },
  },
  {
    name: 'a second name, in its file only',
    before: {
      'net.resnet':
        'import { unit as p▮art } from "./parts.resnet"\nnetwork net { input 8 x 8 x 8; a: part(8) }\n',
      'parts.resnet': parts,
    },
    to: 'piece',
    after: {
      'net.resnet':
        'import { unit as piece } from "./parts.resnet"\nnetwork net { input 8 x 8 x 8; a: piece(8) }\n',
      'parts.resnet': parts,
    },
  },
  {
    name: 'a name of the library, by a second name',
    before: {
      'net.resnet':
        'import { basic, bottleneck } from "std/residual"\nnetwork net { input 8 x 8 x 8; a: ba▮sic(8); b: bottleneck(8) }\n',
    },
    to: 'unit',
    after: {
      'net.resnet':
        'import { basic as unit, bottleneck } from "std/residual"\nnetwork net { input 8 x 8 x 8; a: unit(8); b: bottleneck(8) }\n',
    },
  },
  {
    name: 'into the name of something that is hidden nowhere',
    before: net('head { let a = 8; c: conv 3x3, a }', 'stem { let b▮ = 8; d: conv 3x3, b }'),
    to: 'a',
    after: net('head { let a = 8; c: conv 3x3, a }', 'stem { let a = 8; d: conv 3x3, a }'),
  },
];

const plain = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, unmark(text).text]));

const inFolder = (name: string): string => name.replace('disk/', '');

async function open(files: Files, versioned = false): Promise<Client> {
  const disk = new Map(Object.entries(plain(files)).map(([name, text]) => [inFolder(name), text]));
  const capabilities = { workspace: { workspaceEdit: { documentChanges: versioned } } };
  const client = await startClient({ disk, capabilities });
  for (const [name, text] of Object.entries(plain(files)))
    if (name === inFolder(name)) await client.open(name, text);
  return client;
}

const cursorOf = (files: Files) => {
  const [[name, text]] = Object.entries(files) as [[string, string]];
  return { name, position: unmark(text).cursors[0]! };
};

it.each(renamed)('renames $name', async ({ before, to, after }) => {
  const client = await open(before);
  const { name, position } = cursorOf(before);
  const range = await client.ask<{ range: Range }>('textDocument/prepareRename', name, { position });
  expect(range).not.toBeNull();
  const { changes = {} } = await client.ask<WorkspaceEdit>('textDocument/rename', name, {
    position,
    newName: to,
  });
  client.end();
  const result = Object.fromEntries(
    Object.entries(plain(before)).map(([file, text]) => {
      const document = TextDocument.create('', 'resnet', 0, text);
      return [file, TextDocument.applyEdits(document, changes[uriOf(inFolder(file))] ?? [])];
    }),
  );
  expect(result).toEqual(after);
});

/** Each is refused in a sentence that has these words in it. */
const refused: readonly {
  readonly name: string;
  readonly before: Files;
  readonly to: string;
  readonly says: RegExp;
}[] = [
  { name: 'an operator', before: net('re▮lu'), to: 'gelu', says: /language’s own word/ },
  { name: 'a keyword', before: net('he▮ad { relu }'), to: 'stem', says: /language’s own word/ },
  {
    name: 'the number of a stage’s block',
    before: { 'net.resnet': 'block b(w: int) { relu }\nblock c() { a: stage 2 x b(in▮dex) }\n' },
    to: 'i',
    says: /language’s own word/,
  },
  {
    name: 'an import’s path',
    before: { 'net.resnet': 'import { basic } from "std/resi▮dual"\nblock c() { a: basic(8) }\n' },
    to: 'std/preact',
    says: /file/,
  },
  { name: 'into no name', before: net('let a▮ = 8', 'c: conv 3x3, a'), to: '8a', says: /is no name/ },
  { name: 'into the ×', before: net('let a▮ = 8', 'c: conv 3x3, a'), to: 'x', says: /×/ },
  { name: 'into a keyword', before: net('let a▮ = 8', 'c: conv 3x3, a'), to: 'stage', says: /own word/ },
  {
    name: 'a block into an operator',
    before: { 'net.resnet': 'block b▮() { relu }\n' },
    to: 'conv',
    says: /own word/,
  },
  {
    name: 'into a name of the same braces',
    before: net('let a▮ = 8', 'let b = 9', 'c: conv 3x3, a * b'),
    to: 'b',
    says: /`b` would be taken for another thing of that name, line 5 of net.resnet/,
  },
  {
    name: 'an outer name into an inner one, which would capture it',
    before: net('let a▮ = 8', 'head { let b = 9; c: conv 3x3, a * b }'),
    to: 'b',
    says: /`b` would be taken for another/,
  },
  {
    name: 'an inner name into an outer one, whose uses it would capture',
    before: net('let b = 8', 'head { let a▮ = 9; c: conv 3x3, a * b }'),
    to: 'b',
    says: /`b` would be taken for another/,
  },
  {
    name: 'a block into a parameter’s name, which would hide it',
    before: { 'net.resnet': 'block a▮() { relu }\nblock c(b: int) { d: a(); e: conv 3x3, b }\n' },
    to: 'b',
    says: /`b` would be taken for another/,
  },
  {
    name: 'a label into one that stands between it and its use',
    before: net('a▮: conv 3x3, 8', 'b: conv 3x3, 8', 'add a'),
    to: 'b',
    says: /`b` would be taken for another/,
  },
  {
    name: 'a label into another that owns tensors',
    before: net('a▮: conv 3x3, 8', 'b: conv 3x3, 8'),
    to: 'b',
    says: /line 4 of net.resnet would be wrong: .*`b`/,
  },
  {
    name: 'a label that a join names into a keyword, which a join cannot name',
    before: net('a▮: conv 3x3, 8', 'relu', 'add a'),
    to: 'head',
    says: /`head` would be taken|would be wrong/,
  },
  {
    name: 'a parameter that is given by name where any block may be called',
    before: {
      'net.resnet': `block unit(wi▮dth: int) { conv: conv 3x3, width }
network family(part: block) { input 8 x 8 x 8; a: part(width = 8) }
network net = family(unit)
`,
    },
    to: 'channels',
    says: /line 2 of net.resnet would be wrong: .*width/,
  },
  {
    name: 'a name that the importer has already',
    before: {
      'parts.resnet': 'block a▮() { relu }\n',
      'disk/net.resnet':
        'import { a } from "./parts.resnet"\nblock b() { gelu }\nnetwork net { input 8 x 8 x 8; a(); b() }\n',
    },
    to: 'b',
    says: /`b` would be taken|would be wrong/,
  },
  {
    name: 'in a file of the library that is looked at',
    before: { 'residual.resnet': library.get('std/residual')!.replace('block basic', 'block ba▮sic') },
    to: 'unit',
    says: /belongs to the library/,
  },
  {
    name: 'a parameter of the library',
    before: {
      'net.resnet': 'import { basic } from "std/residual"\nblock b() { basic(8, str▮ide = 2) }\n',
    },
    to: 'step',
    says: /`stride` belongs to the library/,
  },
  {
    name: 'what a broken statement may name',
    before: net('let a▮ = 8', 'c: conv 3x3, a', 'd: conv 3x3, , a'),
    to: 'b',
    says: /cannot be read/,
  },
];

it.each(refused)('refuses $name', async ({ before, to, says }) => {
  const client = await open(before);
  const { name, position } = cursorOf(before);
  await expect(client.ask('textDocument/rename', name, { position, newName: to })).rejects.toThrow(says);
  client.end();
});

it('says for which version its edits are, to a client that asks', async () => {
  const before = net('let a▮ = 8', 'c: conv 3x3, a');
  const client = await open(before, true);
  const { name, position } = cursorOf(before);
  const edit = await client.ask<WorkspaceEdit>('textDocument/rename', name, { position, newName: 'b' });
  expect(edit.documentChanges).toMatchObject([{ textDocument: { uri: uriOf(name), version: 1 } }]);
  client.end();
});

it('has nothing to rename between words', async () => {
  const before = net('a: conv 3x3,▮ 8');
  const client = await open(before);
  const { name, position } = cursorOf(before);
  expect(await client.ask('textDocument/prepareRename', name, { position })).toBeNull();
  expect(await client.ask('textDocument/rename', name, { position, newName: 'b' })).toBeNull();
  client.end();
});
