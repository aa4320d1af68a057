import { halfPair, invisible } from './invisible.ts';
import { numberLiteral } from './number-literal.ts';

/** Text that comes from a user reaches Python only through these. */

/** A string literal in double quotes, in ASCII where a character does not show itself. */
export function stringLiteral(text: string): string {
  return `"${escaped(text)}"`;
}

/** The text between two holes of an f-string. */
export function fstringText(text: string): string {
  return escaped(text).replace(/[{}]/g, '$&$&');
}

/**
 * Lines of a docstring, none but a long word beyond `width`: Python reads the same words. Lines of prose that follow each other flow
 * together; one that starts with a blank or the mark of a list stays where it is.
 */
export function docstringLines(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const line of text.split(/\r\n|[\r\n]/)) {
    const before = lines.at(-1);
    const starts = line === '' || /^(\s|[-*•#>|+]\s|\d+[.)]\s)/.test(line);
    const flows = before !== undefined && before !== '' && !starts;
    if (flows) lines[lines.length - 1] = `${before} ${line}`;
    else lines.push(line.trimEnd());
  }
  return lines.flatMap((line) => wrapped(line, width)).map(docstringText);
}

function docstringText(line: string): string {
  const quotes = line.replaceAll('\\', '\\\\').replace(/""+|"$/g, (run) => run.replaceAll('"', '\\"'));
  return visible(quotes);
}

function wrapped(line: string, width: number): readonly string[] {
  if (line.length <= width) return [line];
  const end = Math.max(0, line.lastIndexOf(' ', width));
  const at = line.slice(0, end).trim() === '' ? line.indexOf(' ', width) : end;
  return at === -1 ? [line] : [line.slice(0, at).trimEnd(), ...wrapped(line.slice(at + 1), width)];
}

/**
 * One line that may follow `# `: whatever Python or an editor takes for the end of a line is a blank. Not for the first two lines of a
 * file, where a comment may name its encoding (PEP 263).
 */
export function commentText(text: string): string {
  return text.replace(invisible, ' ').replace(halfPair, '\ufffd').trim();
}

function escaped(text: string): string {
  return visible(text.replace(/["\\]/g, '\\$&'));
}

/** What does not show itself, or is half of a pair, as an escape sequence. */
function visible(text: string): string {
  return text.replace(invisible, codePoint).replace(halfPair, codePoint);
}

function codePoint(character: string): string {
  const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  const code = character.codePointAt(0)!;
  return named[character] ?? (code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

/** Words of the language, soft ones too, and the built-in names that emitted code or its readers use. */
const reserved: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import ' +
    'in is lambda nonlocal not or pass raise return try while with yield match case type _ ' +
    'abs all any bool bytes dict dir enumerate eval exec filter float format getattr hasattr hash help id input int isinstance ' +
    'iter len list map max min next object open ord pow print property range repr reversed round self set setattr slice sorted ' +
    'staticmethod str sum super tuple vars zip __import__'
  ).split(' '),
);

/**
 * A name that Python takes; a word that it keeps for itself, or a built-in, gets a `_`. Of several `_` in front one stays: inside a class
 * `__a` is another name, and `__class__` has a meaning.
 */
export function identifier(name: string): string {
  const valid = (isIdentifier(name) ? name : `_${name.replace(/\W/g, '_')}`).replace(/^_+/, '_');
  return reserved.has(valid) ? `${valid}_` : valid;
}

/** The same without `_` in front, since base classes call their own attributes so. */
export function publicName(name: string): string {
  return identifier(name.replace(/^_+/, '') || 'value');
}

/** Whether the name can stand as it is: ASCII, and not one of Python's own. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** Whether the name may follow a dot or be a keyword argument. */
export function isAttribute(name: string): boolean {
  return isIdentifier(name) && !keywords.has(name) && !name.startsWith('__');
}

const keywords: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import ' +
    'in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** `conv_bn_relu6` → `ConvBnRelu6`, `wrn_28_10` → `Wrn28_10`: a `_` stays between digits. */
export function className(name: string): string {
  const words = name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '');
  const camel = words.replace(/(^|_)([A-Za-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return identifier(camel.replace(/([A-Za-z])_(?=\d)/g, '$1') || 'Network');
}

/** A number that must be a float: 0.0. */
export function floatLiteral(value: number): string {
  const text = numberLiteral(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
