import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Line } from './line.ts';
import { median, ms } from './measure.ts';
import { specOfLines } from './spec-of-lines.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const uri = 'file:///bench/net.resnet';

/** How quickly an editor is answered, over standard input and output, by the server as it is shipped. */
export const editorLines: readonly Line[] = [
  {
    name: 'editor: server start, spawn to the answer to initialize, over node -e 0',
    target: 'at most 200 ms',
    run: async ({ rounds = 15 }) => {
      const starts: number[] = [];
      const nodes: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const server = await startServer();
        starts.push(server.startedIn);
        await server.end();
        nodes.push(await startOfNode());
      }
      return `${ms(median(starts))} (Node alone ${ms(median(nodes))})`;
    },
  },
  keystrokes(300, 'p99 at most 16 ms'),
  keystrokes(3000, 'p99 at most 50 ms'),
  {
    name: 'editor: completion in 3,000 lines, behind a keystroke',
    target: 'p99 at most 30 ms',
    run: async ({ rounds = 300 }) => {
      const server = await startServer();
      const typist = await open(server.connection, specOfLines(3000));
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const start = performance.now();
        // As editors do, without waiting in between.
        const position = typist.type();
        await server.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
        times.push(performance.now() - start);
        await typist.diagnosed();
      }
      await server.end();
      return percentiles(times);
    },
  },
  {
    name: 'editor: inlay hints of 60 lines in 3,000, behind the diagnostics of a keystroke',
    target: 'p99 at most 50 ms',
    run: async ({ rounds = 300 }) => {
      const server = await startServer();
      const typist = await open(server.connection, specOfLines(3000));
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const { line } = typist.type();
        await typist.diagnosed();
        const start = performance.now();
        const range = { start: { line: line - 30, character: 0 }, end: { line: line + 30, character: 0 } };
        await server.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri }, range });
        times.push(performance.now() - start);
      }
      await server.end();
      return percentiles(times);
    },
  },
];

/** From a keystroke to the diagnostics of the text with it, one after the other, as a fast typist's are. */
function keystrokes(lines: number, target: string): Line {
  return {
    name: `editor: keystroke to diagnostics in ${lines.toLocaleString('en-US')} lines`,
    target,
    run: async ({ rounds = 300 }) => {
      const server = await startServer();
      const typist = await open(server.connection, specOfLines(lines));
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const start = performance.now();
        typist.type();
        await typist.diagnosed();
        times.push(performance.now() - start);
      }
      await server.end();
      return percentiles(times);
    },
  };
}

function percentiles(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => ms(sorted[Math.ceil(share * sorted.length) - 1]!);
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)} of ${times.length}`;
}

interface Server {
  readonly connection: ProtocolConnection;
  /** From the spawn to the answer to `initialize`. */
  readonly startedIn: number;
  readonly end: () => Promise<void>;
}

async function startServer(): Promise<Server> {
  const start = performance.now();
  const child = spawn(process.execPath, ['dist/cli.js', 'lsp'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
  });
  const startedIn = performance.now() - start;
  await connection.sendNotification('initialized', {});
  return { connection, startedIn, end: () => endServer(connection, child) };
}

async function endServer(connection: ProtocolConnection, child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  await ended;
  connection.dispose();
}

async function startOfNode(): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await new Promise((resolve) => child.on('exit', resolve));
  return performance.now() - start;
}

/** Milliseconds from a file's opening to the first key. */
const lookingAround = 2000;

/** What is typed, over and over, in the middle of the file: right and wrong by turns, as typing is. */
const typed = '    extra: conv 3x3, width, stride stride\n';

interface Typist {
  /** Types one character, or takes all back where the line is done; gives the position behind it. */
  readonly type: () => { readonly line: number; readonly character: number };
  /** Waits for the diagnostics of the text as it is now. */
  readonly diagnosed: () => Promise<void>;
}

async function open(connection: ProtocolConnection, text: string): Promise<Typist> {
  let version = 1;
  let seen = 0;
  let wake = (): void => {};
  connection.onNotification('textDocument/publishDiagnostics', (published) => {
    seen = published.version;
    wake();
  });
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'resnet', version, text },
  });
  const lines = text.split('\n');
  // Behind the first convolution of a block in the middle.
  const line =
    lines.findIndex((each, number) => number > lines.length / 2 && each.includes('conv1: conv 1x1')) + 1;
  let character = 0;
  const diagnosed = async (): Promise<void> => {
    while (seen < version) await new Promise<void>((resolve) => (wake = resolve));
  };
  await diagnosed();
  await new Promise((resolve) => setTimeout(resolve, lookingAround));
  return {
    diagnosed,
    type: () => {
      version++;
      const done = character === typed.length - 1;
      const start = { line, character: done ? 0 : character };
      const end = { line, character };
      const key = character === 0 ? `${typed[0]}\n` : typed[character]!;
      const change = done
        ? { range: { start, end: { line: line + 1, character: 0 } }, text: '' }
        : { range: { start, end }, text: key };
      character = done ? 0 : character + 1;
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [change],
      });
      return { line, character };
    },
  };
}
