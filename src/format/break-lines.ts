import { tokenMatcher } from 'chevrotain';
import type { builders as docBuilders } from 'prettier/doc';
import { builders, printer } from 'prettier/doc';
import * as t from '../parser/tokens.ts';
import { numberColumns } from './columns.ts';
import type { Piece } from './pieces.ts';
import type { Body, Brackets, Node } from './source-tree.ts';
import { firstOf, lastOf } from './source-tree.ts';
import { isMatrix, isWrittenInRows, longestLine, widthOf } from './widths.ts';

type Doc = docBuilders.Doc;
const { align, fill, group, hardline, ifBreak, indent, line, lineSuffix, softline } = builders;

/** Columns that a line goes in where it goes on behind a comma; more than statements in braces do. */
const continuation = 4;

/** An item of a list up to so wide shares its line with others. */
const shortItem = 12;

/**
 * Breaks what is too long for a line, or has comments inside: behind the commas of a statement, and inside brackets, whose contents
 * get lines of their own, one if that is enough. Writes the gaps of all its pieces but the first.
 */
export function breakLines(
  run: readonly Node[],
  indentation: number,
  pieces: readonly Piece[],
  gaps: string[],
): void {
  const doc = [' '.repeat(indentation), align(indentation, new DocBuilder(pieces, gaps).run(run))];
  const { formatted } = printer.printDocToString(doc, {
    printWidth: longestLine,
    tabWidth: 2,
    useTabs: false,
  });
  let end = 0;
  for (let at = firstOf(run[0]!); at <= lastOf(run.at(-1)!); at++) {
    const { text } = pieces[at]!;
    let start = end;
    while (/[\s;]/.test(formatted[start]!)) start++;
    if (end > 0) gaps[at] = formatted.slice(end, start);
    end = start + text.length;
  }
}

class DocBuilder {
  private readonly pieces: readonly Piece[];
  private readonly gaps: readonly string[];

  constructor(pieces: readonly Piece[], gaps: readonly string[]) {
    this.pieces = pieces;
    this.gaps = gaps;
  }

  /** A line goes on behind each comma. */
  run(nodes: readonly Node[]): Doc {
    const [first, ...rest] = nodes;
    const parts: Doc[] = [];
    let part: Doc[] = [this.node(first!)];
    for (const [index, node] of rest.entries()) {
      const before = nodes[index]!;
      if (before.kind === 'token' && this.typeAt(before.at) === t.Comma) {
        const gap = this.gap(before.at, firstOf(node), line);
        parts.push(part, align(continuation, gap));
        part = [align(continuation, this.node(node))];
      } else part.push(this.inlineGap(before, node), this.node(node));
    }
    return fill([...parts, part]);
  }

  private node(node: Node): Doc {
    switch (node.kind) {
      case 'token':
        return this.textAt(node.at);
      case 'brackets':
        return node.form === 'hole' ? this.hole(node) : this.brackets(node);
      case 'body':
        return this.flat(node);
    }
  }

  /** Only brackets inside it may have lines. */
  private hole({ open, close, items }: Brackets): Doc {
    const inside = items.map((item) =>
      item.map((node, at) =>
        at === 0 ? this.node(node) : [this.inlineGap(item[at - 1]!, node), this.node(node)],
      ),
    );
    return [this.textAt(open), inside, this.textAt(close)];
  }

  /** A body on one line. */
  private flat({ open, close }: Body): Doc {
    let text = this.textAt(open);
    for (let at = open + 1; at <= close; at++) text += this.gaps[at] + this.textAt(at);
    return text;
  }

  private brackets(node: Brackets): Doc {
    const { form, open, close, items } = node;
    const [only, ...others] = items;
    if (only === undefined) {
      if (close === open + 1) return [this.textAt(open), this.textAt(close)];
      return [this.textAt(open), indent(this.comments(open, close)), hardline, this.textAt(close)];
    }
    const [list, ...more] = only;
    const hugs = form === 'round' && others.length === 0 && more.length === 0 && list?.kind === 'brackets';
    if (hugs && list.form === 'square' && list.open === open + 1 && close === list.close + 1)
      return [this.textAt(open), this.brackets(list), this.textAt(close)];
    const edge = form === 'import' ? line : softline;
    const first = firstOf(only[0]!);
    const last = lastOf(items.at(-1)!.at(-1)!);
    const id = Symbol();
    return group(
      [
        this.textAt(open),
        indent([this.gap(open, first, edge), this.contents(node, id)]),
        close === last + 1 ? edge : [indent(this.comments(last, close)), hardline],
        this.textAt(close),
      ],
      { id, shouldBreak: isWrittenInRows(node, this.pieces) },
    );
  }

