import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type * as ast from '../parser/ast.ts';
import type { NameScope } from './name-scope.ts';
import { at, isFull, report, suggest } from './name-scope.ts';

/** The label that `from` or a join names must stand before it, in the same block or network. */
export function checkLabel(scope: NameScope, name: ast.Name): void {
  const places = scope.labels.get(name.text);
  if (places !== undefined) return scope.observe?.(name, { kind: 'label', places });
  if (scope.doubtful.has(name.text) || isFull(scope)) return;
  const near = didYouMean(name.text, scope.labels.keys());
  if (near !== undefined)
    return report(scope, 'name/value', { name: name.text }, name.span, suggest(scope, name.span, near));
  for (const [declaration, labels] of scope.labelsOf) {
    const span = labels.get(name.text);
    if (span === undefined) continue;
    const here = declaration === scope.declaration;
    const message = here ? 'it is made here, later' : 'this is another block’s value';
    const help = here
      ? 'move the statement that makes it in front of this one'
      : 'a block sees the values of its own labels only';
    const related = [{ ...at(scope, span), message }];
    return report(scope, 'name/value', { name: name.text }, name.span, { related, help });
  }
  const known = [...scope.labels.keys()].filter((label) => label !== '').slice(-5);
  const help =
    known.length === 0 ? 'no statement before it has a label' : `before it stand ${known.join(', ')}`;
  report(scope, 'name/value', { name: name.text }, name.span, { help });
}
