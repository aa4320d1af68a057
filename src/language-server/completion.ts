import type { CompletionItem, Position } from 'vscode-languageserver';
import { CompletionItemKind } from 'vscode-languageserver';
import { library } from '../generated/library.ts';
import type { OperatorKind } from '../ir/operators.ts';
import { operatorNames } from '../ir/operators.ts';
import { typeNames } from '../linking/names.ts';
import type { Entity } from '../linking/program.ts';
import { attributesExpected, optionsExpected, parametersExpected } from './completion-arguments.ts';
import { localsExpected, valuesExpected } from './completion-values.ts';
import { expectedAt } from './expectation.ts';
import { exportsOf, libraryModules } from './library-modules.ts';
import { offsetAt, rangeOf } from './places.ts';
import type { Extent, Proposal } from './proposals.ts';
import { calledProposal, entityProposal, filledIn, operatorProposal, Rank, word } from './proposals.ts';
import { statementWords } from './statement-words.ts';
import type { TypedText } from './typed-text.ts';
import { readTypedText } from './typed-text.ts';
import type { CompletionSources, Typing } from './typing.ts';
import { importing, unimported } from './unimported-names.ts';

/** What may be typed at a position, the nearest first. */
export function completion(sources: CompletionSources, position: Position): readonly CompletionItem[] {
  const { text } = sources;
  const offset = offsetAt(sources, position);
  const typed = readTypedText(sources, offset, sources.tokens);
  const rest = /^[^\r\n]*/.exec(text.slice(typed.word.end, typed.word.end + 1000))![0];
  const free = /^\s*(?:\/\/|[})]|$)/.test(rest);
  const extent: Extent = /^\s*[=(:]/.test(rest) ? 'word' : free && sources.snippets ? 'snippet' : 'text';
  const expected = expectedAt(typed);
  if (expected.kind === 'import path') return importPaths(sources, offset);
  // The word before a colon is a label, which is invented.
  if (expected.kind === 'statement' && !expected.labelled && /^\s*:/.test(rest)) return [];
  const range = rangeOf(sources, typed.word);
  return proposals({ ...sources, typed, extent }, expected).map((proposal) => ({
    ...proposal,
    textEdit: { range, newText: proposal.insertText ?? proposal.label },
  }));
}

function proposals(typing: Typing, expected: ReturnType<typeof expectedAt>): readonly Proposal[] {
  switch (expected.kind) {
    case 'nothing':
    case 'import path':
      return [];
    case 'declaration':
      return declarations(typing);
    case 'statement':
      return [
        ...expected.goesOn.map((text) => word(text, CompletionItemKind.Keyword, Rank.Nearest)),
        ...statementWords(typing.extent),
        ...[...operatorNames].map((name) => operatorProposal(name as OperatorKind, typing.extent)),
        ...callees(typing, 'block'),
        ...(expected.mayBeHole ? localsExpected(typing) : []),
      ];
    case 'words':
      return expected.words.map((text) => word(text, CompletionItemKind.Keyword, Rank.Nearest));
    case 'value':
      return valuesExpected(typing, undefined);
    case 'member':
      return members(expected.of);
    case 'type':
      return [...typeNames].map((name) => word(name, CompletionItemKind.TypeParameter, Rank.Language));
    case 'label':
      return labels(typing.typed);
    case 'operator':
      return [...operatorNames].map((name) => operatorProposal(name as OperatorKind, 'word'));
    case 'callee':
      return callees(typing, expected.of);
    case 'attribute':
      return attributesExpected(typing, expected);
    case 'argument':
      return parametersExpected(typing, expected);
    case 'stage option':
      return optionsExpected(typing, expected.callee, expected.given);
    case 'imported name':
      return importedNames(typing, expected.given);
  }
}

