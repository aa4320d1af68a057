import { expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver';
import { applied } from './apply.ts';
import { type Client, startClient, uriOf } from './client.ts';
import { unmark } from './marks.ts';

const versioned = { workspace: { workspaceEdit: { documentChanges: true } } };

const actionsAt = (client: Client, name: string, range: unknown, only?: readonly string[]) =>
  client.ask<readonly CodeAction[]>('textDocument/codeAction', name, {
    range,
    context: { diagnostics: [], ...(only && { only }) },
  });

const inNetwork = (...lines: readonly string[]) =>
  `network net {\n  input 8 x 32 x 32\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

/** `⟦…⟧` is what is selected; the titles that are offered there, and the file after the first of them. */
const fixes: readonly {
  readonly name: string;
  readonly text: string;
  readonly titles: readonly string[];
  readonly after?: string;
}[] = [
  {
    name: 'a name that is misspelt',
    text: inNetwork('conv1: conv 3x3, 16', '⟦rleu⟧'),
    titles: ['write `relu`'],
    after: inNetwork('conv1: conv 3x3, 16', 'relu'),
  },
  {
    name: 'a cursor at the end of the name',
    text: inNetwork('conv1: conv 3x3, 16', 'rleu⟦⟧'),
    titles: ['write `relu`'],
    after: inNetwork('conv1: conv 3x3, 16', 'relu'),
  },
  {
    name: 'an import that is missing',
    text: inNetwork('layer1: stage 2 x ⟦bottleneck⟧(4)'),
    titles: ['import it: `import { bottleneck } from "std/residual"`'],
    after: `import { bottleneck } from "std/residual"\n${inNetwork('layer1: stage 2 x bottleneck(4)')}`,
  },
  {
    name: 'what is never used',
    text: inNetwork('let ⟦wide⟧ = 4', 'conv1: conv 3x3, 16'),
    titles: ['remove it'],
    after: inNetwork('conv1: conv 3x3, 16'),
  },
  { name: 'another line', text: inNetwork('⟦conv1⟧: conv 3x3, 16', 'rleu'), titles: [] },
];

it.each(fixes)('offers the edit of $name', async ({ text: marked, titles, after }) => {
  const { text, ranges } = unmark(marked);
  const client = await startClient({ capabilities: versioned });
  await client.open('net.resnet', text);
  const actions = await actionsAt(client, 'net.resnet', ranges[0]);
  expect(actions.map(({ title }) => title)).toEqual(titles);
  for (const { kind, diagnostics } of actions) {
    expect(kind).toBe('quickfix');
    expect(await client.diagnostics('net.resnet')).toContainEqual(diagnostics![0]);
  }
  if (after !== undefined)
    expect(applied(actions[0]!.edit!, { 'net.resnet': text })).toEqual({ 'net.resnet': after });
  client.end();
});

it('edits the version that it saw, and says changes to a client that knows no versions', async () => {
  const { text, ranges } = unmark(inNetwork('conv1: conv 3x3, 16', '⟦rleu⟧'));
  const knowing = await startClient({ capabilities: versioned });
  await knowing.open('net.resnet', `${text} `);
  await knowing.change('net.resnet', { text });
  const [action] = await actionsAt(knowing, 'net.resnet', ranges[0]);
  expect(action!.edit).toMatchObject({
    documentChanges: [{ textDocument: { uri: uriOf('net.resnet'), version: 2 } }],
  });
  knowing.end();
  const plain = await startClient();
  await plain.open('net.resnet', text);
  const [other] = await actionsAt(plain, 'net.resnet', ranges[0]);
  expect(Object.keys(other!.edit!.changes!)).toEqual([uriOf('net.resnet')]);
  plain.end();
});

it('mends all of a document and of what it imports, in rounds, where that is asked for', async () => {
  const files = {
    'net.resnet': `import { unit } from "./blocks.resnet"\n\n${inNetwork('a: stage 2 x unit(16), wdth 8', 'rleu')}`,
    'blocks.resnet': 'block unit(width: int) {\n  conv1: cnv 3x3, width\n}\n',
  };
  const client = await startClient({ disk: new Map(Object.entries(files)), capabilities: versioned });
  await client.open('net.resnet', files['net.resnet']);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const actions = await actionsAt(client, 'net.resnet', range, ['source.fixAll']);
  expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.rnc']);
  expect(applied(actions[0]!.edit!, files)).toEqual({
    'net.resnet': files['net.resnet'].replace('wdth', 'width').replace('rleu', 'relu'),
    'blocks.resnet': files['blocks.resnet'].replace('cnv', 'conv'),
  });
  expect(await actionsAt(client, 'net.resnet', range, ['quickfix'])).toEqual([]);
  client.end();
});
