import type { InlayHint, Range } from 'vscode-languageserver';
import { shape as showShape } from '../backends/quantities.ts';
import { plural } from '../diagnostics/wording.ts';
import { everyStatement, statementsIn } from '../linking/statements.ts';
import type { Statement } from '../parser/ast.ts';
import type { Analysis } from './analysis.ts';
import { type Effect, effectsOf } from './effects.ts';
import { endOfLine, positionAt, spanOf } from './places.ts';

/** What each statement makes, at the end of its line. Where it is not known any more, behind an error, there is no hint. */
export function inlayHints(analysis: Analysis, range: Range): readonly InlayHint[] {
  const { start, end } = spanOf(analysis, range);
  /** By line: of several statements in one, the last. */
  const hints = new Map<number, InlayHint>();
  for (const declaration of analysis.root.module.declarations) {
    if (declaration.span.end < start || end < declaration.span.start) continue;
    for (const statement of everyStatement(statementsIn(declaration))) {
      if (statement.span.end < start || end < statement.span.end || !hasHint(statement)) continue;
      const { line } = positionAt(analysis, statement.span.end);
      const hint = hintOf(effectsOf(analysis, statement), endOfText(analysis, line), analysis);
      if (hint === undefined) hints.delete(line);
      else hints.set(line, hint);
    }
  }
  return [...hints.values()];
}

/** Where braces close, only those that make another value than the last line in them did. */
function hasHint({ kind }: Statement): boolean {
  switch (kind) {
    case 'operator':
    case 'call':
    case 'stage':
    case 'repeat':
    case 'residual':
    case 'gate':
    case 'branches':
    case 'from':
      return true;
    case 'input':
    case 'part':
    case 'group':
    case 'if':
    case 'let':
    case 'defaults':
    case 'invalid':
      return false;
  }
}

function hintOf(effects: readonly Effect[], offset: number, analysis: Analysis): InlayHint | undefined {
  const counts = new Map<string, number>();
  for (const { after } of effects)
    if (after !== undefined) counts.set(showShape(after), (counts.get(showShape(after)) ?? 0) + 1);
  const shapes = [...counts.keys()];
  if (shapes.length === 0) return undefined;
  return {
    position: positionAt(analysis, offset),
    label: `→ ${someOf(shapes)}`,
    paddingLeft: true,
    ...(shapes.length > 1 ? { tooltip: tooltip(counts) } : {}),
  };
}

/** Two as they are, of more the first and the last: a block’s instances go from large maps to small ones. */
export function someOf(values: readonly string[]): string {
  return values.length <= 2 ? values.join(', ') : `${values[0]} … ${values.at(-1)}`;
}

const mostShown = 20;

function tooltip(counts: ReadonlyMap<string, number>): string {
  const lines = [...counts].map(([text, count]) => `${text} in ${plural(count, 'instance')}`);
  const more = lines.length - mostShown;
  return [...lines.slice(0, mostShown), ...(more > 0 ? [`and ${plural(more, 'more shape')}`] : [])].join(
    '\n',
  );
}

/** Behind the last character of a line that is no blank. */
function endOfText(analysis: Analysis, line: number): number {
  const start = analysis.starts[line]!;
  return start + analysis.text.slice(start, endOfLine(analysis, line)).trimEnd().length;
}
