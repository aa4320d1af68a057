import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { program } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

interface Server {
  readonly child: ChildProcessWithoutNullStreams;
  readonly connection: ProtocolConnection;
  /** The exit code, and what it said beside. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

function start(...flags: readonly string[]): Server {
  const child = spawn(process.execPath, [program, 'lsp', ...flags], { cwd: '/' });
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += data));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  connection.onError(() => {});
  const ended = once(child, 'exit').then(([code]) => ({ code, stderr }));
  return { child, connection, ended };
}

const initialize = (connection: ProtocolConnection, more: object = {}) =>
  connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {}, ...more });

const open = (connection: ProtocolConnection, uri: string, text: string) =>
  connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'resnet', version: 1, text },
  });

const published = (connection: ProtocolConnection, uri: string): Promise<PublishDiagnosticsParams> =>
  new Promise((resolve) =>
    connection.onNotification('textDocument/publishDiagnostics', (parameters) => {
      if (parameters.uri === uri) resolve(parameters);
    }),
  );

const wrong = 'network net {\n  input 8 x 32 x 32\n  let wide = 8\n  rleu\n}\n';

it('reads imports and the configuration from the disk, and ends as the protocol says', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'blocks v2.resnet'), 'block unit() { conv1: conv 1x1, 8 }\n');
  writeFileSync(join(folder, 'rnc.config.json'), '{"lint": {"lint/unused": "error"}}');
  const { connection, ended } = start('--stdio');
  await initialize(connection, { rootUri: pathToFileURL(folder).href });
  const uri = pathToFileURL(join(folder, 'net.resnet')).href;
  const answer = published(connection, uri);
  const text = `import { unit } from "./blocks v2.resnet"\n${wrong.replace('rleu', 'a: unit()')}`;
  await open(connection, uri, text);
  expect((await answer).diagnostics).toMatchObject([{ code: 'lint/unused', severity: 1 }]);
  expect(await connection.sendRequest('shutdown')).toBeNull();
  await connection.sendNotification('exit');
  expect(await ended).toEqual({ code: 0, stderr: '' });
});

/** What an editor, or the end of one, may do; the exit code that follows. */
const endings: readonly {
  readonly name: string;
  readonly act: (server: Server) => Promise<unknown> | unknown;
  readonly code: number;
}[] = [
  { name: 'exit before shutdown', act: ({ connection }) => connection.sendNotification('exit'), code: 1 },
  { name: 'standard input that closes', act: ({ child }) => child.stdin.end(), code: 1 },
  {
    name: 'standard input that closes after shutdown',
    act: async ({ connection, child }) => {
      await connection.sendRequest('shutdown');
      child.stdin.end();
    },
    code: 0,
  },
];

describe('ends', () => {
  it.each(endings)('with $code after $name', async ({ act, code }) => {
    const server = start();
    await initialize(server.connection);
    await act(server);
    expect(await server.ended).toEqual({ code, stderr: '' });
  });

  it('with 1 when the editor is gone', async () => {
    const editor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const server = start();
    await initialize(server.connection, { processId: editor.pid });
    editor.kill('SIGKILL');
    expect(await server.ended).toEqual({ code: 1, stderr: '' });
  });
});

/** Bodies that are no message, or none that is known. */
const malformed: readonly (readonly [name: string, body: string])[] = [
  ['no JSON', '{"a":'],
  ['no object', '42'],
  ['nothing', 'null'],
  ['no method', '{"jsonrpc":"2.0","id":9}'],
  ['a request that nobody knows', '{"jsonrpc":"2.0","id":9,"method":"rnc/unknown"}'],
  ['a notification that nobody knows', '{"jsonrpc":"2.0","method":"rnc/unknown"}'],
  ['no parameters', '{"jsonrpc":"2.0","id":9,"method":"textDocument/hover"}'],
  ['other parameters', '{"jsonrpc":"2.0","id":9,"method":"textDocument/hover","params":{"a":[]}}'],
  [
    'a document without a text',
    '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///b"}}}',
  ],
  [
    'a change of a document that is not open',
    '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a","version":1},"contentChanges":[{"text":""}]}}',
  ],
];

it('goes on after messages that are none', async () => {
  const { child, connection, ended } = start();
  await initialize(connection);
  for (const [, body] of malformed) child.stdin.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
  const uri = 'file:///nowhere/net.resnet';
  const answer = published(connection, uri);
  await open(connection, uri, wrong);
  expect((await answer).diagnostics).toHaveLength(2);
  expect(await connection.sendRequest('shutdown')).toBeNull();
  await connection.sendNotification('exit');
  expect((await ended).code).toBe(0);
});

it('stays small under a thousand edits a second and a paste of five megabytes', async () => {
  const { child, connection, ended } = start();
  await initialize(connection);
  const uri = 'file:///nowhere/net.resnet';
  let latest: PublishDiagnosticsParams | undefined;
  connection.onNotification('textDocument/publishDiagnostics', (parameters) => {
    latest = parameters;
  });
  let version = 1;
  await open(connection, uri, wrong);
  const change = (contentChange: object) =>
    connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: ++version },
      contentChanges: [contentChange],
    });
  const place = { line: 3, character: 2 };
  for (let edit = 0; edit < 1000; edit++) void change({ range: { start: place, end: place }, text: 'x' });
  await change({ range: { start: place, end: place }, text: '  relu\n'.repeat(750_000) });
  const isAnswered = (): boolean => latest?.version === version;
  await expect.poll(isAnswered, { timeout: 20_000 }).toBe(true);
  expect(latest!.diagnostics).toMatchObject([{ code: 'limit/bytes' }]);
  await connection.sendRequest('textDocument/hover', {
    textDocument: { uri },
    position: { line: 9, character: 3 },
  });
  await change({ text: wrong });
  await expect.poll(isAnswered, { timeout: 20_000 }).toBe(true);
  expect(latest!.diagnostics).toHaveLength(2);
  const status = `/proc/${child.pid}/status`;
  const peak = existsSync(status) ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))![1]) : 0;
  expect(peak / 1024).toBeLessThan(256);
  child.kill();
  await ended;
});
