import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { hasErrors } from '../../../src/diagnostics/diagnostic.ts';
import type { SourceFile } from '../../../src/diagnostics/source.ts';
import { check } from '../../../src/index.ts';
import type { Graph } from '../../../src/ir/graph.ts';
import { positionAt } from '../../../src/language-server/places.ts';
import { everyOccurrence } from '../../../src/language-server/references.ts';
import { rename } from '../../../src/language-server/rename.ts';
import { Workspace } from '../../../src/language-server/workspace.ts';
import { importedName } from '../../../src/linking/import-path.ts';
import { memoryHost, uriOf } from '../../language-server/client.ts';
import { runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { recordNetworks } from './figures.ts';
import { meaningOf } from './same-network.ts';

const amounts = { sample: 40, deep: 10_000 };
const fresh = 'zzfreshzz';

function graphsOf(files: readonly SourceFile[]): readonly Graph[] {
  const { networks: graphs, diagnostics } = check(files[0]!, {
    load: (path, importer) => {
      const file = files.find(({ name }) => name === importedName(path, importer));
      return file === undefined ? { kind: 'missing', tried: [path] } : { kind: 'file', file };
    },
  });
  expect(hasErrors(diagnostics)).toBe(false);
  return graphs;
}

/** What stands at one of a program's names gets another: the files after it, or why it was refused. */
function renameOne(
  files: readonly SourceFile[],
  choice: number,
  nameOf: (names: readonly string[]) => string,
) {
  const workspace = new Workspace(memoryHost(new Map(files.map(({ name, text }) => [name, text]))));
  workspace.folders = [uriOf('')];
  const analysis = workspace.analysis(uriOf(files[0]!.name))!;
  const all = everyOccurrence(analysis, []).filter(({ occurrence }) => occurrence.file === analysis.name);
  const { occurrence } = all[choice % all.length]!;
  const newName = nameOf(all.map((found) => found.occurrence.text));
  const position = positionAt(analysis, occurrence.span.start);
  const answer = rename(analysis, position, newName, { workspace, versioned: false });
  if (answer === null || 'refused' in answer)
    return { occurrence, newName, refused: answer?.refused, after: [] };
  const { changes = {} }: WorkspaceEdit = answer;
  const after = files.map(({ name, text }) => ({
    name,
    text: TextDocument.applyEdits(TextDocument.create('', '', 0, text), changes[uriOf(name)] ?? []),
  }));
  return { occurrence, newName, refused: undefined, after };
}

it('a new name changes names only', () => {
  const kinds = new Map<string, number>();
  fc.assert(
    fc.property(networks, fc.nat(), ({ files }, choice) => {
      const { occurrence, refused, after } = renameOne(files, choice, () => fresh);
      const { kind, text } = occurrence;
      if (refused !== undefined) {
        const ofLibrary = kind === 'parameter' && occurrence.declared[0]!.file.startsWith('std/');
        expect(kind === 'file' || ofLibrary, `${kind} ${text}: ${refused}`).toBe(true);
        return;
      }
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const back = (name: string): string => name.replaceAll(fresh, text);
      const meaning = (graph: Graph) => ({ name: back(graph.name), ...meaningOf(graph, back) });
      expect(graphsOf(after).map(meaning), after.map((file) => file.text).join('\n//\n')).toEqual(
        graphsOf(files).map((graph) => ({ name: graph.name, ...meaningOf(graph, (name) => name) })),
      );
    }),
    runs(amounts),
  );
  // Each kind of name is met.
  expect([...kinds.keys()].sort()).toEqual(['block', 'index', 'label', 'let', 'network', 'parameter']);
  recordNetworks(
    'rename',
    'A rename in the editor changes names only: the same operators, shapes and tensors, called as before but for the name',
    amounts,
    [...kinds].map(([kind, count]) => `${count} of a ${kind}`).join(', '),
  );
});

it('a name that another thing has is refused, or changes names only', () => {
  fc.assert(
    fc.property(networks, fc.nat(), fc.nat(), ({ files }, choice, other) => {
      const { refused, after } = renameOne(files, choice, (names) => names[other % names.length]!);
      if (refused !== undefined) return;
      const shapes = (graph: Graph) => meaningOf(graph, () => '');
      expect(graphsOf(after).map(shapes), after.map((file) => file.text).join('\n//\n')).toEqual(
        graphsOf(files).map(shapes),
      );
    }),
    runs(amounts),
  );
});
