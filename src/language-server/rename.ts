import type { Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Edit } from '../diagnostics/diagnostic.ts';
import { library } from '../generated/library.ts';
import { operatorNames } from '../ir/operators.ts';
import { functionNames } from '../linking/names.ts';
import { doubtfulWords } from '../linking/words-and-labels.ts';
import { keywords } from '../parser/tokens.ts';
import type { Analysis } from './analysis.ts';
import type { Occurrence } from './occurrences.ts';
import { occurrenceAt, occurrencesIn } from './occurrences.ts';
import { offsetAt, rangeOf } from './places.ts';
import { everyOccurrence, meantBy } from './references.ts';
import { changedBy } from './rename-proof.ts';
import { type EditsByFile, textEditsOf, workspaceEdit } from './text-edits.ts';
import { keyOf } from './uris.ts';
import type { Workspace } from './workspace.ts';

/** Why a name stays as it is, in a sentence for the user. */
export interface Refusal {
  readonly refused: string;
}

/** What a rename at a position would replace; null where no name stands. */
export function prepareRename(
  analysis: Analysis,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | Refusal | null {
  const offset = offsetAt(analysis, position);
  const occurrence = occurrenceAt(analysis.root, offset);
  if (occurrence === undefined) {
    const word = wordAt(analysis.text, offset);
    return isOwnWord(word) ? { refused: `\`${word}\` is the language’s own word` } : null;
  }
  if (isLibraryText(analysis.text))
    return { refused: 'this file belongs to the library, which stays as it is' };
  if (occurrence.kind === 'file') return { refused: 'a file is renamed in its folder, not in an import' };
  return { range: rangeOf(analysis, occurrence.span), placeholder: occurrence.text };
}

/**
 * Gives what stands at a position another name wherever it is named: in every file that imports it too. A name of the library gets a
 * second name in this file. What would then mean something else, or would be an error, is refused.
 */
export function rename(
  analysis: Analysis,
  position: Position,
  newName: string,
  {
    workspace,
    versioned,
  }: { readonly workspace: Pick<Workspace, 'all' | 'version'>; readonly versioned: boolean },
): WorkspaceEdit | Refusal | null {
  const prepared = prepareRename(analysis, position);
  if (prepared === null || 'refused' in prepared) return prepared;
  const occurrence = occurrenceAt(analysis.root, offsetAt(analysis, position))!;
  if (newName === occurrence.text) return {};
  const wrong = whyNotAName(newName, occurrence.kind);
  if (wrong !== undefined) return { refused: wrong };
  const others = [...workspace.all()].filter(({ uri }) => keyOf(uri) !== keyOf(analysis.uri));
  const unclear = [analysis, ...others].find((other) => isUnclear(other, occurrence, analysis));
  if (unclear !== undefined)
    return {
      refused: `a statement of ${unclear.name} that cannot be read may mean \`${occurrence.text}\`: mend it first`,
    };
  const edits = isOfLibrary(occurrence, analysis)
    ? secondNames(occurrence, analysis, newName)
    : everyName(occurrence, analysis, others, newName);
  if (edits === undefined)
    return { refused: `\`${occurrence.text}\` belongs to the library, which stays as it is` };
  const changed = changedBy(edits, [analysis, ...others], newName);
  return changed === undefined ? workspaceEdit(edits, workspace, versioned) : { refused: changed };
}

/** A file of the library that is looked at, as the definition of what it declares. */
function isLibraryText(text: string): boolean {
  return [...library.values()].includes(text);
}

function wordAt(text: string, offset: number): string {
  const before = /\w*$/.exec(text.slice(Math.max(0, offset - 100), offset))![0];
  return before + /^\w*/.exec(text.slice(offset, offset + 100))![0];
}

function isOwnWord(word: string): boolean {
  const others = ['index', 'join', 'x'];
  return keywords.has(word) || operatorNames.has(word) || functionNames.has(word) || others.includes(word);
}

function whyNotAName(name: string, kind: Occurrence['kind']): string | undefined {
  const isLabel = kind === 'label';
  if (isLabel && /^(0|[1-9]\d*)$/.test(name)) return undefined;
  if (!/^[A-Za-z_]\w*$/.test(name))
    return `\`${name}\` is no name: letters, digits and \`_\`, and no digit in front`;
  if (name === 'x') return '`x` alone is the paper’s ×, and cannot be a name';
  if (isLabel) return undefined;
  const isCalled = kind === 'block' || kind === 'network';
  if (keywords.has(name) || (isCalled && (operatorNames.has(name) || functionNames.has(name))))
    return `\`${name}\` is the language’s own word`;
  return undefined;
}

/** Whether the name stands in something that could not be read: nobody knows what it means there. */
function isUnclear(other: Analysis, { text, kind, declared }: Occurrence, analysis: Analysis): boolean {
  const { root, program } = other;
  const isLocal = kind === 'let' || kind === 'index' || kind === 'label';
  const home = keyOf(analysis.uriOf(declared[0]!.file) ?? '');
  const sees = (isLocal ? [root] : program.modules).some(
    ({ file }) => keyOf(other.uriOf(file.name) ?? '') === home,
  );
  return sees && (doubtfulWords(root.module).has(text) || root.module.broken.has(text));
}

function isOfLibrary({ declared, original }: Occurrence, { program }: Analysis): boolean {
  const inLibrary = program.modules.some(
    (module) => module.library && module.file.name === declared[0]!.file,
  );
  return inLibrary && original === undefined;
}

function everyName(
  occurrence: Occurrence,
  analysis: Analysis,
  others: readonly Analysis[],
  newName: string,
): EditsByFile | undefined {
  const wanted = meantBy(occurrence, analysis, 'name');
  const named = everyOccurrence(analysis, others).filter(
    (found) => meantBy(found.occurrence, found.analysis, 'name') === wanted,
  );
  const byAnalysis = new Map<Analysis, Edit[]>();
  for (const {
    occurrence: { file, span },
    analysis: of,
  } of named) {
    const own = byAnalysis.get(of) ?? [];
    byAnalysis.set(of, own);
    own.push({ file, span, text: newName });
  }
  // Each file is looked through in one analysis only, so no two have edits of the same one.
  const edits: [string, readonly TextEdit[]][] = [];
  for (const [of, own] of byAnalysis) {
    const some = textEditsOf(own, of);
    if (some === undefined) return undefined;
    edits.push(...some);
  }
  return new Map(edits);
}

/** `import { basic as unit }`: the library stays as it is. */
function secondNames(
  { thing, kind }: Occurrence,
  analysis: Analysis,
  newName: string,
): EditsByFile | undefined {
  if (kind !== 'block' && kind !== 'network') return undefined;
  const imported = analysis.root.module.imports.flatMap(({ names }) => names);
  const edits = occurrencesIn(analysis.root)
    .filter((other) => other.thing === thing)
    .map(({ file, span, text }): Edit => {
      const isImport = imported.some(({ name }) => name.span.start === span.start);
      return { file, span, text: isImport ? `${text} as ${newName}` : newName };
    });
  return textEditsOf(edits, analysis);
}
