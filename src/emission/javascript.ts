import { halfPair, invisible } from './invisible.ts';

/** Text that comes from a user reaches JavaScript only through these. */

/** A string literal in single quotes. */
export function stringLiteral(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escapeHidden(escaped)}'`;
}

/** The text between two holes of a template literal. */
export function templateText(text: string): string {
  return escapeHidden(text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${'));
}

/**
 * Lines of a comment: what would end it is broken up; control characters, line ends that only some programs know and marks that turn text
 * around become blanks.
 */
export function commentLines(text: string): readonly string[] {
  return text
    .split(/\r\n|[\r\n]/)
    .map((line) =>
      line.replace(invisible, ' ').replace(halfPair, '\ufffd').replaceAll('*/', '* /').trimEnd(),
    );
}

/** As an escape sequence of the same value. */
function escapeHidden(text: string): string {
  return text.replace(invisible, escapeUnit).replace(halfPair, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const reserved: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof undefined var void while with yield NaN Infinity ' +
    'Math String constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf __proto__ ' +
    '__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__'
  ).split(' '),
);

/**
 * `base_width` → `baseWidth`; a word that JavaScript keeps for itself, an object that emitted code asks, or a property that every object
 * has, gets a `_`.
 */
export function identifier(name: string): string {
  const camel = name.replace(/(?<=[A-Za-z0-9])_+([A-Za-z])/g, (_, letter: string) => letter.toUpperCase());
  const valid = /^[A-Za-z_$][\w$]*$/.test(camel) ? camel : `_${camel.replace(/\W/g, '_')}`;
  return reserved.has(valid) ? `${valid}_` : valid;
}

/** `{ kernel: 3, stride }` */
export function objectLiteral(entries: readonly (readonly [name: string, code: string])[]): string {
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([name, code]) => (name === code ? name : `${name}: ${code}`)).join(', ')} }`;
}
