import type { IToken } from 'chevrotain';
import { EOF, tokenMatcher } from 'chevrotain';
import * as t from './tokens.ts';

/** Whether a label stands there: words, integers and holes that touch each other, with a colon behind; 0 is the first token. */
export function atLabel(tokenAt: (ahead: number) => IToken): boolean {
  let ahead = 0;
  let end: number | undefined;
  for (;;) {
    const token = tokenAt(ahead);
    if (ahead > 0 && token.tokenType === t.Colon) return true;
    if (end !== undefined && token.startOffset !== end) return false;
    if (token.tokenType === t.LCurly) {
      do ahead++;
      while (![t.RCurly, t.LCurly, t.Newline, EOF].includes(tokenAt(ahead).tokenType));
      if (tokenAt(ahead).tokenType !== t.RCurly) return false;
    } else if (!tokenMatcher(token, t.Word) && token.tokenType !== t.Integer) {
      return false;
    }
    end = tokenAt(ahead).endOffset! + 1;
    ahead++;
  }
}
