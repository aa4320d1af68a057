/** Text that may stand in HTML, as content or in a quoted attribute. */
export type Html = string & { readonly language: 'html' };

/** Text that may stand in a Markdown line or table cell. */
export type Markdown = string & { readonly language: 'markdown' };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, and the marks that change the order in which text is shown. */
const invisible = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export function escapeHtml(text: string): Html {
  return text.replace(invisible, '\ufffd').replace(/[&<>"']/g, (character) => entities[character]!) as Html;
}

/**
 * An underscore inside a word means nothing in Markdown and stays as it is: `resnext50_32x4d`. A bracket is an
 * entity, since `\[` begins a formula to some readers.
 */
export function escapeMarkdown(text: string): Markdown {
  return text
    .replace(invisible, '\ufffd')
    .replace(/[\\`*<>|~&#$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replaceAll('[', '&#91;') as Markdown;
}

/** No escape sequence of the input reaches the terminal. */
export function escapeTerminal(text: string): string {
  return text.replace(invisible, '\ufffd');
}

/** RFC 4180; a leading apostrophe keeps spreadsheets from taking text for a formula. */
export function escapeCsv(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
