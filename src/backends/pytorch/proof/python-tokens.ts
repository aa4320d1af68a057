import { Unproven } from './python-syntax.ts';

export interface Token {
  readonly kind:
    | 'name'
    | 'number'
    | 'string'
    | 'formatted'
    | 'sign'
    | 'newline'
    | 'indent'
    | 'dedent'
    | 'end';
  /** A string's without its quotes, as it was written. */
  readonly text: string;
}

const pattern =
  /(?<comment>#[^\n]*)|(?<name>[A-Za-z_]\w*(?!["\w]))|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|"""(?<long>(?:[^\\]|\\[\s\S])*?)"""|(?<prefix>f?)"(?<string>(?:[^"\\\n]|\\.)*)"|(?<sign>\*\*|\/\/|->|[=!<>+]=|\.\.\.|[-+*/%<>=()[\]{},:.])/y;

/** Tokens of Python: lines inside brackets go on, and blanks in front of a line are `indent` and `dedent`. */
export function pythonTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const indents = [0];
  let depth = 0;
  let at = 0;
  let startsLine = true;
  const add = (kind: Token['kind'], of = ''): void => void tokens.push({ kind, text: of });
  while (at < text.length) {
    const blanks = /[ ]*/y;
    blanks.lastIndex = at;
    const width = blanks.exec(text)![0].length;
    at += width;
    if (text[at] === '\n') {
      if (depth === 0 && !startsLine) add('newline');
      if (depth === 0) startsLine = true;
      at++;
      continue;
    }
    if (at >= text.length) break;
    if (startsLine) {
      startsLine = false;
      if (width > indents.at(-1)!) {
        indents.push(width);
        add('indent');
      }
      for (; width < indents.at(-1)!; indents.pop()) add('dedent');
    }
    pattern.lastIndex = at;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) throw new Unproven(`no Python: ${text.slice(at, at + 20)}`);
    at = pattern.lastIndex;
    const { name, number, long, string, sign, prefix } = groups;
    if (name !== undefined) add('name', name);
    else if (number !== undefined) add('number', number);
    else if (long !== undefined) add('string', long);
    else if (string !== undefined) add(prefix === 'f' ? 'formatted' : 'string', string);
    else if (sign !== undefined) {
      if ('([{'.includes(sign)) depth++;
      if (')]}'.includes(sign)) depth--;
      add('sign', sign);
    }
  }
  if (!startsLine) add('newline');
  for (; indents.length > 1; indents.pop()) add('dedent');
  add('end');
  return tokens;
}

/** The text that a literal stands for. */
export function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([\s\S]))/g,
    (_, x, u, U, other: string) => {
      const code = x ?? u ?? U;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      return { n: '\n', r: '\r', t: '\t' }[other] ?? other;
    },
  );
}
