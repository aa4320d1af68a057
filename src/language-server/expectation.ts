import type { IToken, TokenType } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import type { OperatorKind } from '../ir/operators.ts';
import { operatorNames } from '../ir/operators.ts';
import { functionNames, joinOperators } from '../linking/names.ts';
import * as t from '../parser/tokens.ts';
import type { Expected } from './expected.ts';
import type { TypedText } from './typed-text.ts';
import { withoutLabel } from './typed-text.ts';

const nothing: Expected = { kind: 'nothing' };
const value: Expected = { kind: 'value' };

/** What may stand where the cursor is. */
export function expectedAt(typed: TypedText): Expected {
  if (typed.inText || /^\d/.test(typed.typed)) return nothing;
  const { statement } = typed;
  if (statement[0]?.tokenType === t.Import) return inImport(typed);
  if (typed.braces.length === 0) return inDeclaration(typed);
  const own = withoutLabel(statement);
  const opener = withoutLabel(typed.braces.at(-1)!.opener);
  const inBranches = opener[0]?.tokenType === t.Branches;
  const inner = typed.open.at(-1);
  if (inner !== undefined) return inBrackets(own, inner);
  const [first] = own;
  if (first === undefined) {
    if (inBranches) return words('path');
    const labelled = statement.length > 0;
    return { kind: 'statement', labelled, mayBeHole: mayBeHole(typed), goesOn: goesOnWith(typed.before) };
  }
  return member(own) ?? inStatement(first, own);
}

function words(...list: readonly string[]): Expected {
  return { kind: 'words', words: list };
}

/** A group's brace has a blank behind it, that of a label's hole has none. */
function mayBeHole({ braces, before, word, statement }: TypedText): boolean {
  const { brace, opener } = braces.at(-1)!;
  const touches = brace.endOffset! + 1 === word.start;
  return touches && opener.length === 0 && before.length === 0 && statement.length === 0;
}

/** What may follow the `}` of a statement on the next line. */
function goesOnWith(before: readonly IToken[]): readonly string[] {
  const [first] = withoutLabel(before);
  const closings = before.filter(({ tokenType }) => tokenType === t.RCurly).length;
  if (before.at(-1)?.tokenType !== t.RCurly) return [];
  if (first?.tokenType === t.If) return ['else'];
  return first?.tokenType === t.Residual && closings === 1 ? ['shortcut'] : [];
}

function inImport({ statement, open }: TypedText): Expected {
  const last = statement.at(-1)!;
  if (last.tokenType === t.OpenString) return { kind: 'import path' };
  if (open.length > 0) {
    if (last.tokenType === t.Identifier) return words('as');
    if (last.tokenType === t.As) return nothing;
    return {
      kind: 'imported name',
      given: statement
        .slice(2)
        .flatMap(({ tokenType, image }) => (tokenType === t.Identifier ? [image] : [])),
    };
  }
  return last.tokenType === t.RCurly ? words('from') : nothing;
}

function inDeclaration({ statement, open }: TypedText): Expected {
  const [first, second] = statement;
  if (first === undefined) return { kind: 'declaration' };
  const inner = open.at(-1);
  const last = statement.at(-1)!;
  const equals = statement.findIndex(
    ({ tokenType }, at) => tokenType === t.Equals && depthAt(statement, at) === 0,
  );
  if (equals >= 0)
    return inner === undefined
      ? equals === statement.length - 1
        ? { kind: 'callee', of: 'network' }
        : nothing
      : inBrackets(statement, inner);
  if (inner === undefined || second === undefined) return nothing;
  const [current] = argumentsIn(statement, statement.indexOf(open[0]!)).slice(-1) as [readonly IToken[]];
  if (current.some(({ tokenType }) => tokenType === t.Equals))
    return inner === open[0] || inner.tokenType !== t.LParen
      ? (member(statement) ?? operand(last))
      : inBrackets(statement, inner);
  return last.tokenType === t.Colon ? { kind: 'type' } : nothing;
}

/** Inside the innermost bracket that is not closed. */
function inBrackets(statement: readonly IToken[], inner: IToken): Expected {
  const position = statement.indexOf(inner);
  const callee = statement[position - 1];
  const called = member(statement);
  if (called !== undefined) return called;
  const isCall =
    inner.tokenType === t.LParen &&
    callee?.tokenType === t.Identifier &&
    !functionNames.has(callee.image) &&
    !isAttribute(statement, callee);
  if (!isCall) return operand(statement.at(-1)!);
  const all = argumentsIn(statement, position);
  const current = all.at(-1)!;
  const earlier = all.slice(0, -1);
  const given = earlier.flatMap(([name, equals]) => (equals?.tokenType === t.Equals ? [name!.image] : []));
  const positional = earlier.length - given.length;
  const common = { kind: 'argument' as const, callee: callee.image, given, positional };
  const [name, equals] = current;
  if (name === undefined) return { ...common, name: undefined };
  if (equals?.tokenType === t.Equals && current.length === 2) return { ...common, name: name.image };
  return operand(current.at(-1)!);
}

/** `pad (`: a tuple behind an operator's argument. */
function isAttribute(statement: readonly IToken[], word: IToken): boolean {
  const [first] = statement;
  const isOperator = first !== undefined && operatorNames.has(first.image);
  return (isOperator || first?.tokenType === t.Defaults) && first !== word;
}

