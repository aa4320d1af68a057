import type { Piece } from './pieces.ts';

/** Comments that would have to move further than this stay where they are. */
const widestGap = 24;

interface CommentedLine {
  /** Of the comment among the pieces. */
  readonly comment: number;
  readonly indentation: number;
  /** Columns up to the comment's blanks. */
  readonly width: number;
}

/** Makes a column of the comments that stand behind something, on lines that stand below each other at one indentation. */
export function alignComments(pieces: readonly Piece[], gaps: string[]): void {
  for (const group of groupsOf(pieces, gaps)) {
    const widest = Math.max(...group.map(({ width }) => width));
    for (const { comment, width } of group) gaps[comment] = ' '.repeat(widest - width + 2);
  }
}

function groupsOf(pieces: readonly Piece[], gaps: readonly string[]): readonly (readonly CommentedLine[])[] {
  const groups: CommentedLine[][] = [];
  let [indentation, width, line] = [0, 0, 0];
  let lastLine = -1;
  for (const [at, { kind, text }] of pieces.entries()) {
    const gap = gaps[at]!;
    const newline = gap.lastIndexOf('\n');
    if (newline >= 0) {
      line += gap.indexOf('\n') < newline ? 2 : 1;
      indentation = gap.length - newline - 1;
      width = indentation;
    }
    if (kind === 'comment' && newline < 0 && at > 0) {
      const group = groups.at(-1) ?? [];
      const own = { comment: at, indentation, width };
      const opens = /[{([]/.test(pieces[at - 1]!.text);
      if (!opens && lastLine === line - 1 && group[0]?.indentation === indentation && isNear(group, width))
        group.push(own);
      else groups.push([own]);
      lastLine = opens ? -1 : line;
    }
    width += text.length + (newline < 0 ? gap.length : 0);
  }
  return groups;
}

function isNear(group: readonly CommentedLine[], width: number): boolean {
  const widths = [width, ...group.map((other) => other.width)];
  return Math.max(...widths) - Math.min(...widths) <= widestGap;
}
