import * as t from '../parser/tokens.ts';
import { breakLines } from './break-lines.ts';
import { alignRows } from './columns.ts';
import { inlineGaps } from './inline-gaps.ts';
import type { Piece } from './pieces.ts';
import type { Body, Item, Node } from './source-tree.ts';
import { firstOf, lastOf } from './source-tree.ts';
import { isWrittenInRows, longestLine, widthOf } from './widths.ts';

const indent = 2;

/** What stands in front of each piece, `\n` for the end of a line. */
export function layOut(pieces: readonly Piece[], declarations: readonly Item[]): readonly string[] {
  const gaps = [...inlineGaps(pieces, declarations)];
  new Layout(pieces, gaps).file(declarations);
  return gaps;
}

class Layout {
  private readonly pieces: readonly Piece[];
  private readonly gaps: string[];

  constructor(pieces: readonly Piece[], gaps: string[]) {
    this.pieces = pieces;
    this.gaps = gaps;
  }

  /** Imports, and declarations of one line, may touch; around others there is an empty line. */
  file(declarations: readonly Item[]): void {
    this.items(declarations, -1, this.pieces.length, 0);
    for (const [index, { first, last }] of declarations.entries()) {
      const before = declarations[index - 1];
      if (before === undefined) continue;
      const areImports = [before.first, first].map((at) => this.typeAt(at) === t.Import);
      const isLong = !areImports[0] && (this.hasLines(before) || this.hasLines({ first, last }));
      if (isLong || areImports[0] !== areImports[1]) this.separate(before.last, first);
    }
    if (this.gaps.length > 0) this.gaps[0] = '';
  }

  private hasLines({ first, last }: Pick<Item, 'first' | 'last'>): boolean {
    if (this.pieces[first]!.kind === 'kept') return false;
    return this.gaps.slice(first + 1, last + 1).some((gap) => gap.includes('\n'));
  }

  /** Puts an empty line between two declarations, above the comments that touch the second. */
  private separate(before: number, first: number): void {
    if (this.pieces[before]!.kind === 'kept' || this.pieces[first]!.kind === 'kept') return;
    let at = first;
    while (at - 1 > before && this.pieces[at]!.newlines < 2 && this.pieces[at - 1]!.newlines > 0) at--;
    // A `///` behind the first documents what follows on the next line.
    if (this.pieces[at - 1]!.token.tokenType === t.DocComment) return;
    this.gaps[at] = '\n\n';
  }

  /** Statements between two braces, or all of a file, one below the other. */
  private items(items: readonly Item[], open: number, close: number, indentation: number): void {
    const flat = items.filter((item) => this.isFlat(item, indentation));
    for (const rows of this.sections(flat)) alignRows(rows, indentation, this.pieces, this.gaps);
    let before = open;
    for (const item of items) {
      this.lines(before + 1, item.first, indentation, open);
      if (!flat.includes(item) && this.pieces[item.first]!.kind !== 'kept') this.item(item, indentation);
      before = item.last;
    }
    this.lines(before + 1, close - 1, indentation, open);
    if (close < this.pieces.length) this.gaps[close] = newLine(false, indentation - indent);
  }

  /** Puts comments, and what follows them, on lines of their own, but for a comment that stands behind something. */
  private lines(from: number, to: number, indentation: number, open: number): void {
    for (let at = from; at <= to; at++) {
      const { kind, newlines } = this.pieces[at]!;
      if (kind === 'comment' && newlines === 0) continue;
      this.gaps[at] = newLine(newlines === 2 && at > open + 1, kind === 'kept' ? 0 : indentation);
    }
  }

  /** Rows that stand directly below each other. */
  private sections(rows: readonly Item[]): readonly (readonly Item[])[] {
    const sections: Item[][] = [];
    let before: Item | undefined;
    for (const row of rows) {
      const touches = before !== undefined && this.touches(before, row);
      if (touches) sections.at(-1)!.push(row);
      else sections.push([row]);
      before = row;
    }
    return sections;
  }

  private touches(before: Item, { first }: Item): boolean {
    for (let at = before.last + 1; at < first; at++) {
      const { kind, newlines } = this.pieces[at]!;
      if (kind !== 'comment' || newlines > 0) return false;
    }
    return this.pieces[first]!.newlines < 2;
  }

