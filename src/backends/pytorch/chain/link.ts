import type { Code } from '../../../emission/python-layout.ts';
import type { LabelTemplate, Steps } from '../../../ir/outline.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { Layout } from '../operators/piece.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { entryLabel } from '../scope/label-expressions.ts';
import type { Statement } from '../statements.ts';
import type { Entry } from './entry.ts';

/** What steps of a chain become: its entries, and what comes out at its end. */
export interface Chain {
  readonly entries: readonly Entry[];
  readonly shape: SymbolicShape;
  readonly layout: Layout;
}

export type WriteChain = (scope: ClassScope, steps: Steps, shape: SymbolicShape, layout: Layout) => Chain;

/** A module under its name; under any where it has no label. */
export function moduleEntry(
  scope: ClassScope,
  label: LabelTemplate | undefined,
  shape: SymbolicShape,
  { owns, hint, code }: { readonly owns: boolean; readonly hint: string; readonly code: Code },
): Entry {
  const name = label === undefined ? undefined : entryLabel(scope, label, shape);
  if (owns) scope.found.owns = true;
  return { kind: 'module', label: name, owns, hint, code };
}

/** The module between one that gives a layout and one that needs another. */
export function turning(from: Layout, to: Layout): readonly Entry[] {
  if (from === to) return [];
  const turn =
    to === 'vector'
      ? { hint: 'flatten', code: 'nn.Flatten()' }
      : { hint: 'unflatten', code: 'nn.Unflatten(1, (-1, 1, 1))' };
  return [{ kind: 'module', label: undefined, owns: false, ...turn }];
}

export function statementEntries(statements: readonly Statement[]): readonly Entry[] {
  return statements.map((statement) => ({ kind: 'statement', statement }));
}
