import type { IToken } from 'chevrotain';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { statementStart } from './syntax-remedies.ts';
import * as t from './tokens.ts';

const beforeBraces = ['stem', 'head', 'residual', 'gate', 'branches', 'path'];
const others = ['input', 'stage', 'repeat', 'from', 'let', 'defaults'];
const behindBraces = ['shortcut', 'else'];

/** `residal { … }`: the keyword that the first word of a line with an error was meant to be, where the rest fits it. */
export function misspeltKeyword(
  line: readonly IToken[],
  error: IToken,
  text: string,
): { readonly word: IToken; readonly keyword: string } | undefined {
  const [word] = statementStart(line);
  if (word?.tokenType !== t.Identifier) return undefined;
  const behind = /\}\s*$/.test(text.slice(Math.max(0, word.startOffset - 200), word.startOffset));
  const keyword =
    word === error
      ? behind && didYouMean(word.image, behindBraces)
      : didYouMean(word.image, error.tokenType === t.LCurly ? beforeBraces : others);
  return keyword ? { word, keyword } : undefined;
}
