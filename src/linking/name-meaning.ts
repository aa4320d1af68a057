import type { Location, Span } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import type { Local, NameScope } from './name-scope.ts';
import type { Entity } from './program.ts';
import { labelText } from './words-and-labels.ts';

/** What a name stands for, by the names that declare it. */
export interface Meaning {
  readonly kind: Entity['kind'] | Local['kind'] | 'label';
  /**
   * One, but for a label: where braces may not run, or run again, a name may be given by several statements. Complete when the whole
   * file is checked.
   */
  readonly places: readonly Location[];
}

/** Is told each name of a file that means something, declarations too, in the order in which they are looked up. */
export type NameObserver = (name: ast.Name, meaning: Meaning) => void;

export function meansEntity(
  { observe }: NameScope,
  name: ast.Name,
  { kind, declaration, module }: Entity,
): void {
  observe?.(name, { kind, places: [{ file: module.file.name, span: declaration.name.span }] });
}

export function meansLocal({ linked, observe }: NameScope, name: ast.Name, { kind, span }: Local): void {
  observe?.(name, { kind, places: [{ file: linked.file.name, span }] });
}

/** `stride = 2` in a call, `stride 2` behind a stage: the callee's parameter. What a parameter calls is known only when it runs. */
export function meansParameters(
  scope: NameScope,
  names: Iterable<ast.Name | undefined>,
  callee: Entity | undefined,
): void {
  if (scope.observe === undefined || callee === undefined) return;
  const { declaration, module } = callee;
  for (const name of names) {
    const parameter = declaration.parameters.find((candidate) => candidate.name.text === name?.text);
    if (name === undefined || parameter === undefined) continue;
    scope.observe(name, {
      kind: 'parameter',
      places: [{ file: module.file.name, span: parameter.name.span }],
    });
  }
}

/** A label that names a value from here on. */
export function nameValue(scope: NameScope, label: string, span: Span): void {
  const place = { file: scope.linked.file.name, span };
  const earlier = scope.conditional ? scope.labels.get(label) : undefined;
  if (earlier === undefined) scope.labels.set(label, [place]);
  else earlier.push(place);
  scope.observe?.({ text: label, span }, { kind: 'label', places: [place] });
}

/** A label that is a part of tensors' names and names no value: a path's, a shortcut's. */
export function meansItself(scope: NameScope, label: ast.Label | undefined): void {
  const text = label && labelText(label);
  if (text === undefined) return;
  const { span } = label!;
  scope.observe?.({ text, span }, { kind: 'label', places: [{ file: scope.linked.file.name, span }] });
}
