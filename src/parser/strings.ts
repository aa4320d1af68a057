const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '"': '"', '\\': '\\' };

/** Half of a surrogate pair is none: no file can hold it. */
const isCharacter = (codePoint: number): boolean =>
  codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);

/** The text of a string literal, given with its quotes; `bad` is the first escape that is none, with its offset. */
export function unescapeString(literal: string): {
  text: string;
  bad?: { readonly escape: string; readonly offset: number };
} {
  let text = '';
  let bad: { escape: string; offset: number } | undefined;
  for (let at = 1; at < literal.length - 1; at++) {
    if (literal[at] !== '\\') {
      text += literal[at];
      continue;
    }
    const unicode = /^\\u\{([0-9A-Fa-f]{1,6})\}/.exec(literal.slice(at, at + 11));
    const simple = escapes[literal[at + 1]!];
    if (unicode !== null && isCharacter(Number.parseInt(unicode[1]!, 16))) {
      text += String.fromCodePoint(Number.parseInt(unicode[1]!, 16));
      at += unicode[0].length - 1;
    } else if (simple !== undefined) {
      text += simple;
      at++;
    } else {
      const [wrong] = /^\\(?:u\{[^\\"}]{0,20}\}|.)/u.exec(literal.slice(at, at + 24))!;
      bad ??= { escape: wrong, offset: at };
      at += wrong.length - 1;
    }
  }
  return bad === undefined ? { text } : { text, bad };
}

/** What stands between the quotes of a literal with this text. What nobody would see, or would see elsewhere, is written as its number. */
export function escapeString(text: string): string {
  return text.replace(/["\\]|(?! )[\p{C}\p{Z}]/gu, (character) => {
    const simple = Object.keys(escapes).find((letter) => escapes[letter] === character);
    return simple === undefined ? `\\u{${character.codePointAt(0)!.toString(16)}}` : `\\${simple}`;
  });
}
