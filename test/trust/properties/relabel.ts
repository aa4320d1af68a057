import { joinOperators } from '../../../src/linking/names.ts';
import type { Argument, Label, Name, Shortcut, Statement } from '../../../src/parser/ast.ts';

/** What is put in front of labels; it stands in no label of a generated network nor of the library. */
export const markOf = (number: number): string => `zz${number}zz`;

/** The tensor's name as it was. */
export const unlabelled = (tensor: string): string => tensor.replaceAll(/zz\d+zz/g, '');

/** Renames every label of a tree and what names it. */
export function relabel<T>(node: T, mark = markOf(0)): T {
  if (typeof node !== 'object' || node === null || node instanceof Set) return node;
  if (Array.isArray(node)) return node.map((item) => relabel(item, mark)) as T;
  const entries = Object.entries(node).map(([key, child]) => [key, relabel(child, mark)]);
  return rewrite(Object.fromEntries(entries), mark) as T;
}

function rewrite(node: object, mark: string): object {
  if ('parts' in node) {
    const label = node as Label;
    return { ...label, parts: label.parts.map((part) => (typeof part === 'string' ? mark + part : part)) };
  }
  const statement = node as Statement | Shortcut;
  if (!('kind' in statement)) return node;
  if (statement.kind === 'from') return { ...statement, name: rename(statement.name, mark) };
  if (statement.kind === 'operator' && joinOperators.has(statement.operator.text))
    return { ...statement, arguments: statement.arguments.map((given) => renameValue(given, mark)) };
  return node;
}

const rename = (name: Name, mark: string): Name => ({ ...name, text: mark + name.text });

function renameValue(given: Argument, mark: string): Argument {
  const { value } = given;
  const text = value.kind === 'name' ? value.name : value.kind === 'integer' ? value.text : undefined;
  if (text === undefined) return given;
  return { ...given, value: { kind: 'name', name: mark + text, span: value.span } };
}
