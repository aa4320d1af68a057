import type { FoldingRange } from 'vscode-languageserver';
import { FoldingRangeKind } from 'vscode-languageserver';
import * as t from '../parser/tokens.ts';
import type { Analysis } from './analysis.ts';
import { positionAt } from './places.ts';

/** What can be folded: braces and brackets over several lines, runs of comments, runs of imports. In a file with errors too. */
export function foldingRanges(analysis: Analysis): FoldingRange[] {
  return [...brackets(analysis), ...comments(analysis), ...imports(analysis)];
}

/** From the line of the opening one to the line before the closing one, which stays in sight. */
function brackets(analysis: Analysis): readonly FoldingRange[] {
  const open: number[] = [];
  const found: FoldingRange[] = [];
  for (const { tokenType, startOffset } of analysis.tokens) {
    const { line } = positionAt(analysis, startOffset);
    if ([t.LCurly, t.LParen, t.LSquare].includes(tokenType)) open.push(line);
    if (![t.RCurly, t.RParen, t.RSquare].includes(tokenType)) continue;
    const startLine = open.pop();
    if (startLine !== undefined && startLine < line - 1) found.push({ startLine, endLine: line - 1 });
  }
  return found;
}

function comments(analysis: Analysis): readonly FoldingRange[] {
  const lines = analysis.comments
    .filter(({ startOffset }) => {
      const { line } = positionAt(analysis, startOffset);
      return analysis.text.slice(analysis.starts[line], startOffset).trim() === '';
    })
    .map(({ startOffset }) => positionAt(analysis, startOffset).line);
  return runs(
    lines.map((line) => ({ start: line, end: line })),
    FoldingRangeKind.Comment,
  );
}

function imports(analysis: Analysis): readonly FoldingRange[] {
  const lines = analysis.root.module.imports.map(({ span }) => ({
    start: positionAt(analysis, span.start).line,
    end: positionAt(analysis, span.end).line,
  }));
  return runs(lines, FoldingRangeKind.Imports);
}

/** Those that stand line under line, together. */
function runs(
  lines: readonly { readonly start: number; readonly end: number }[],
  kind: FoldingRangeKind,
): readonly FoldingRange[] {
  const found: { startLine: number; endLine: number; kind: FoldingRangeKind }[] = [];
  for (const { start, end } of lines) {
    const last = found.at(-1);
    if (last !== undefined && last.endLine + 1 >= start) last.endLine = end;
    else found.push({ startLine: start, endLine: end, kind });
  }
  return found.filter(({ startLine, endLine }) => startLine < endLine);
}
