import type { Position, SelectionRange } from 'vscode-languageserver';
import type { Span } from '../diagnostics/diagnostic.ts';
import { bodiesOf } from '../linking/statements.ts';
import type { Argument, Expression, Statement } from '../parser/ast.ts';
import { tokenSpan } from '../parser/cst.ts';
import type { Analysis } from './analysis.ts';
import { offsetAt, rangeOf, touches } from './places.ts';
import { enclosing, expressionsOf, partsOf } from './tree.ts';

/** What a selection grows through: the word, its expression, argument, statement, braces, declaration and file. */
export function selectionRanges(analysis: Analysis, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const offset = offsetAt(analysis, position);
    const spans = spansAround(analysis, offset).sort((a, b) => a.end - a.start - (b.end - b.start));
    let last: Span = { start: offset, end: offset };
    const growing = spans.filter((span) => {
      const grows = span.start <= last.start && last.end <= span.end && length(span) > length(last);
      if (grows) last = span;
      return grows;
    });
    const outermost = { range: rangeOf(analysis, growing.pop() ?? last) };
    return growing.reduceRight<SelectionRange>(
      (parent, span) => ({ range: rangeOf(analysis, span), parent }),
      outermost,
    );
  });
}

const length = ({ start, end }: Span): number => end - start;

function spansAround(analysis: Analysis, offset: number): Span[] {
  const { text, tokens, comments, root } = analysis;
  const words = [...tokens, ...comments].filter(({ image }) => image.trim() !== '').map(tokenSpan);
  const spans = [...words, { start: 0, end: text.length }].filter((span) => touches(span, offset));
  const around = enclosing(root.module, offset);
  if (around === undefined) return spans;
  const { declaration, statements } = around;
  spans.push(declaration.span);
  for (const { span, default: value } of declaration.parameters) {
    if (!touches(span, offset)) continue;
    spans.push(span);
    if (value !== undefined) addExpression(value, offset, spans);
  }
  const body = declaration.kind === 'block' ? declaration.body : declaration.definition;
  if (touches(body.span, offset)) spans.push(body.span);
  if (body.kind === 'invocation') addArguments(body.arguments, offset, spans);
  for (const statement of statements) addStatement(statement, offset, text, spans);
  return spans;
}

function addStatement(statement: Statement, offset: number, text: string, spans: Span[]): void {
  spans.push(statement.span, ...bodiesOf(statement).map(({ span }) => span));
  if (statement.label !== undefined) {
    const { end } = statement.label.span;
    const colon = /^\s*:\s*/.exec(text.slice(end, statement.span.end))?.[0] ?? '';
    spans.push(statement.label.span, { start: end + colon.length, end: statement.span.end });
  }
  if (statement.kind === 'operator' || statement.kind === 'defaults')
    addArguments(statement.arguments, offset, spans);
  if (statement.kind === 'call') {
    spans.push(statement.call.span);
    addArguments(statement.call.arguments, offset, spans);
  }
  if (statement.kind === 'stage') spans.push(...statement.options.map(({ span }) => span));
  for (const expression of expressionsOf(statement)) addExpression(expression, offset, spans);
}

function addArguments(given: readonly Argument[], offset: number, spans: Span[]): void {
  for (const { span } of given) if (touches(span, offset)) spans.push(span);
}

function addExpression(expression: Expression, offset: number, spans: Span[]): void {
  if (!touches(expression.span, offset)) return;
  spans.push(expression.span);
  if (expression.kind === 'call') addArguments(expression.arguments, offset, spans);
  for (const part of partsOf(expression)) addExpression(part, offset, spans);
}
