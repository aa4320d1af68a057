import type { Span } from '../../../src/diagnostics/diagnostic.ts';
import { lexer, Newline } from '../../../src/parser/tokens.ts';
import type { Mutant } from './mutations.ts';

/**
 * How many tokens lie from the edit to a span of the mutant's text: 0 for what was written, doubled, exchanged or taken out, 1 for its
 * neighbours. Newlines in a row are one token. A span of several tokens is as near as its nearest, an empty one as the tokens that it
 * touches.
 */
export function distanceTo({ text, edit }: Pick<Mutant, 'text' | 'edit'>): (span: Span) => number {
  const tokens = lexer
    .tokenize(text)
    .tokens.filter(
      (token, position, all) => token.tokenType !== Newline || all[position - 1]?.tokenType !== Newline,
    )
    .map(({ startOffset, image }) => ({ start: startOffset, end: startOffset + image.length }));
  const range = ({ start, end }: Span): readonly [first: number, last: number] => {
    const empty = start === end;
    const from = tokens.findIndex((token) => (empty ? token.end >= start : token.end > start));
    const first = from < 0 ? tokens.length : from;
    const last = tokens.findLastIndex((token) => (empty ? token.start <= end : token.start < end));
    return first <= last ? [first, last] : [last, first];
  };
  // What was taken out stood between two tokens, each of which is one token away.
  const behind = tokens.findIndex(({ start }) => start >= edit.start);
  const gap = (behind < 0 ? tokens.length : behind) - 0.5;
  const [low, high] = edit.start === edit.end ? [gap, gap] : range(edit);
  return (span) => {
    if (edit.start <= span.start && span.end <= edit.end) return 0;
    const [from, to] = range(span);
    return Math.ceil(Math.max(0, low - to, from - high));
  };
}
