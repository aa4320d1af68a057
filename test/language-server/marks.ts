import type { Position, Range } from 'vscode-languageserver';

/** A text with its marks taken out. `⟦…⟧` marks ranges, `▮` cursors, both in the order of the text. */
export interface Marked {
  readonly text: string;
  readonly ranges: readonly Range[];
  readonly cursors: readonly Position[];
}

export function unmark(marked: string): Marked {
  const ranges: Range[] = [];
  const cursors: Position[] = [];
  const open: Position[] = [];
  let text = '';
  let line = 0;
  let character = 0;
  for (let offset = 0; offset < marked.length; offset++) {
    const unit = marked[offset]!;
    if (unit === '⟦') open.push({ line, character });
    else if (unit === '⟧') ranges.push({ start: open.pop()!, end: { line, character } });
    else if (unit === '▮') cursors.push({ line, character });
    else {
      text += unit;
      const ends = unit === '\n' || (unit === '\r' && marked[offset + 1] !== '\n');
      if (ends) line++;
      character = ends ? 0 : character + 1;
    }
  }
  return {
    text,
    ranges: ranges.sort((a, b) => a.start.line - b.start.line || a.start.character - b.start.character),
    cursors,
  };
}
