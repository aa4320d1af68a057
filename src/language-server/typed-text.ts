import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import type { Span } from '../diagnostics/diagnostic.ts';
import { operatorNames } from '../ir/operators.ts';
import * as t from '../parser/tokens.ts';
import { type PlacedText, positionAt } from './places.ts';

/**
 * What stands before the cursor, read from the tokens alone: a line that is being typed has no tree, and what was opened on it is not
 * closed yet.
 */
export interface TypedText {
  /** The word at the cursor, to be replaced as a whole; empty between words. */
  readonly word: Span;
  /** What is typed of it. */
  readonly typed: string;
  /** In a comment, or in a string that is no import's path: nothing can be said there. */
  readonly inText: boolean;
  /** The statement or declaration up to the word; braces that were closed in it are one `}`. */
  readonly statement: readonly IToken[];
  /** Its brackets without a partner: ( and [, the brace of an import or of a label's hole. */
  readonly open: readonly IToken[];
  /** The statement before it in the same braces. */
  readonly before: readonly IToken[];
  /** The braces around it, the outermost first. */
  readonly braces: readonly Braces[];
  /** The labels that stand before it in its declaration, the nearest last. */
  readonly labels: readonly string[];
}

export interface Braces {
  readonly brace: IToken;
  /** The statement or declaration that they belong to. */
  readonly opener: readonly IToken[];
  readonly names: readonly VisibleName[];
}

export interface VisibleName {
  readonly name: string;
  readonly kind: 'parameter' | 'let' | 'index';
  /** `int`, `block`: a parameter's type without what is in brackets behind it. */
  readonly type: string | undefined;
}

/** Of a longer line only its end is read: nobody types such a one. */
const longestLine = 10_000;

/** @param known the tokens of the text: what stands on other lines than the cursor is not read again */
export function readTypedText(
  { text, starts }: PlacedText,
  offset: number,
  known: readonly IToken[],
): TypedText {
  const start = offset - /\w*$/.exec(text.slice(Math.max(0, offset - 200), offset))![0].length;
  const end = offset + /^\w*/.exec(text.slice(offset, offset + 200))![0].length;
  const line = Math.max(starts[positionAt({ text, starts }, start).line]!, start - longestLine);
  const typed = t.tokenize(text.slice(line, start), Number.POSITIVE_INFINITY);
  const state = new Reader(text);
  const tokens = [
    ...known.slice(0, firstFrom(known, line)),
    ...typed.tokens.map((token) => ({
      ...token,
      startOffset: token.startOffset + line,
      endOffset: token.endOffset! + line,
    })),
  ];
  for (const [position, token] of tokens.entries())
    state.read(token, tokens[position + 1], tokens[position + 2]);
  const { statement, open, before, braces, labels } = state;
  const comment = typed.groups.comments?.at(-1);
  const inComment = comment !== undefined && line + comment.endOffset! + 1 === start;
  const inString = statement.at(-1)?.tokenType === t.OpenString && statement[0]?.tokenType !== t.Import;
  const word = { start, end };
  const inText = inComment || inString;
  return { word, typed: text.slice(start, offset), inText, statement, open, before, braces, labels };
}

