import type { CodeAction, CodeActionParams, Range } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver';
import { check } from '../check.ts';
import { fixInRounds } from '../fix-rounds.ts';
import type { Analysis } from './analysis.ts';
import { shownDiagnostic } from './diagnostics.ts';
import type { Host } from './host.ts';
import { placed, spanOf } from './places.ts';
import { type EditsByFile, editBetween, textEditsOf, workspaceEdit } from './text-edits.ts';
import { keyOf } from './uris.ts';
import type { Workspace } from './workspace.ts';

/** Mends all that can be mended in a document and in what it imports. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.rnc`;

export interface Circumstances {
  readonly workspace: Workspace;
  readonly host: Pick<Host, 'explanation'>;
  /** Whether the client knows edits of a version of a document. */
  readonly versioned: boolean;
}

/** The edits that the diagnostics in a range offer, and, where it is asked for, one that applies all of the document’s. */
export function codeActions(
  analysis: Analysis,
  { range, context }: Pick<CodeActionParams, 'range' | 'context'>,
  circumstances: Circumstances,
): readonly CodeAction[] {
  const { only } = context;
  const isAsked = (kind: string): boolean =>
    only?.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`)) ?? false;
  return [
    ...(only === undefined || isAsked(CodeActionKind.QuickFix)
      ? quickFixes(analysis, range, circumstances)
      : []),
    ...(isAsked(fixAllKind) ? fixAll(analysis, circumstances) : []),
  ];
}

function quickFixes(document: Analysis, range: Range, circumstances: Circumstances): readonly CodeAction[] {
  const { workspace, host, versioned } = circumstances;
  const { start, end } = spanOf(document, range);
  const seen = new Set<string>();
  // An error in a block may be known only where another document calls it.
  return [document, ...workspace.open().filter(({ uri }) => uri !== document.uri)].flatMap((analysis) =>
    analysis.diagnostics
      .filter(({ file, span, fixes }) => {
        if (fixes.length === 0 || span.start > end || start > span.end) return false;
        return keyOf(analysis.uriOf(file) ?? '') === keyOf(document.uri);
      })
      .flatMap((diagnostic) =>
        diagnostic.fixes.flatMap(({ title, edits }): readonly CodeAction[] => {
          const key = JSON.stringify([diagnostic.code, diagnostic.span, title]);
          const files = textEditsOf(edits, analysis);
          const shown = shownDiagnostic(diagnostic, analysis, host.explanation);
          if (files === undefined || shown === undefined || seen.has(key)) return [];
          seen.add(key);
          return [
            {
              title,
              kind: CodeActionKind.QuickFix,
              diagnostics: [shown.diagnostic],
              isPreferred: diagnostic.fixes.length === 1,
              edit: workspaceEdit(files, workspace, versioned),
            },
          ];
        }),
      ),
  );
}

function fixAll(analysis: Analysis, { workspace, versioned }: Circumstances): readonly CodeAction[] {
  const { diagnostics, name, text } = analysis;
  if (diagnostics.every(({ fixes }) => fixes.length === 0)) return [];
  const { changed } = fixInRounds({ name, text }, workspace.checkOptions(analysis), check);
  const edits: EditsByFile = new Map(
    [...changed.values()].flatMap((file) => {
      const uri = analysis.uriOf(file.name);
      const before = analysis.textOf(file.name) ?? placed('');
      return uri === undefined ? [] : [[uri, [editBetween(before, file.text)]] as const];
    }),
  );
  if (edits.size === 0) return [];
  return [
    {
      title: 'Mend all that rnc can mend',
      kind: fixAllKind,
      edit: workspaceEdit(edits, workspace, versioned),
    },
  ];
}
