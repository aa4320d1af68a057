import { joinOperators } from '../../../src/linking/names.ts';
import type { Argument, Label, Module, Name, Shortcut, Statement } from '../../../src/parser/ast.ts';

/** Stands in no label of a generated network nor of the library. */
const mark = 'zz';

const relabelled = (word: string): string => `${mark}${word}`;

/** The tensor's name as it was. */
export const unlabelled = (tensor: string): string => tensor.replaceAll(mark, '');

/** Renames every label of a module and what names it. */
export function relabel(module: Module): Module {
  return { ...module, declarations: module.declarations.map((each) => visit(each)) };
}

function visit<T>(node: T): T {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map(visit) as T;
  const changed: object = Object.fromEntries(Object.entries(node).map(([key, child]) => [key, visit(child)]));
  return rewrite(changed) as T;
}

function rewrite(node: object): object {
  if ('parts' in node) {
    const label = node as Label;
    return {
      ...label,
      parts: label.parts.map((part) => (typeof part === 'string' ? relabelled(part) : part)),
    };
  }
  const statement = node as Statement | Shortcut;
  if (!('kind' in statement)) return node;
  if (statement.kind === 'from') return { ...statement, name: rename(statement.name) };
  if (statement.kind === 'operator' && joinOperators.has(statement.operator.text))
    return { ...statement, arguments: statement.arguments.map(renameValue) };
  return node;
}

const rename = (name: Name): Name => ({ ...name, text: relabelled(name.text) });

function renameValue(given: Argument): Argument {
  const { value } = given;
  const text = value.kind === 'name' ? value.name : value.kind === 'integer' ? value.text : undefined;
  if (text === undefined) return given;
  return { ...given, value: { kind: 'name', name: relabelled(text), span: value.span } };
}
