import type { Code } from '../../../emission/python-layout.ts';
import type { EntryLabel } from '../scope/label-expressions.ts';
import type { Statement } from '../statements.ts';

/** What stands in an `nn.Sequential`, one behind the other. */
export type Entry =
  | {
      readonly kind: 'module';
      readonly label: EntryLabel | undefined;
      readonly owns: boolean;
      readonly hint: string;
      readonly code: Code;
    }
  /** The same module for every number from `start` to `end`, as a comprehension. */
  | {
      readonly kind: 'copies';
      readonly label: EntryLabel;
      readonly owns: boolean;
      readonly code: Code;
      readonly variable: string;
      readonly index: string;
      readonly start: number;
      readonly end: string;
    }
  | {
      readonly kind: 'loop';
      readonly variable: string;
      readonly index: string;
      readonly count: string;
      readonly body: readonly Entry[];
    }
  | {
      readonly kind: 'if';
      readonly condition: string;
      readonly consequent: readonly Entry[];
      readonly alternative: readonly Entry[];
    }
  | { readonly kind: 'statement'; readonly statement: Statement };

/** Statements that an expression's names need first. */
export function statementsIn(entries: readonly Entry[]): readonly Statement[] {
  return entries.flatMap((entry) => (entry.kind === 'statement' ? [entry.statement] : []));
}