/** The number of the first token at or behind an offset, by bisection. */
function firstFrom(tokens: readonly IToken[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.startOffset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

class Reader {
  statement: IToken[] = [];
  open: IToken[] = [];
  before: readonly IToken[] = [];
  braces: (Braces & { readonly names: VisibleName[] })[] = [];
  labels: string[] = [];

  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(token: IToken, next: IToken | undefined, nextButOne: IToken | undefined): void {
    const { statement, open } = this;
    switch (token.tokenType) {
      case t.Newline:
        if (statement.length === 0 || this.goesOn(next, nextButOne)) return;
        return this.endStatement();
      case t.Semicolon:
        return this.endStatement();
      case t.LCurly:
        if (statement[0]?.tokenType === t.Import || this.opensHole(token)) break;
        return this.openBraces(token);
      case t.RCurly:
        if (!open.some(({ tokenType }) => tokenType === t.LCurly)) return this.closeBraces(token);
        while (open.pop()?.tokenType !== t.LCurly);
        break;
      case t.RParen:
      case t.RSquare:
        if (open.at(-1)?.tokenType !== t.LCurly) open.pop();
        break;
      case t.Else:
      case t.ShortcutKeyword:
        if (statement.length === 0 && next?.tokenType !== t.Colon && endsBraces(this.before))
          this.statement.push(...this.before);
        break;
    }
    if ([t.LCurly, t.LParen, t.LSquare].includes(token.tokenType)) open.push(token);
    this.statement.push(token);
  }

  /** Behind a comma and inside brackets, unless what follows can only begin a statement: then the bracket was forgotten. */
  private goesOn(next: IToken | undefined, nextButOne: IToken | undefined): boolean {
    const first = this.statement[0]?.tokenType;
    const inBrackets = this.open.length > 0;
    if (!inBrackets && this.statement.at(-1)?.tokenType !== t.Comma) return false;
    if (next === undefined || first === t.Block || first === t.Network || first === t.Import) return true;
    const begins =
      nextButOne?.tokenType === t.Colon ||
      (t.keywords.has(next.image) && next.tokenType !== t.In && next.tokenType !== t.Not) ||
      operatorNames.has(next.image);
    return !(inBrackets && begins);
  }

  /** `denselayer{index + 1}:`, and `{index}:` where the rest of the line shows that it is a label. */
  private opensHole({ startOffset }: IToken): boolean {
    const last = this.statement.at(-1);
    if (last === undefined)
      return /^\{[^{}\r\n]*\}[\w{}]*:/.test(this.text.slice(startOffset, startOffset + 200));
    const touches = last.endOffset! + 1 === startOffset;
    return touches && this.statement.every((token) => isLabelPart(token) || this.open.length > 0);
  }

  private openBraces(brace: IToken): void {
    const { statement } = this;
    const [first, second] = withoutLabel(statement);
    const names: VisibleName[] = [];
    if (this.braces.length === 0) {
      this.labels = [];
      names.push(...parametersIn(statement));
    }
    if (first?.tokenType === t.Repeat && second !== undefined)
      names.push({ name: second.image, kind: 'index', type: 'int' });
    this.braces.push({ brace, opener: statement, names });
    this.start([]);
  }

  private closeBraces(token: IToken): void {
    this.endStatement();
    const closed = this.braces.pop();
    this.start(closed === undefined ? [] : [...closed.opener, token]);
    if (this.braces.length === 0) this.endStatement();
  }

  private endStatement(): void {
    const { statement } = this;
    if (statement.length > 0) {
      this.before = statement;
      const [first, name] = withoutLabel(statement);
      const top = this.braces.at(-1);
      if (first?.tokenType === t.Let && name !== undefined)
        top?.names.push({ name: name.image, kind: 'let', type: undefined });
      const label = labelOf(statement);
      if (label !== undefined && firstOf(top?.opener) !== t.Branches) this.labels.push(label);
    }
    this.statement = [];
    this.open = [];
  }

  private start(statement: IToken[]): void {
    this.statement = statement;
    this.open = [];
    this.before = [];
  }
}

function isLabelPart(token: IToken): boolean {
  const { tokenType } = token;
  return tokenMatcher(token, t.Word) || tokenType === t.Integer || tokenType === t.RCurly;
}

function endsBraces(statement: readonly IToken[]): boolean {
  return statement.at(-1)?.tokenType === t.RCurly;
}

function firstOf(statement: readonly IToken[] | undefined): IToken['tokenType'] | undefined {
  return statement && withoutLabel(statement)[0]?.tokenType;
}

/** How many tokens the label takes with its colon: words, numbers and holes that touch each other. */
function labelLength(statement: readonly IToken[]): number {
  let depth = 0;
  for (const [position, token] of statement.entries()) {
    const { tokenType } = token;
    if (depth === 0 && position > 0 && tokenType === t.Colon) return position + 1;
    if (tokenType === t.LCurly) depth++;
    else if (tokenType === t.RCurly) depth--;
    else if (depth === 0 && !isLabelPart(token)) return 0;
    const before = statement[position - 1];
    if (depth === 0 && before !== undefined && before.endOffset! + 1 !== token.startOffset) return 0;
  }
  return 0;
}

export function withoutLabel(statement: readonly IToken[]): readonly IToken[] {
  return statement.slice(labelLength(statement));
}

function labelOf(statement: readonly IToken[]): string | undefined {
  const parts = statement.slice(0, Math.max(0, labelLength(statement) - 1));
  const hasHole = parts.some(({ tokenType }) => tokenType === t.LCurly);
  return parts.length === 0 || hasHole ? undefined : parts.map(({ image }) => image).join('');
}

/** The parameters of the declaration that these tokens begin, as far as they go. */
export function parametersIn(statement: readonly IToken[]): readonly VisibleName[] {
  const first = statement[0]?.tokenType;
  if ((first !== t.Block && first !== t.Network) || statement[2]?.tokenType !== t.LParen) return [];
  const names: VisibleName[] = [];
  let depth = 0;
  for (const [position, { tokenType, image }] of statement.entries()) {
    if (tokenType === t.RParen || tokenType === t.RSquare) depth--;
    if (position > 2 && depth === 0) break;
    const before = statement[position - 1]?.tokenType;
    if (depth === 1 && tokenType === t.Identifier && (before === t.Comma || position === 3)) {
      const type =
        statement[position + 1]?.tokenType === t.Colon ? statement[position + 2]?.image : undefined;
      names.push({ name: image, kind: 'parameter', type });
    }
    if (tokenType === t.LParen || tokenType === t.LSquare) depth++;
  }
  return names;
}
