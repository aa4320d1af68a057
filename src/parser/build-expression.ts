import type { CstNode, IToken } from 'chevrotain';
import type { Argument, BinaryOperator, Expression } from './ast.ts';
import { nameOf, node, nodeSpan, nodes, token, tokenSpan, tokens } from './cst.ts';
import { notPrecedence, precedence } from './precedence.ts';
import { unescapeString } from './strings.ts';
import { BadNumber, OpenString } from './tokens.ts';

type Piece = { readonly prefix: IToken } | { readonly operand: CstNode };

/** Precedence climbing over the operands and operators that the grammar left in a row. */
export function buildExpression(cst: CstNode): Expression {
  const operands = nodes(cst, 'operand');
  if (
    operands.length === 1 &&
    operands[0]!.children.Minus === undefined &&
    operands[0]!.children.Not === undefined
  )
    return buildPrimary(operands[0]!);
  const operators = tokens(cst, 'BinaryOperator');
  const pieces: Piece[][] = operands.map((operand) => [
    ...[...tokens(operand, 'Minus'), ...tokens(operand, 'Not')]
      .sort((a, b) => a.startOffset - b.startOffset)
      .map((prefix) => ({ prefix })),
    { operand },
  ]);
  let position = 0;
  const prefixed = (own: Piece[]): Expression => {
    const [piece, ...rest] = own;
    if ('operand' in piece!) return buildPrimary(piece.operand);
    const start = piece!.prefix.startOffset;
    if (piece!.prefix.image === '-') {
      const operand = prefixed(rest);
      return { kind: 'unary', operator: '-', operand, span: { start, end: operand.span.end } };
    }
    const operand = climb(notPrecedence, prefixed(rest));
    return { kind: 'unary', operator: 'not', operand, span: { start, end: operand.span.end } };
  };
  const climb = (minimum: number, first: Expression): Expression => {
    let left = first;
    for (;;) {
      const operator = operators[position];
      if (operator === undefined) return left;
      const strength = precedence[operator.image as BinaryOperator];
      if (strength < minimum) return left;
      position++;
      const right = climb(strength + 1, prefixed(pieces[position]!));
      const span = { start: left.span.start, end: right.span.end };
      if (strength === 0) {
        left = {
          kind: 'extent',
          items: left.kind === 'extent' ? [...left.items, right] : [left, right],
          span,
        };
        continue;
      }
      left = {
        kind: 'binary',
        operator: operator.image as BinaryOperator,
        operatorSpan: tokenSpan(operator),
        left,
        right,
        span,
      };
    }
  };
  return climb(0, prefixed(pieces[0]!));
}

function buildPrimary(cst: CstNode): Expression {
  const { children } = cst;
  let primary: Expression;
  if (children.Integer) {
    const literal = children.Integer[0] as IToken;
    const span = tokenSpan(literal);
    primary =
      literal.tokenType === BadNumber
        ? { kind: 'invalid', span }
        : { kind: 'integer', value: Number(literal.image), text: literal.image, span };
  } else if (children.reference) primary = buildReference(children.reference[0] as CstNode);
  else if (children.Float) {
    const literal = children.Float[0] as IToken;
    primary = { kind: 'float', value: Number(literal.image), text: literal.image, span: tokenSpan(literal) };
  } else if (children.String) {
    const literal = children.String[0] as IToken;
    const { text, bad } = unescapeString(literal.image);
    const span = tokenSpan(literal);
    primary =
      literal.tokenType === OpenString || bad !== undefined
        ? { kind: 'invalid', span }
        : { kind: 'string', value: text, span };
  } else if (children.True)
    primary = { kind: 'boolean', value: true, span: tokenSpan(children.True[0] as IToken) };
  else if (children.False)
    primary = { kind: 'boolean', value: false, span: tokenSpan(children.False[0] as IToken) };
  else if (children.tuple) {
    const tuple = children.tuple[0] as CstNode;
    const items = nodes(tuple, 'expression').map(buildExpression);
    primary = items.length === 1 ? items[0]! : { kind: 'tuple', items, span: nodeSpan(tuple) };
  } else {
    const list = children.list![0] as CstNode;
    primary = { kind: 'list', items: nodes(list, 'expression').map(buildExpression), span: nodeSpan(list) };
  }
  if (children.LSquare === undefined) return primary;
  const closers = tokens(cst, 'RSquare');
  return nodes(cst, 'expression').reduce<Expression>(
    (list, index, position) => ({
      kind: 'index',
      list,
      index: buildExpression(index),
      span: { start: primary.span.start, end: tokenSpan(closers[position]!).end },
    }),
    primary,
  );
}

function buildReference(cst: CstNode): Expression {
  const name = nameOf((token(cst, 'Identifier') ?? token(cst, 'In'))!);
  const member = token(cst, 'Word');
  if (member !== undefined)
    return { kind: 'member', object: name, member: nameOf(member), span: nodeSpan(cst) };
  const call = node(cst, 'callArguments');
  if (call === undefined) return { kind: 'name', name: name.text, span: name.span };
  return { kind: 'call', callee: name, arguments: buildCallArguments(call), span: nodeSpan(cst) };
}

/** What stands between a call's parentheses: `64, expansion = 2`. */
export function buildCallArguments(cst: CstNode): readonly Argument[] {
  return nodes(cst, 'callArgument').map(buildArgument);
}

/** `64`, `stride 2` of an operator, `stride = 2` of a call. */
export function buildArgument(cst: CstNode): Argument {
  const word = token(cst, 'Identifier');
  return {
    name: word === undefined ? undefined : nameOf(word),
    value: buildExpression(node(cst, 'expression')!),
    span: nodeSpan(cst),
  };
}
