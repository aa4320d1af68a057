import type { CstNode, IToken } from 'chevrotain';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Name } from './ast.ts';

/** Reading Chevrotain's untyped tree: children by rule or token name, in the order of the text. */
export function nodes(node: CstNode, rule: string): readonly CstNode[] {
  return (node.children[rule] as CstNode[] | undefined) ?? [];
}

export function node(parent: CstNode, rule: string): CstNode | undefined {
  return parent.children[rule]?.[0] as CstNode | undefined;
}

export function tokens(parent: CstNode, type: string): readonly IToken[] {
  return (parent.children[type] as IToken[] | undefined) ?? [];
}

export function token(parent: CstNode, type: string): IToken | undefined {
  return parent.children[type]?.[0] as IToken | undefined;
}

export function tokenSpan({ startOffset, endOffset }: IToken): Span {
  return { start: startOffset, end: endOffset! + 1 };
}

/**
 * From the first to the last token that the rule read. Chevrotain knows no end (NaN) where an error cut the rule short, and no beginning
 * where the rule read the end of the file.
 */
export function nodeSpan({ location, children }: CstNode): Span {
  const { startOffset, endOffset } = location!;
  if (!Number.isNaN(startOffset) && !Number.isNaN(endOffset))
    return { start: startOffset, end: endOffset! + 1 };
  const spans = Object.values(children)
    .flat()
    .map((child) => ('children' in child ? nodeSpan(child) : tokenSpan(child)))
    .filter(({ start, end }) => !Number.isNaN(start) && !Number.isNaN(end));
  const [first = startOffset, ...others] = spans.map((span) => span.start);
  const start = Number.isNaN(startOffset) ? Math.min(first, ...others) : startOffset;
  return { start, end: Math.max(start, ...spans.map(({ end }) => end)) };
}

export function nameOf(word: IToken): Name {
  return { text: word.image, span: tokenSpan(word) };
}
