import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Client, startClient, uriOf } from '../../language-server/client.ts';
import { runs } from '../effort.ts';
import { leaveFigures } from '../figures.ts';
import { changeOf, editorSessions, type Name, names, positionIn, type Step } from './session.ts';

/** Requests whose refusal is an answer: a rename says why there is none. */
const refusing = new Set(['textDocument/rename', 'textDocument/prepareRename']);
const refused = -32803;

const amounts = { sample: 60, deep: 20_000 };
let [played, asked] = [0, 0];
leaveFigures('editor-sessions', () => [
  {
    part: 'In an editor',
    what: 'sessions of an editor with three documents: typing, pasting, undoing, opening, closing, files that change on the disk',
    result: `${played.toLocaleString('en')} sessions, ${asked.toLocaleString('en')} requests on the way answered; at the end all that is shown is what a fresh server shows`,
    command: `RNC_RUNS=${runs(amounts).numRuns} npx vitest run --project trust --mode deep test/trust/language-server`,
  },
]);

it('ends every session with what a fresh start shows, and answers every request in between', async () => {
  await fc.assert(
    fc.asyncProperty(editorSessions, async (steps) => {
      const disk = new Map<string, string>();
      const client = await startClient({ disk });
      played++;
      const texts = await play(steps, client, disk);
      const fresh = await startClient({ disk });
      for (const [name, text] of texts) await fresh.open(name, text);
      for (const name of texts.keys())
        expect(await shownIn(client, name), name).toEqual(await shownIn(fresh, name));
      for (const name of names)
        expect(sorted(await client.diagnostics(name)), name).toEqual(sorted(await fresh.diagnostics(name)));
      client.end();
      fresh.end();
    }),
    runs(amounts),
  );
});

/** What an editor shows of a document without being asked. */
async function shownIn(client: Client, name: Name): Promise<readonly unknown[]> {
  const range = { start: { line: 0, character: 0 }, end: { line: 2 ** 31 - 1, character: 0 } };
  return Promise.all(
    ['inlayHint', 'codeLens', 'documentSymbol', 'foldingRange'].map((method) =>
      client.ask(`textDocument/${method}`, name, { range }),
    ),
  );
}

/** What several documents find in one file comes in the order in which they were opened. */
function sorted(diagnostics: readonly object[]): readonly string[] {
  return diagnostics.map((diagnostic) => JSON.stringify(diagnostic)).sort();
}

/** Does what a session says; the result is the texts that are open at its end. */
async function play(
  steps: readonly Step[],
  client: Client,
  disk: Map<string, string>,
): Promise<ReadonlyMap<Name, string>> {
  const documents = new Map<Name, TextDocument>();
  const before = new Map<Name, string>();
  const requests: Promise<unknown>[] = [];
  for (const step of steps) {
    if (step.kind === 'rest') {
      await client.diagnostics('net.resnet');
      continue;
    }
    const { name } = step;
    const document = documents.get(name);
    const uri = uriOf(name);
    switch (step.kind) {
      case 'open':
        if (document !== undefined) break;
        documents.set(name, TextDocument.create(uri, 'resnet', 1, step.text));
        void client.open(name, step.text);
        break;
      case 'close':
        if (documents.delete(name)) void client.close(name);
        break;
      case 'change':
      case 'undo': {
        if (document === undefined) break;
        const text = document.getText();
        const changes =
          step.kind === 'undo'
            ? [{ text: before.get(name) ?? text }]
            : step.changes.map((change) => changeOf(text, change));
        before.set(name, text);
        TextDocument.update(document, [...changes], document.version + 1);
        void client.change(name, ...changes);
        break;
      }
      case 'disk':
        if (step.text === undefined) disk.delete(name);
        else disk.set(name, step.text);
        void client.connection.sendNotification('workspace/didChangeWatchedFiles', {
          changes: [{ uri, type: step.text === undefined ? 3 : 2 }],
        });
        break;
      case 'request': {
        const text = document?.getText() ?? '';
        const [start, end] = [positionIn(text, step.at), positionIn(text, step.to)];
        const parameters = {
          ...{ position: start, positions: [start, end], range: { start, end }, newName: 'renamed' },
          context: { diagnostics: [], includeDeclaration: true },
          options: { tabSize: 2, insertSpaces: true },
        };
        asked++;
        requests.push(
          client.ask(step.method, name, parameters).catch((error: { code: number; message: string }) => {
            const isAnswer = refusing.has(step.method) && error.code === refused;
            expect(isAnswer, `${step.method}: ${error.message}`).toBe(true);
          }),
        );
        break;
      }
    }
  }
  await Promise.all(requests);
  return new Map([...documents].map(([name, document]) => [name, document.getText()]));
}
