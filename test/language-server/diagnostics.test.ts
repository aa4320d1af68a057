import { expect, it } from 'vitest';
import type { DocumentDiagnosticReport, WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { startClient, uriOf } from './client.ts';
import { unmark } from './marks.ts';

const inNetwork = (...lines: readonly string[]) =>
  `network net {\n  input 8 x 32 x 32\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

/** `⟦…⟧` marks what is found, in the order of the text. */
const rows: readonly { readonly name: string; readonly text: string; readonly found: readonly object[] }[] = [
  { name: 'nothing where nothing is wrong', text: inNetwork('relu'), found: [] },
  {
    name: 'an error, with its remedy and where it is explained',
    text: inNetwork('a: conv 3x3, 8', '⟦rleu⟧'),
    found: [
      {
        code: 'name/unknown',
        severity: 1,
        source: 'rnc',
        message: 'there is no operator `rleu`\nhelp: did you mean `relu`?',
        codeDescription: { href: 'https://docs.invalid/name/unknown' },
      },
    ],
  },
  {
    name: 'what is never used, as something that is not needed',
    text: inNetwork('let ⟦wide⟧ = 8', 'relu'),
    found: [{ code: 'lint/unused', severity: 2, tags: [1] }],
  },
  {
    name: 'places that take part',
    text: inNetwork('let ⟦wide⟧ = 8', 'let ⟦wide⟧ = 9', 'conv1: conv 1x1, wide'),
    found: [
      {
        code: 'name/duplicate',
        relatedInformation: [
          {
            location: {
              uri: uriOf('net.resnet'),
              range: { start: { line: 2, character: 6 }, end: { line: 2, character: 10 } },
            },
            message: 'first here',
          },
        ],
      },
    ],
  },
  {
    name: 'characters of two code units, by their units',
    text: inNetwork('relu // 🦙🦙', '⟦rleu⟧ // 🦙'),
    found: [{}],
  },
  {
    name: 'lines of another system',
    text: inNetwork('relu', '⟦rleu⟧').replaceAll('\n', '\r\n'),
    found: [{}],
  },
  {
    name: 'an error at the end of the text',
    text: 'network net ⟦{⟧',
    found: [{ code: 'syntax/unexpected' }],
  },
];

it.each(rows)('finds $name', async ({ text: marked, found }) => {
  const { text, ranges } = unmark(marked);
  const own = ranges.slice(ranges.length - found.length);
  const client = await startClient();
  await client.open('net.resnet', text);
  const diagnostics = await client.diagnostics('net.resnet');
  expect(diagnostics).toMatchObject(found.map((each, index) => ({ ...each, range: own[index] })));
  client.end();
});

it('follows the text from edit to edit, and names the version that it speaks of', async () => {
  const client = await startClient();
  await client.open('net.resnet', inNetwork('relu'));
  expect(await client.diagnostics('net.resnet')).toEqual([]);
  const range = { start: { line: 2, character: 3 }, end: { line: 2, character: 4 } };
  await client.change('net.resnet', { range, text: 'EE' });
  expect(await client.diagnostics('net.resnet')).toMatchObject([{ code: 'name/unknown' }]);
  await client.change('net.resnet', { range: { ...range, end: { line: 2, character: 5 } }, text: 'e' });
  expect(await client.diagnostics('net.resnet')).toEqual([]);
  expect(client.published.map(({ version }) => version)).toEqual([1, 2, 3]);
  client.end();
});

it('answers a burst of edits once, for the last of them, and never for an old version', async () => {
  const client = await startClient();
  await client.open('net.resnet', inNetwork('relu'));
  await client.diagnostics('net.resnet');
  const edits = 500;
  const start = { line: 2, character: 2 };
  for (let edit = 0; edit < edits; edit++) {
    const change =
      edit % 2 === 0
        ? { range: { start, end: start }, text: 'x' }
        : { range: { start, end: { line: 2, character: 3 } }, text: '' };
    void client.change('net.resnet', change);
  }
  expect(await client.diagnostics('net.resnet')).toEqual([]);
  const versions = client.published.map(({ version }) => version!);
  expect(versions.at(-1)).toBe(edits + 1);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(versions.length).toBeLessThan(edits / 10);
  client.end();
});

it('forgets what it said of a document that is closed', async () => {
  const client = await startClient();
  await client.open('net.resnet', inNetwork('rleu'));
  expect(await client.diagnostics('net.resnet')).toHaveLength(1);
  await client.close('net.resnet');
  expect(await client.diagnostics('net.resnet')).toEqual([]);
  client.end();
});

it('knows documents that lie in no folder, and those whose names are written in several ways', async () => {
  const client = await startClient({ disk: new Map([['blöcke (2).resnet', 'block unit() { relu }\n']]) });
  const found = new Map<string, readonly object[]>();
  client.connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
    found.set(uri, diagnostics);
  });
  const open = (uri: string, text: string) =>
    client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'resnet', version: 1, text },
    });
  await open('untitled:Untitled-1', `import { unit } from "./blocks.resnet"\n${inNetwork('rleu')}`);
  const importing = `import { unit } from "./blöcke (2).resnet"\n${inNetwork('a: unit()')}`;
  await open('file:///nets/%6Eet.resnet', importing);
  await open('file:///nets/bl%c3%b6cke%20%282%29.resnet', 'block unit() { relu }\nblock two() { rleu }\n');
  await client.diagnostics('');
  expect(found.get('untitled:Untitled-1')).toMatchObject([
    { code: 'import/not-found' },
    { code: 'name/unknown' },
  ]);
  expect(found.get('file:///nets/%6Eet.resnet')).toEqual([]);
  expect(found.get('file:///nets/bl%c3%b6cke%20%282%29.resnet')).toMatchObject([{ code: 'name/unknown' }]);
  expect([...found.keys()]).toHaveLength(3);
  client.end();
});

const blocks = (operator: string): string =>
  `block unit(width: int) {\n  conv1: conv 3x3, width\n  ${operator}\n}\n`;
const importing = `import { unit } from "./blocks.resnet"\n${inNetwork('a: unit(8)')}`;

it('shows what is wrong in an imported file there, and at the import', async () => {
  const client = await startClient({ disk: new Map([['blocks.resnet', blocks('maxpool 99x99, pad 0')]]) });
  await client.open('net.resnet', importing);
  expect(await client.diagnostics('blocks.resnet')).toMatchObject([
    {
      code: 'shape/kernel-too-large',
      range: { start: { line: 2 } },
      relatedInformation: [{ location: { uri: uriOf('net.resnet') } }],
    },
  ]);
  await client.change('net.resnet', { text: inNetwork('relu') });
  expect(await client.diagnostics('blocks.resnet')).toEqual([]);
  client.end();
});

it('reads an import as it is in the editor, and again whenever it changes', async () => {
  const client = await startClient({ disk: new Map([['blocks.resnet', blocks('relu')]]) });
  await client.open('net.resnet', importing);
  expect(await client.diagnostics('net.resnet')).toEqual([]);
  await client.open('blocks.resnet', blocks('relu').replace('unit', 'other'));
  expect(await client.diagnostics('net.resnet')).toMatchObject([{ code: 'import/name' }]);
  await client.change('blocks.resnet', { text: blocks('relu)') });
  expect(await client.diagnostics('net.resnet')).toMatchObject([{ code: 'import/errors' }]);
  expect(await client.diagnostics('blocks.resnet')).toHaveLength(1);
  await client.close('blocks.resnet');
  expect(await client.diagnostics('net.resnet')).toEqual([]);
  expect(await client.diagnostics('blocks.resnet')).toEqual([]);
  client.end();
});

it('finds an import that is only in the editor, once it is opened', async () => {
  const client = await startClient();
  await client.open('net.resnet', importing);
  expect(await client.diagnostics('net.resnet')).toMatchObject([{ code: 'import/not-found' }]);
  await client.open('blocks.resnet', blocks('relu'));
  expect(await client.diagnostics('net.resnet')).toEqual([]);
  client.end();
});

it('says an error in a block that only its callers show also where both are open, and once', async () => {
  const client = await startClient();
  await client.open('blocks.resnet', blocks('maxpool 99x99, pad 0'));
  await client.open('net.resnet', importing);
  await client.open('again.resnet', importing);
  expect(await client.diagnostics('blocks.resnet')).toHaveLength(1);
  await client.close('net.resnet');
  expect(await client.diagnostics('blocks.resnet')).toHaveLength(1);
  await client.close('again.resnet');
  expect(await client.diagnostics('blocks.resnet')).toEqual([]);
  client.end();
});

it('looks again at what has changed on the disk', async () => {
  const disk = new Map([['blocks.resnet', blocks('relu')]]);
  const client = await startClient({ disk });
  await client.open('net.resnet', importing);
  await client.diagnostics('net.resnet');
  disk.delete('blocks.resnet');
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: uriOf('blocks.resnet'), type: 3 }],
  });
  expect(await client.diagnostics('net.resnet')).toMatchObject([{ code: 'import/not-found' }]);
  client.end();
});

it('takes lints as seriously as the configuration does', async () => {
  const text = inNetwork('let wide = 8', 'relu');
  for (const [level, severities] of [
    ['off', []],
    ['error', [1]],
  ] as const) {
    const client = await startClient({ configuration: { lint: { 'lint/unused': level } } });
    await client.open('net.resnet', text);
    const found = await client.diagnostics('net.resnet');
    expect(found.map(({ severity }) => severity)).toEqual(severities);
    client.end();
  }
});

it('says once why a configuration cannot be used', async () => {
  const client = await startClient({ configuration: { problem: 'rnc.config.json is no JSON' } });
  const messages: string[] = [];
  client.connection.onNotification('window/showMessage', ({ message }) => {
    messages.push(message);
  });
  await client.open('net.resnet', inNetwork('relu'));
  await client.diagnostics('net.resnet');
  await client.change('net.resnet', { text: inNetwork('relu', 'relu') });
  await client.diagnostics('net.resnet');
  expect(messages).toEqual(['rnc.config.json is no JSON']);
  client.end();
});

const pulling = { textDocument: { diagnostic: { relatedDocumentSupport: true } } };

it('answers who asks instead of telling', async () => {
  const client = await startClient({
    capabilities: pulling,
    disk: new Map([['blocks.resnet', blocks('relu)')]]),
  });
  expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true });
  await client.open('net.resnet', importing);
  const pull = (previousResultId?: string) =>
    client.ask<DocumentDiagnosticReport>('textDocument/diagnostic', 'net.resnet', { previousResultId });
  const first = await pull();
  expect(first).toMatchObject({
    kind: 'full',
    items: [{ code: 'import/errors' }],
    relatedDocuments: { [uriOf('blocks.resnet')]: { kind: 'full', items: [{ code: 'syntax/unopened' }] } },
  });
  expect(await pull(first.resultId)).toMatchObject({ kind: 'unchanged', resultId: first.resultId });
  await client.change('net.resnet', { text: inNetwork('rleu') });
  expect(await pull(first.resultId)).toMatchObject({ kind: 'full', items: [{ code: 'name/unknown' }] });
  expect(await client.diagnostics('net.resnet')).toEqual([]);
  expect(client.published).toEqual([]);
  client.end();
});

it('knows what is wrong in every file of the folder', async () => {
  const disk = new Map([
    ['fine.resnet', inNetwork('relu')],
    ['wrong.resnet', inNetwork('rleu')],
  ]);
  const client = await startClient({ capabilities: pulling, disk });
  await client.open('net.resnet', inNetwork('relu'));
  const pull = (previousResultIds: readonly object[]) =>
    client.ask<WorkspaceDiagnosticReport>('workspace/diagnostic', 'net.resnet', { previousResultIds });
  const { items } = await pull([]);
  expect(items).toMatchObject([
    { uri: uriOf('net.resnet'), version: 1, kind: 'full', items: [] },
    { uri: uriOf('fine.resnet'), version: null, kind: 'full', items: [] },
    { uri: uriOf('wrong.resnet'), version: null, kind: 'full', items: [{ code: 'name/unknown' }] },
  ]);
  const known = items.map(({ uri, resultId }) => ({ uri, value: resultId! }));
  const again = await pull([...known, { uri: uriOf('gone.resnet'), value: 'x' }]);
  expect(again.items.map(({ uri, kind }) => [uri, kind])).toEqual([
    [uriOf('net.resnet'), 'unchanged'],
    [uriOf('fine.resnet'), 'unchanged'],
    [uriOf('wrong.resnet'), 'unchanged'],
    [uriOf('gone.resnet'), 'full'],
  ]);
  client.end();
});
