import type { IToken } from 'chevrotain';
import type { SourceFile } from '../../../src/diagnostics/source.ts';
import { lexer } from '../../../src/parser/tokens.ts';

export const kinds = ['deletion', 'duplication', 'swap', 'replacement'] as const;
export type Kind = (typeof kinds)[number];

/** A file with one token changed. */
export interface Mutant {
  readonly original: SourceFile;
  readonly kind: Kind;
  readonly text: string;
  /** What is new in `text`; empty where a token was taken out. */
  readonly edit: { readonly start: number; readonly end: number };
  /** What was done, for people: `[ for 64`. */
  readonly title: string;
}

/** One of each sort of token: what another one is replaced by. */
export const replacements: readonly string[] = [
  ...['stage', 'block', 'residual', 'in', 'other', 'relu', '7', '0.5', '"text"'],
  ...['{', '}', '(', ')', '[', ']', ',', ':', '=', '+', 'x', '\n'],
];

/** A mutant still to be made; undefined where more than one token would change, as behind a newline that ends a comment. */
export type Plan = () => Mutant | undefined;

/**
 * Every deletion, duplication, swap with the next, and replacement of a token; a newline is one. What would run into its neighbour gets a
 * blank.
 */
export function* plansOf(original: SourceFile): Generator<Plan> {
  const { text } = original;
  const { tokens } = lexer.tokenize(text);
  const images = tokens.map(({ image }) => image);
  for (const [position, token] of tokens.entries()) {
    const { image } = token;
    const next = tokens[position + 1];
    const plan = (
      kind: Kind,
      title: string,
      until: IToken,
      words: readonly string[],
      between = ' ',
    ): Plan => {
      return () => {
        const changed = write(text, token.startOffset, endOf(until), words.join(between));
        const meant = images.toSpliced(position, until === token ? 1 : 2, ...words);
        const read = lexer.tokenize(changed.text).tokens.map((other) => other.image);
        if (meant.join('\0') !== read.join('\0')) return undefined;
        return { original, kind, ...changed, title: title.replaceAll('\n', '⏎') };
      };
    };
    yield plan('deletion', `without ${image}`, token, []);
    if (image !== '\n') yield plan('duplication', `${image} twice`, token, [image, image]);
    if (next !== undefined && next.image !== image) {
      const between = text.slice(endOf(token), next.startOffset);
      yield plan('swap', `${image} behind ${next.image}`, next, [next.image, image], between);
    }
    for (const other of replacements)
      if (other !== image) yield plan('replacement', `${other} for ${image}`, token, [other]);
  }
}

function write(text: string, start: number, end: number, words: string): Pick<Mutant, 'text' | 'edit'> {
  const [before, behind] = [text.slice(0, start), text.slice(end)];
  const opening = runsInto(before, words === '' ? behind : words) ? ' ' : '';
  const closing = words !== '' && runsInto(words, behind) ? ' ' : '';
  const from = start + opening.length;
  return {
    text: before + opening + words + closing + behind,
    edit: { start: from, end: from + words.length },
  };
}

/** Whether two pieces of text become one token where they touch. */
function runsInto(before: string, behind: string): boolean {
  const [last, first] = [before.at(-1) ?? ' ', behind.at(0) ?? ' '];
  return (/\w/.test(last) && /\w/.test(first)) || (/[=!<>/]/.test(last) && /[=/]/.test(first));
}

function endOf({ startOffset, image }: IToken): number {
  return startOffset + image.length;
}
