import type { IToken } from 'chevrotain';
import { createTokenInstance, EOF } from 'chevrotain';
import { atLabel } from '../parser/at-label.ts';
import { closerOf } from '../parser/brackets.ts';
import * as t from '../parser/tokens.ts';
import type { Piece } from './pieces.ts';

/** Places of pieces in a file's list of them. */
type At = number;

/** What stands in brackets, cut at the commas: an argument list, a list, an import's names, the hole of a label. */
export interface Brackets {
  readonly kind: 'brackets';
  readonly form: 'round' | 'square' | 'import' | 'hole';
  readonly open: At;
  readonly close: At;
  readonly items: readonly (readonly Node[])[];
  /** One less than the items. */
  readonly commas: readonly At[];
}

/** Statements in braces. */
export interface Body {
  readonly kind: 'body';
  /** The paths of `branches` need nothing between them. */
  readonly form: 'statements' | 'paths';
  readonly open: At;
  readonly close: At;
  readonly items: readonly Item[];
}

export type Node = { readonly kind: 'token'; readonly at: At } | Brackets | Body;

/** A declaration or statement, or lines that are left as they are. */
export interface Item {
  readonly nodes: readonly Node[];
  /** How many of the nodes are its label, with the colon. */
  readonly label: number;
  readonly first: At;
  readonly last: At;
}

/** A file's declarations from its pieces, whose brackets match. */
export function readTree(pieces: readonly Piece[]): readonly Item[] {
  return new TreeReader(pieces).items('declarations');
}

const newline = createTokenInstance(t.Newline, '\n', NaN, NaN, NaN, NaN, NaN, NaN);
const theEnd = createTokenInstance(EOF, '', NaN, NaN, NaN, NaN, NaN, NaN);

class TreeReader {
  private readonly pieces: readonly Piece[];
  private at: At = 0;

  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
    this.skipComments();
  }

  /** Up to the brace that closes them, or to the end of the file. */
  items(form: 'declarations' | Body['form']): readonly Item[] {
    const items: Item[] = [];
    while (this.at < this.pieces.length && !this.isAt(t.RCurly)) items.push(this.item(form));
    return items;
  }

  private item(form: 'declarations' | Body['form']): Item {
    const first = this.at;
    const nodes: Node[] = [];
    if (this.pieces[first]!.kind === 'kept') {
      this.skip();
      return { nodes, label: 0, first, last: first };
    }
    const label = this.label(nodes);
    const keyword = this.piece?.token.tokenType;
    const ends = (): boolean => {
      if (this.at >= this.pieces.length || this.isAt(t.RCurly)) return true;
      if (nodes.length === 0) return false;
      return this.piece!.separated || (form !== 'statements' && nodes.at(-1)!.kind === 'body');
    };
    while (!ends()) nodes.push(this.node(keyword));
    return { nodes, label, first, last: lastOf(nodes.at(-1)!) };
  }

  /** `denselayer{i + 1}:` */
  private label(nodes: Node[]): number {
    if (!atLabel((ahead) => this.tokenAhead(ahead))) return 0;
    while (!this.isAt(t.Colon)) nodes.push(this.isAt(t.LCurly) ? this.brackets('hole') : this.token());
    nodes.push(this.token());
    return nodes.length;
  }

  private node(keyword: IToken['tokenType'] | undefined): Node {
    if (this.isAt(t.LParen)) return this.brackets('round');
    if (this.isAt(t.LSquare)) return this.brackets('square');
    if (!this.isAt(t.LCurly)) return this.token();
    if (keyword === t.Import) return this.brackets('import');
    const open = this.skip();
    const form = keyword === t.Branches ? 'paths' : 'statements';
    const items = this.items(form);
    return { kind: 'body', form, open, items, close: this.skip() };
  }

  private brackets(form: Brackets['form']): Brackets {
    const closer = closerOf.get(this.piece!.token.tokenType)!;
    const open = this.skip();
    const items: Node[][] = [];
    const commas: At[] = [];
    while (!this.isAt(closer)) {
      if (items.length === 0) items.push([]);
      if (!this.isAt(t.Comma)) items.at(-1)!.push(this.node(undefined));
      else {
        commas.push(this.skip());
        items.push([]);
      }
    }
    return { kind: 'brackets', form, open, items, commas, close: this.skip() };
  }

  private token(): Node {
    return { kind: 'token', at: this.skip() };
  }

  private get piece(): Piece | undefined {
    return this.pieces[this.at];
  }

  private isAt(type: IToken['tokenType']): boolean {
    return this.piece?.token.tokenType === type && this.piece.kind === 'token';
  }

  private skip(): At {
    const { at } = this;
    this.at++;
    this.skipComments();
    return at;
  }

  private skipComments(): void {
    while (this.piece?.kind === 'comment') this.at++;
  }

  private tokenAhead(ahead: number): IToken {
    let at = this.at;
    for (let left = ahead; left > 0; left--) {
      at++;
      while (this.pieces[at]?.kind === 'comment') at++;
      if (this.pieces[at]?.separated) return newline;
    }
    return this.pieces[at]?.token ?? theEnd;
  }
}

export function firstOf(node: Node): At {
  return node.kind === 'token' ? node.at : node.open;
}

export function lastOf(node: Node): At {
  return node.kind === 'token' ? node.at : node.close;
}
