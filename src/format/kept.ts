import type { Span } from '../diagnostics/diagnostic.ts';
import type { Piece } from './pieces.ts';
import type { Body, Item, Node } from './source-tree.ts';
import { firstOf, lastOf } from './source-tree.ts';

/**
 * The whole lines that hold these faults, with all of every statement that one of them touches: what is left as it is. A fault inside a
 * body of several lines touches only the statements in there.
 */
export function keptLines(
  text: string,
  faults: readonly Span[],
  pieces: readonly Piece[],
  items: readonly Item[],
): readonly Span[] {
  const spanOf = (first: number, last: number): Span => ({
    start: pieces[first]!.start,
    end: pieces[last]!.end,
  });
  const isOnLines = ({ open, close }: Body): boolean =>
    pieces.slice(open + 1, close + 1).some(({ newlines }) => newlines > 0);
  const touchedBy = (fault: Span, among: readonly Item[]): readonly Span[] => {
    const touched = among.filter(({ first, last }) => meet(spanOf(first, last), fault));
    const [only, ...others] = touched;
    if (only === undefined || others.length > 0) return touched.map(({ first, last }) => spanOf(first, last));
    const { nodes, first, last } = only;
    const body = nodes.find(
      (node) =>
        node.kind === 'body' &&
        isOnLines(node) &&
        pieces[node.open]!.end <= fault.start &&
        fault.end <= pieces[node.close]!.start,
    );
    return body?.kind === 'body' ? touchedBy(fault, body.items) : [spanOf(first, last)];
  };
  let kept = joined(
    faults.flatMap((fault) => [fault, ...touchedBy(fault, items)].map((span) => linesOf(text, span))),
  );
  for (;;) {
    const halfKept = [...allItems(items)].filter((item) =>
      kept.some(
        (lines) =>
          item.nodes.some((node) =>
            ownParts(node).some(([first, last]) => meetInside(spanOf(first, last), lines)),
          ) && !covers(lines, spanOf(item.first, item.last)),
      ),
    );
    if (halfKept.length === 0) return kept;
    kept = joined([...kept, ...halfKept.map(({ first, last }) => linesOf(text, spanOf(first, last)))]);
  }
}

function* allItems(items: readonly Item[]): Generator<Item> {
  for (const item of items) {
    yield item;
    for (const node of item.nodes) if (node.kind === 'body') yield* allItems(node.items);
  }
}

/** From where to where a node's own text goes: without the statements in its braces. */
function ownParts(node: Node): readonly (readonly [first: number, last: number])[] {
  if (node.kind !== 'body') return [[firstOf(node), lastOf(node)]];
  return [
    [node.open, node.open],
    [node.close, node.close],
  ];
}

/** From the start of the first line to the end of the last, without the blanks and marks that are no lines. */
function linesOf(text: string, { start, end }: Span): Span {
  let first = start;
  while (first > 0 && !/[\r\n\uFEFF]/.test(text[first - 1]!)) first--;
  let last = end;
  while (last < text.length && !/[\r\n]/.test(text[last]!)) last++;
  return { start: first, end: last };
}

/** In order, each apart from the others; those without text are left out. */
function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (span.start === span.end) continue;
    if (last === undefined || last.end < span.start) result.push(span);
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return result;
}

function meet(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function meetInside(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function covers(a: Span, b: Span): boolean {
  return a.start <= b.start && b.end <= a.end;
}
