import { tokenMatcher } from 'chevrotain';
import { functionNames } from '../parser/function-names.ts';
import * as t from '../parser/tokens.ts';
import type { Piece } from './pieces.ts';
import type { Brackets, Item, Node } from './source-tree.ts';
import { firstOf } from './source-tree.ts';

/** For each piece, what stands in front of it where it goes on in the line of the piece before: `conv 3x3, 64`, `a[i]`, `{ relu; gelu }`. */
export function inlineGaps(pieces: readonly Piece[], items: readonly Item[]): readonly string[] {
  const gaps = pieces.map(({ kind }) => (kind === 'comment' ? '  ' : ''));
  spaceTokens(pieces, operandsBehindNames(items, pieces), gaps);
  spaceItems(items, gaps);
  return gaps;
}

/**
 * Where an operand begins directly behind a name that is not its own: `dropout -1`, `pad (1, 1, 0, 0)`. Anywhere else, `(` behind a name
 * calls it, and `-` takes away from it.
 */
function operandsBehindNames(items: readonly Item[], pieces: readonly Piece[]): ReadonlySet<number> {
  const found = new Set<number>();
  const add = (node: Node | undefined): void => {
    if (node !== undefined) found.add(firstOf(node));
  };
  const typeOf = (node: Node | undefined) =>
    node?.kind === 'token' ? pieces[node.at]!.token.tokenType : undefined;
  const isComma = (node: Node): boolean => typeOf(node) === t.Comma;
  const addTuple = ([name, value, ...others]: readonly Node[]): void => {
    if (
      typeOf(name) !== t.Identifier ||
      value?.kind !== 'brackets' ||
      value.form !== 'round' ||
      others.length > 0
    )
      return;
    if (!functionNames.has(pieces[firstOf(name!)]!.text)) add(value);
  };
  const visit = (item: Item): void => {
    const [head, ...rest] = item.nodes.slice(item.label);
    const parts = splitAt(rest, isComma);
    switch (typeOf(head)) {
      case t.Identifier:
        if (rest[0]?.kind === 'brackets' && rest[0].form === 'round') break;
        add(rest[0]);
        parts.forEach(addTuple);
        break;
      case t.Defaults:
        splitAt(rest.slice(2), isComma).forEach(addTuple);
        break;
      case t.Stage:
        for (const [, value] of parts.slice(1)) add(value);
        break;
    }
    for (const node of item.nodes) if (node.kind === 'body') node.items.forEach(visit);
  };
  items.forEach(visit);
  return found;
}

export function splitAt<T>(list: readonly T[], isSeparator: (each: T) => boolean): readonly (readonly T[])[] {
  const parts: T[][] = [[]];
  for (const each of list) {
    if (isSeparator(each)) parts.push([]);
    else parts.at(-1)!.push(each);
  }
  return parts;
}

function spaceTokens(pieces: readonly Piece[], operands: ReadonlySet<number>, gaps: string[]): void {
  const places = [...pieces.keys()].filter((at) => pieces[at]!.kind === 'token');
  const tokens = places.map((at) => pieces[at]!.token);
  const typeAt = (index: number) => tokens[index]?.tokenType;
  const isSign = (index: number): boolean =>
    typeAt(index) === t.Minus && (operands.has(places[index]!) || !endsOperand(index - 1));
  const endsOperand = (index: number): boolean => operandEnds.has(typeAt(index)!);
  const joins = (index: number): boolean =>
    tokens[index] !== undefined && tokenMatcher(tokens[index], t.BinaryOperatorToken);
  /** `3x3` as kernels are written, `3 x 224 x 224` and `k x k` as everything else; `0x10` would be a hexadecimal number. */
  const isKernel = (index: number): boolean =>
    typeAt(index - 1) === t.Integer &&
    typeAt(index + 1) === t.Integer &&
    tokens[index - 1]!.image !== '0' &&
    !joins(index - 2) &&
    typeAt(index - 2) !== t.Not &&
    !joins(index + 2) &&
    typeAt(index + 2) !== t.LSquare;
  for (let index = 1; index < tokens.length; index++) {
    const [before, type] = [typeAt(index - 1)!, typeAt(index)!];
    const opens = type === t.LParen || type === t.LSquare;
    const tight =
      before === t.IntegerDivision ||
      type === t.IntegerDivision ||
      (before === t.Times && isKernel(index - 1)) ||
      (type === t.Times && isKernel(index)) ||
      isSign(index - 1) ||
      nothingBehind.has(before) ||
      nothingBefore.has(type) ||
      (opens && endsOperand(index - 1) && !operands.has(places[index]!));
    gaps[places[index]!] = tight ? '' : ' ';
  }
}

const nothingBehind = new Set([t.LParen, t.LSquare, t.Dot]);
const nothingBefore = new Set([t.RParen, t.RSquare, t.Dot, t.Comma, t.Colon]);
/** `block` is one in the type `block[2]`. */
const operandEnds = new Set([
  ...[t.Identifier, t.Integer, t.BadNumber, t.Float, t.StringLiteral, t.True, t.False, t.Block],
  ...[t.RParen, t.RSquare],
]);

function spaceItems(items: readonly Item[], gaps: string[]): void {
  for (const { nodes, label } of items) {
    for (const node of nodes.slice(0, label)) if (node !== nodes[0]) gaps[firstOf(node)] = '';
    for (const node of nodes) {
      if (node.kind === 'brackets') spaceBrackets(node, gaps);
      if (node.kind !== 'body') continue;
      gaps[node.close] = node.items.length === 0 ? '' : ' ';
      for (const [at, { first }] of node.items.entries())
        gaps[first] = at === 0 || node.form === 'paths' ? ' ' : '; ';
      spaceItems(node.items, gaps);
    }
  }
}

function spaceBrackets({ form, items, close }: Brackets, gaps: string[]): void {
  if (form !== 'hole') return;
  gaps[close] = '';
  const [first] = items[0] ?? [];
  if (first !== undefined) gaps[firstOf(first)] = '';
}
