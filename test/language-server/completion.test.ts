import { describe, expect, it } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { completion } from '../../src/language-server/completion.ts';
import { placed, positionAt } from '../../src/language-server/places.ts';
import { tokenize } from '../../src/parser/tokens.ts';
import { corpus, knownWords, linked } from './author.ts';
import { startClient } from './client.ts';
import { inNetwork, rows } from './completion-rows.ts';
import { unmark } from './marks.ts';

const parts =
  '/// Of the folder.\nblock unit(width: int, stride: int = 1) { conv: conv 3x3, width, stride stride }\n';

async function complete(marked: string, snippetSupport = false): Promise<readonly CompletionItem[]> {
  const { text, cursors } = unmark(marked);
  const disk = new Map([
    ['parts.resnet', parts],
    ['deep/more.resnet', parts],
  ]);
  const capabilities = { textDocument: { completion: { completionItem: { snippetSupport } } } };
  const client = await startClient({ disk, capabilities });
  await client.open('net.resnet', text);
  const items = await client.ask<CompletionItem[]>('textDocument/completion', 'net.resnet', {
    position: cursors[0],
  });
  client.end();
  return items;
}

describe('proposes', () => {
  it.each(rows)('$name', async ({ text, has = [], hasNot = [], only }) => {
    const labels = (await complete(text))
      .toSorted((a, b) => (a.sortText! < b.sortText! ? -1 : 1))
      .map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining([...has]));
    expect(labels.filter((label) => hasNot.includes(label))).toEqual([]);
    if (only !== undefined) expect(labels.toSorted()).toEqual(only.toSorted());
  });
});

it('proposes the nearest label first', async () => {
  const items = await complete(inNetwork('a: relu', 'c: relu', 'b: relu', 'from ▮'));
  expect(items.toSorted((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).map(({ label }) => label)).toEqual([
    'b',
    'c',
    'a',
  ]);
});

/** What the text is once the item is chosen. */
async function choose(marked: string, label: string, snippets = false): Promise<string> {
  const item = (await complete(marked, snippets)).find((one) => one.label === label)!;
  const edits = [item.textEdit as { range: never; newText: string }, ...(item.additionalTextEdits ?? [])];
  return TextDocument.applyEdits(TextDocument.create('', '', 0, unmark(marked).text), edits);
}

it.each([
  ['a word, as a whole', 'block b() { c: con▮v 3x3, 8 }\n', 'conv', 'block b() { c: conv 3x3, 8 }\n'],
  [
    'a block of the library, with its import',
    'block b() { c: bott▮ }\n',
    'bottleneck',
    'import { bottleneck } from "std/residual"\nblock b() { c: bottleneck }\n',
  ],
  [
    'another one of a file that is imported',
    'import { basic } from "std/residual"\r\nblock b() { basic(8); c: ▮ }\r\n',
    'bottleneck',
    'import { basic, bottleneck } from "std/residual"\r\nblock b() { basic(8); c: bottleneck }\r\n',
  ],
  [
    'a path, as a whole',
    'import { unit } from "./so▮me/where.resnet"\n',
    './parts.resnet',
    'import { unit } from "./parts.resnet"\n',
  ],
  [
    'a path behind a quote',
    'import { unit } from "▮\n',
    './parts.resnet',
    'import { unit } from "./parts.resnet\n',
  ],
  ['a name with its path', 'import { ▮', 'basic', 'import { basic } from "std/residual"'],
  [
    'an argument with its blank',
    'block b() { conv 3x3, 8, s▮ }\n',
    'stride',
    'block b() { conv 3x3, 8, stride  }\n',
  ],
  [
    'an argument that is there',
    'block b() { conv 3x3, 8, s▮ = 2 }\n',
    'stride',
    'block b() { conv 3x3, 8, stride = 2 }\n',
  ],
])('inserts %s', async (_, text, label, after) => {
  expect(await choose(text, label)).toBe(after);
});

it.each([
  ['an operator', 'block b() { c: ▮ }\n', 'conv', 'block b() { c: conv §{1:3x3}, §{2:filters} }\n'],
  ['a pool', 'block b() { ▮\n}\n', 'maxpool', 'block b() { maxpool §{1:3x3, stride 2}\n}\n'],
  [
    'a block',
    'block b(w: int, s: int = 1) { relu }\nblock c() { ▮ }\n',
    'b',
    'block b(w: int, s: int = 1) { relu }\nblock c() { b(§{1:w}) }\n',
  ],
  [
    'a statement',
    'block b() { ▮ }\n',
    'residual',
    'block b() { residual {\n\t§0\n} shortcut §{1|identity,projection,zero_pad,none|} }\n',
  ],
  [
    'nothing where more stands behind',
    'block b() { c: ▮ 3x3, 8 }\n',
    'conv',
    'block b() { c: conv 3x3, 8 }\n',
  ],
])('fills in %s, for an editor that can; § is a dollar', async (_, text, label, after) => {
  expect((await choose(text, label, true)).replaceAll('$', '§')).toBe(after);
});

it('shows what an item is', async () => {
  const items = await complete(inNetwork('▮'));
  const conv = items.find(({ label }) => label === 'conv')!;
  expect(conv.detail).toMatch(/^conv kernel, filters, \[stride/);
  expect(conv.documentation).toMatch(/convolution/);
  const bottleneck = items.find(({ label }) => label === 'bottleneck')!;
  expect(bottleneck.detail).toMatch(/^block bottleneck\(width: int, stride: int = 1/);
  expect(bottleneck.labelDetails).toEqual({ description: 'std/residual' });
});

/*
 * The words of the corpus that their authors did not invent, each with what stands before it: what was typed next is proposed, whether the
 * rest of the file is there or not.
 */
describe.each([
  ['a file that ends there', () => ''],
  ['a line that ends there', (rest: string) => rest.slice(rest.search(/\r|\n|$/))],
])('in %s', (_, restOf) => {
  it('what the author typed next is proposed', () => {
    let proposed = 0;
    const missed: string[] = [];
    const words = corpus.flatMap((file) => knownWords(file).map((word) => ({ file, word })));
    for (const [number, { file, word }] of words.entries()) {
      if (number % 15 !== 0) continue;
      const offset = word.startOffset + (number % 2);
      const text = file.text.slice(0, offset) + restOf(file.text.slice(offset));
      const place = placed(text);
      const { tokens } = tokenize(text, Number.POSITIVE_INFINITY);
      const sources = { ...place, root: linked({ name: file.name, text }), tokens, snippets: true };
      const items = completion(
        { ...sources, importable: () => [], follow: () => undefined },
        positionAt(place, offset),
      );
      if (items.some(({ label }) => label === word.image)) proposed++;
      else
        missed.push(
          `${file.name}: ${text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)}‸ ${word.image}`,
        );
    }
    expect(proposed).toBeGreaterThan(100);
    expect(proposed / (proposed + missed.length), missed.join('\n')).toBeGreaterThan(0.98);
  });
});
