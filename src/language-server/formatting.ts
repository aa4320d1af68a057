import type { Range, TextEdit } from 'vscode-languageserver';
import { format } from '../format.ts';
import type { Analysis } from './analysis.ts';
import { endOfLine, offsetAt, rangeOf } from './places.ts';

/** What `rnc fmt` would change, and nothing else of the text; of a range, what it would change in the range's lines. */
export function formatting(analysis: Analysis, range?: Range): TextEdit[] {
  const { edits } = format({ name: analysis.name, text: analysis.text });
  const lines = range === undefined ? { start: 0, end: analysis.text.length } : linesOf(analysis, range);
  return edits
    .filter(({ span }) => lines.start <= span.start && span.end <= lines.end)
    .map(({ span, text }) => ({ range: rangeOf(analysis, span), newText: text }));
}

/** From the end of the line before a range, for that is where its first line's indent begins, to the end of its last line. */
function linesOf(analysis: Analysis, { start, end }: Range) {
  const first = start.line - 1;
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  const isEnd = analysis.starts[last + 1] === undefined;
  return {
    start: first < 0 ? 0 : endOfLine(analysis, first),
    end: isEnd
      ? analysis.text.length
      : offsetAt(analysis, { line: last, character: Number.MAX_SAFE_INTEGER }),
  };
}
