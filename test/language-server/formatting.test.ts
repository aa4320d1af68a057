import { expect, it } from 'vitest';
import type { TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits } from '../../src/format/edits.ts';
import { print } from '../../src/format/print.ts';
import { format } from '../../src/format.ts';
import { parse } from '../../src/parser/parse.ts';
import { corpus } from './author.ts';
import { startClient } from './client.ts';
import { unmark } from './marks.ts';

/** The text after formatting it, or the marked range of it. */
async function formatted(marked: string): Promise<string> {
  const { text, ranges } = unmark(marked);
  const client = await startClient();
  await client.open('net.resnet', text);
  const options = { tabSize: 4, insertSpaces: false };
  const edits =
    ranges[0] === undefined
      ? await client.ask<TextEdit[]>('textDocument/formatting', 'net.resnet', { options })
      : await client.ask<TextEdit[]>('textDocument/rangeFormatting', 'net.resnet', {
          options,
          range: ranges[0],
        });
  client.end();
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
}

it.each([
  ['a document', 'block b( ){\n relu\n    gelu // c\n}', 'block b() {\n  relu\n  gelu  // c\n}\n'],
  [
    'a range’s lines only',
    'block b( ){\n  relu\n ⟦  g⟧elu\n    relu\n}',
    'block b( ){\n  relu\n  gelu\n    relu\n}',
  ],
  [
    'a range that ends where a line begins',
    'block b() {\n⟦ relu\n⟧ gelu\n}\n',
    'block b() {\n  relu\n gelu\n}\n',
  ],
  ['a range up to the file’s end', 'block b( ) {\n relu\n⟦}⟧', 'block b( ) {\n relu\n}\n'],
  ['CRLF', 'block b() {\r\nrelu\r\n}\r\n', 'block b() {\r\n  relu\r\n}\r\n'],
  ['nothing that is formatted', 'block b() {\n  relu\n}\n', 'block b() {\n  relu\n}\n'],
])('formats %s', async (_, text, after) => {
  expect(await formatted(text)).toBe(after);
});

/** Blanks that mean nothing: twice as many in front of each line, and a blank line behind every third. */
const loosened = (text: string): string =>
  text.replaceAll(/^( +)/gm, '$1$1').replaceAll(/((?:.*\n){3})/g, '$1\n');

it('formats lines of the corpus without a change of meaning', () => {
  for (const file of corpus) {
    const text = loosened(file.text);
    const { edits } = format({ name: file.name, text });
    const expected = print(parse({ name: file.name, text }).value.module);
    for (const [from, to] of [
      [0, 0.5],
      [0.3, 0.4],
      [0.5, 1],
    ]) {
      const some = edits.slice(Math.floor(edits.length * from!), Math.floor(edits.length * to!));
      const changed = applyEdits(text, some);
      expect(print(parse({ name: file.name, text: changed }).value.module), changed).toBe(expected);
    }
  }
});