  /** Items that need more than one line have one each; rows of a matrix always, and short items share theirs. */
  private contents(node: Brackets, id: symbol): Doc {
    const { items, form } = node;
    if (isMatrix(node)) {
      const pads = numberColumns(
        items.map(([row]) => (row as Brackets).items),
        this.pieces,
      );
      return this.items(node, (at) =>
        pads.has(at) ? ifBreak(' '.repeat(pads.get(at)!), '', { groupId: id }) : '',
      );
    }
    const isShort = (item: readonly Node[]): boolean =>
      widthOf(this.pieces, this.gaps, firstOf(item[0]!), lastOf(item.at(-1)!)) <= shortItem;
    const parts = this.items(node);
    const shouldBreak = this.pieces.slice(node.open, node.close).some(({ kind }) => kind === 'comment');
    return form === 'square' && items.every(isShort) ? fill(parts) : group(parts, { shouldBreak });
  }

  /** Items with their commas, and what stands between them, in turn. */
  private items({ items, commas }: Brackets, pad: (at: number) => Doc = () => ''): Doc[] {
    return items.flatMap((item, index): Doc[] => {
      const comma = commas[index];
      const written = this.expression(item, pad);
      if (comma === undefined) return [written];
      const next = firstOf(items[index + 1]![0]!);
      const end = this.gap(lastOf(item.at(-1)!), comma, '');
      return [[written, end, this.textAt(comma)], this.gap(comma, next, line)];
    });
  }

  /** Inside brackets a line may end before an operator. */
  private expression(nodes: readonly Node[], pad: (at: number) => Doc): Doc {
    const [first, ...rest] = nodes;
    if (rest.length === 0 && first?.kind === 'brackets' && first.form === 'square')
      return this.paddedRow(first, pad);
    const parts: Doc[] = rest.flatMap((node, index) => {
      const before = nodes[index]!;
      return [
        this.joins(node) ? this.gap(lastOf(before), firstOf(node), line) : this.inlineGap(before, node),
        this.node(node),
      ];
    });
    return rest.length === 0 ? this.node(first!) : group([this.node(first!), indent(parts)]);
  }

  /** A row of a matrix, with blanks in front of its numbers. */
  private paddedRow(row: Brackets, pad: (at: number) => Doc): Doc {
    const numbers = row.items.filter((item) => pad(firstOf(item[0]!)) !== '');
    const commented = this.pieces.slice(row.open, row.close).some(({ kind }) => kind === 'comment');
    if (numbers.length === 0 || commented) return this.brackets(row);
    let parts: Doc[] = [this.textAt(row.open)];
    for (let at = row.open + 1; at <= row.close; at++)
      parts = [...parts, this.gaps[at]!, pad(at), this.textAt(at)];
    return parts;
  }

  /** An operator between two operands that has blanks around it. */
  private joins(node: Node): boolean {
    if (node.kind !== 'token') return false;
    const { token } = this.pieces[node.at]!;
    const tight = token.tokenType === t.Times || token.tokenType === t.IntegerDivision;
    const isSign = this.gaps[node.at + 1] === '';
    return tokenMatcher(token, t.BinaryOperatorToken) && !tight && !isSign;
  }

  private inlineGap(before: Node, node: Node): Doc {
    return this.gap(lastOf(before), firstOf(node), this.gaps[firstOf(node)]!);
  }

  /** What stands between two pieces: `flat`, or the comments there and the end of the last one's line. */
  private gap(before: number, at: number, flat: Doc): Doc {
    if (at === before + 1) return flat;
    return [this.comments(before, at), hardline, this.pieces[at]!.newlines === 2 ? hardline : ''];
  }

  private comments(before: number, at: number): Doc {
    return this.pieces.slice(before + 1, at).map(({ newlines, text }) => {
      if (newlines === 0) return [lineSuffix(`  ${text}`), builders.breakParent];
      return [hardline, newlines === 2 ? hardline : '', text];
    });
  }

  private typeAt(at: number) {
    return this.pieces[at]!.token.tokenType;
  }

  private textAt(at: number): string {
    return this.pieces[at]!.text;
  }
}