  private isFlat(item: Item, indentation: number): boolean {
    if (this.pieces[item.first]!.kind === 'kept' || item.nodes.some((node) => this.needsLines(node)))
      return false;
    const isOfOneLine = this.pieces.slice(item.first, item.last).every(({ kind }) => kind !== 'comment');
    const inRows = item.nodes.some(
      (node) => this.typeOf(node) === t.Else && this.pieces[firstOf(node)]!.newlines > 0,
    );
    return isOfOneLine && !inRows && this.fits(item.first, item.last, indentation);
  }

  private fits(first: number, last: number, indentation: number): boolean {
    return indentation + widthOf(this.pieces, this.gaps, first, last) <= longestLine;
  }

  /** A body that its author opened, or a matrix written in rows. */
  private needsLines(node: Node): boolean {
    switch (node.kind) {
      case 'token':
        return false;
      case 'brackets':
        return (
          isWrittenInRows(node, this.pieces) ||
          node.items.some((item) => item.some((each) => this.needsLines(each)))
        );
      case 'body':
        return (
          this.isOpened(node) || node.items.some((item) => item.nodes.some((each) => this.needsLines(each)))
        );
    }
  }

  private isOpened({ open, close, items }: Body): boolean {
    if (items.length === 0) return close > open + 1;
    return this.pieces.slice(open + 1, close + 1).some(({ newlines }) => newlines > 0);
  }

  /** A statement that has more than one line. */
  private item({ nodes }: Item, indentation: number): void {
    const opened = this.bodiesToOpen(nodes, indentation);
    for (const run of this.runs(nodes, opened)) {
      const first = firstOf(run[0]!);
      if (first !== firstOf(nodes[0]!) && this.typeAt(first) !== t.RCurly) {
        let comment = first;
        while (this.pieces[comment - 1]!.kind === 'comment') comment--;
        this.lines(comment, first, indentation, first);
      }
      if (!this.fitsLine(run, indentation)) breakLines(run, indentation, this.pieces, this.gaps);
    }
    for (const { items, open, close } of opened) this.items(items, open, close, indentation + indent);
  }

  /** Those that their author opened; those on a line that is too long; and all of an `if` and its `else`s, or none. */
  private bodiesToOpen(nodes: readonly Node[], indentation: number): readonly Body[] {
    const bodies = nodes.filter((node) => node.kind === 'body').filter(({ open, close }) => close > open + 1);
    const opened = bodies.filter((body) => this.isOpened(body));
    const long = this.runs(nodes, opened).filter((run) => !this.fitsLine(run, indentation));
    const isChain = nodes.some((node) => this.typeOf(node) === t.Else);
    if (isChain) return opened.length > 0 || long.length > 0 ? bodies : [];
    return bodies.filter((body) => opened.includes(body) || long.some((run) => run.includes(body)));
  }

  /** What stands on one line each, where it fits: up to the brace of an opened body, from its end on, and from an `else`. */
  private runs(nodes: readonly Node[], opened: readonly Body[]): readonly (readonly Node[])[] {
    const runs: Node[][] = [[]];
    for (const node of nodes) {
      const at = firstOf(node);
      const goesOn = this.typeOf(node) === t.Else || this.typeOf(node) === t.ShortcutKeyword;
      const isArm = this.typeOf(node) === t.Else && opened.length === 0;
      const isLabel = runs.at(-1)!.length === 0;
      if (!isLabel && (isArm || (goesOn && this.pieces[at - 1]!.kind === 'comment'))) runs.push([]);
      if (node.kind === 'body' && opened.includes(node)) {
        runs.at(-1)!.push({ kind: 'token', at: node.open });
        runs.push([{ kind: 'token', at: node.close }]);
      } else runs.at(-1)!.push(node);
    }
    return runs;
  }

  private fitsLine(run: readonly Node[], indentation: number): boolean {
    const [first, last] = [firstOf(run[0]!), lastOf(run.at(-1)!)];
    const isCommented = this.pieces.slice(first, last).some(({ kind }) => kind === 'comment');
    const inRows = run.some((node) => node.kind === 'brackets' && this.needsLines(node));
    return !isCommented && !inRows && this.fits(first, last, indentation);
  }

  private typeOf(node: Node) {
    return node.kind === 'token' ? this.typeAt(node.at) : undefined;
  }

  private typeAt(at: number) {
    return this.pieces[at]!.token.tokenType;
  }
}

function newLine(isEmptyBefore: boolean, indentation: number): string {
  return `${isEmptyBefore ? '\n\n' : '\n'}${' '.repeat(indentation)}`;
}