function declarations({ extent }: Typing): readonly Proposal[] {
  const texts = {
    import: 'import { ▮ } from "‹›"',
    block: 'block ‹name›(‹width: int›) {\n\t▮\n}',
    network: 'network ‹name› {\n\tinput ‹3 x 224 x 224›\n\t▮\n}',
  };
  return Object.entries(texts).map(([label, text]) =>
    word(label, CompletionItemKind.Keyword, Rank.Nearest, filledIn(text, extent)),
  );
}

/** The nearest first. */
function labels({ labels: known }: TypedText): readonly Proposal[] {
  const nearest = [...new Set(known.toReversed())];
  return nearest.map((label, at) => ({
    ...word(label, CompletionItemKind.Reference, Rank.Nearest),
    sortText: String(at).padStart(6, '0'),
  }));
}

function members(object: string): readonly Proposal[] {
  const names = ['channels', 'height', 'width', ...(object === 'join' ? ['stride'] : [])];
  if (object !== 'in' && object !== 'join') return [];
  return names.map((name) => word(name, CompletionItemKind.Field, Rank.Nearest));
}

/** Blocks or networks that can be called here, and those of the library that would have to be imported. */
function callees(typing: Typing, kind: Entity['kind']): readonly Proposal[] {
  const { typed, extent, root } = typing;
  const own = typed.braces[0]?.opener[1]?.image ?? typed.statement[1]?.image;
  const locals = typed.braces.flatMap(({ names }) => names);
  return [
    ...locals
      .filter(({ kind: what, type }) => kind === 'block' && what !== 'index' && (type ?? 'block') === 'block')
      .map(({ name }) => word(name, CompletionItemKind.Variable, Rank.Local)),
    ...[...root.names]
      .filter(([name, entity]) => entity.kind === kind && name !== own)
      .map(([name, entity]) => calledProposal(name, entity, Rank.File, extent)),
    ...unimported(root, kind).map(({ entity, path }) => ({
      ...calledProposal(entity.declaration.name.text, entity, Rank.Library, extent),
      ...importing(typing, entity, path),
    })),
  ];
}

/** In an import's braces: what its file declares, or, where no path stands behind them, what the library does. */
function importedNames(
  { text, typed, follow, extent }: Typing,
  given: readonly string[],
): readonly Proposal[] {
  const rest = text.slice(typed.word.end, typed.word.end + 1000);
  const path = /^[^{}"]*\}\s*from\s*"([^"\r\n]*)"/.exec(rest)?.[1];
  const isOpen = (entity: Entity): boolean => !given.includes(entity.declaration.name.text);
  if (path !== undefined) {
    const linked = follow(path);
    return (linked === undefined ? [] : exportsOf(linked))
      .filter(isOpen)
      .map((entity) => entityProposal(entity.declaration.name.text, entity, Rank.File));
  }
  const closes = /^[ \t]*(?:\r|\n|$)/.test(rest) && extent !== 'word';
  return [...libraryModules()].flatMap(([from, linked]) =>
    exportsOf(linked)
      .filter(isOpen)
      .map((entity) => {
        const name = entity.declaration.name.text;
        const more = closes ? { insertText: `${name} } from "${from}"` } : {};
        return {
          ...entityProposal(name, entity, Rank.Library),
          labelDetails: { description: from },
          ...more,
        };
      }),
  );
}

/** The paths that an import may have; all of what stands between the quotes is replaced. */
function importPaths(sources: CompletionSources, offset: number): readonly CompletionItem[] {
  const { text } = sources;
  const start = text.lastIndexOf('"', offset - 1) + 1;
  const end = offset + (/^[^"\r\n{}]*(?=")/.exec(text.slice(offset, offset + 1000))?.[0].length ?? 0);
  const range = rangeOf(sources, { start, end });
  return [
    ...[...sources.importable()].map((path) => word(path, CompletionItemKind.File, Rank.File)),
    ...[...library.keys()].map((path) => word(path, CompletionItemKind.Module, Rank.Library)),
  ].map((proposal) => ({ ...proposal, textEdit: { range, newText: proposal.label } }));
}