function inStatement(first: IToken, own: readonly IToken[]): Expected {
  const last = own.at(-1)!;
  switch (first.tokenType) {
    case t.Input:
    case t.If:
      if (last.tokenType === t.RCurly) return words('else');
      return last.tokenType === t.Else ? words('if') : operand(last);
    case t.From:
      return own.length === 1 ? { kind: 'label' } : nothing;
    case t.Let:
      return own.length < 3 ? nothing : operand(last);
    case t.Repeat:
      return own.length === 2 ? words('in') : own.length > 2 ? operand(last) : nothing;
    case t.Branches:
      return own.length === 1 ? words(...joinOperators) : nothing;
    case t.Residual:
      return inResidual(own, last);
    case t.Stage:
      return inStage(own, last);
    case t.Defaults:
      if (own.length === 1) return { kind: 'operator' };
      return inArguments(own[1]!, own, 2);
    case t.Identifier:
      return inArguments(first, own, 0);
    case t.Integer:
    case t.LParen:
    case t.Minus:
      // A label's hole whose label is not finished: `{3 * ‸`.
      return operand(last);
    default:
      return nothing;
  }
}

function inResidual(own: readonly IToken[], last: IToken): Expected {
  const shortcut = own.findIndex(({ tokenType }) => tokenType === t.ShortcutKeyword);
  if (shortcut < 0) return last.tokenType === t.RCurly ? words('shortcut') : nothing;
  const [form, ...more] = own.slice(shortcut + 1);
  if (form === undefined) return words(...shortcutForms);
  if (own.some(({ tokenType }) => tokenType === t.As)) return nothing;
  const modifiers = form === last ? (shortcutModifiers.get(form.image) ?? []) : [];
  return more.length < 3 || last.tokenType === t.RCurly ? words(...modifiers, 'as') : nothing;
}

const shortcutForms = ['identity', 'projection', 'zero_pad', 'none'];
const shortcutModifiers = new Map([
  ['projection', ['always']],
  ['zero_pad', ['split']],
]);

function inStage(own: readonly IToken[], last: IToken): Expected {
  const all = argumentsIn(own, 0);
  const current = all.at(-1)!;
  const callee = all[0]!.find(({ tokenType }, at) => tokenType === t.LParen && at > 0);
  const called = callee && all[0]![all[0]!.indexOf(callee) - 1];
  if (all.length === 1) {
    if (last.tokenType === t.Times) return { kind: 'callee', of: 'block' };
    return operand(last);
  }
  const given = all.slice(1, -1).flatMap(([name]) => name?.image ?? []);
  if (current.length === 0) return { kind: 'stage option', callee: called?.image ?? '', given };
  if (last.tokenType === t.On) return words('last', 'first');
  if (current.length === 1) return value;
  return endsOperand(last) ? words('on') : operand(last);
}

/** The arguments of an operator or of a join, which begin behind `own[start]`. */
function inArguments(operator: IToken, own: readonly IToken[], start: number): Expected {
  // A label's hole whose label is not finished: `{first + ‸`.
  if (isBinary(own[start + 1])) return operand(own.at(-1)!);
  if (own[start + 1]?.tokenType === t.LParen || !operatorNames.has(operator.image)) return nothing;
  const all = argumentsIn(own, start);
  const current = all.at(-1)!;
  if (joinOperators.has(operator.image)) return current.length === 0 ? { kind: 'label' } : nothing;
  const earlier = all.slice(0, -1);
  const named = earlier.filter(isNamed);
  const common = {
    kind: 'attribute' as const,
    operator: operator.image as OperatorKind,
    given: earlier.flatMap(([first]) => first?.image ?? []),
    positional: earlier.length - named.length,
  };
  const [first] = current;
  if (first === undefined) return { ...common, name: undefined };
  if (current.length === 1 && first.tokenType === t.Identifier) return { ...common, name: first.image };
  return operand(current.at(-1)!);
}

/** `stride 2`, and `bias` alone, but not `width`. */
function isNamed([first, second]: readonly IToken[]): boolean {
  if (first?.tokenType !== t.Identifier) return false;
  return second !== undefined && !isBinary(second);
}

function isBinary(token: IToken | undefined): boolean {
  return token !== undefined && tokenMatcher(token, t.BinaryOperatorToken);
}

/** A value is expected behind an operator or an opening bracket; behind a value nothing that has a name is. */
function operand(last: IToken): Expected {
  return endsOperand(last) ? words('and', 'or') : value;
}

const operandEnds: ReadonlySet<TokenType> = new Set([
  ...[t.Identifier, t.Integer, t.Float, t.StringLiteral, t.BadNumber, t.True, t.False, t.RParen, t.RSquare],
]);

function endsOperand({ tokenType }: IToken): boolean {
  return operandEnds.has(tokenType);
}

function member(statement: readonly IToken[]): Expected | undefined {
  const object = statement.at(-2);
  return statement.at(-1)?.tokenType === t.Dot && object !== undefined
    ? { kind: 'member', of: object.image }
    : undefined;
}

/** What stands between the commas behind `statement[start]`, as far as it is typed; brackets that are closed count as one thing. */
export function argumentsIn(statement: readonly IToken[], start: number): readonly (readonly IToken[])[] {
  const list: IToken[][] = [[]];
  let depth = 0;
  for (const token of statement.slice(start + 1)) {
    const { tokenType } = token;
    if (tokenType === t.Comma && depth === 0) {
      list.push([]);
      continue;
    }
    if (tokenType === t.LParen || tokenType === t.LSquare) depth++;
    if (tokenType === t.RParen || tokenType === t.RSquare) depth--;
    list.at(-1)!.push(token);
  }
  return list;
}

function depthAt(statement: readonly IToken[], position: number): number {
  let depth = 0;
  for (const { tokenType } of statement.slice(0, position)) {
    if (tokenType === t.LParen || tokenType === t.LSquare) depth++;
    if (tokenType === t.RParen || tokenType === t.RSquare) depth--;
  }
  return depth;
}
