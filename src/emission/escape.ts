import { halfPair, invisible } from './invisible.ts';

/** Text that may stand in HTML, as content or in a quoted attribute. */
export type Html = string & { readonly language: 'html' };

/** Text that may stand in XML, as content or in a quoted attribute. */
export type Xml = string & { readonly language: 'xml' };

/** Text that may stand in a Markdown line or table cell. */
export type Markdown = string & { readonly language: 'markdown' };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** With U+FFFD for what does not show itself. */
function shown(text: string): string {
  return text.replace(invisible, '\ufffd').replace(halfPair, '\ufffd');
}

export function escapeHtml(text: string): Html {
  return shown(text).replace(/[&<>"']/g, (character) => entities[character]!) as Html;
}

/** XML 1.0 has no place for the last two code points of the plane, nor for what does not show itself. */
export function escapeXml(text: string): Xml {
  return escapeHtml(text.replace(/[\ufffe\uffff]/g, '\ufffd')) as string as Xml;
}

/** Text that may stand in a string of DOT, Graphviz's language. */
export type Dot = string & { readonly language: 'dot' };

export function escapeDot(text: string): Dot {
  return shown(text).replaceAll('&', '&amp;').replace(/[\\"]/g, '\\$&') as Dot;
}

/** Text that may stand in a string of Mermaid, which takes entities for what means something to it or to HTML. */
export type Mermaid = string & { readonly language: 'mermaid' };

export function escapeMermaid(text: string): Mermaid {
  // An empty string is none.
  return shown(text || ' ').replace(
    /[^\p{L}\p{N} ,.:·×–…/()+-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  ) as Mermaid;
}

/**
 * An underscore inside a word means nothing in Markdown and stays as it is: `resnext50_32x4d`. A bracket is an
 * entity, since `\[` begins a formula to some readers. Addresses do not become links, as GitHub makes of `http://…`, `www.…` and `a@b`.
 */
export function escapeMarkdown(text: string): Markdown {
  return shown(text)
    .replace(/[\\`*<>|~&#$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/:(?=\/\/)|(?<=www)\.|@/g, '\\$&')
    .replaceAll('[', '&#91;') as Markdown;
}

/** A code span: what stands in it means nothing, so only its fence has to be longer than any in the text. Not for tables. */
export function markdownCode(text: string): Markdown {
  const code = shown(text);
  if (code === '') return '' as Markdown;
  const runs = code.match(/`+/g)?.map((run) => run.length) ?? [];
  const fence = '`'.repeat(1 + runs.reduce((longest, length) => Math.max(longest, length), 0));
  // A blank at both ends is taken away again (CommonMark 6.1), and keeps backticks from the fence.
  const padding = /^`|`$|^ .*\S.* $/.test(code) ? ' ' : '';
  return `${fence}${padding}${code}${padding}${fence}` as Markdown;
}

/** A block of code in a language of GitHub's: its fence is longer than any in the lines. */
export function markdownFence(lines: readonly string[], language: 'diff'): Markdown {
  const code = lines.map((line) => shown(line).replace(/[\r\n]/g, '\ufffd'));
  const runs = code.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length);
  const fence = '`'.repeat(runs.reduce((longest, length) => Math.max(longest, length + 1), 3));
  return `${fence}${language}\n${code.join('\n')}\n${fence}` as Markdown;
}

/** No escape sequence of the input reaches the terminal. */
export function escapeTerminal(text: string): string {
  return shown(text);
}

/**
 * RFC 4180; a leading apostrophe keeps spreadsheets from taking text for a formula (OWASP, CSV injection: the signs in full width too), and
 * no escape sequence reaches a terminal.
 */
export function escapeCsv(text: string): string {
  const cell = text.replace(/[^\t\r\n]+/g, shown);
  const safe = /^[=+\-@＝＋－＠\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
