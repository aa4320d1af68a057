import type { LabelTemplate } from '../../../ir/outline.ts';
import { unknownShape } from '../extents.ts';
import { fstring } from '../label-code.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import type { Place } from '../written-class.ts';
import type { ClassScope } from './class-scope.ts';
import { forwardCode } from './forward-code.ts';
import { codeOf, settled } from './init-code.ts';

export interface EntryLabel {
  readonly template: LabelTemplate;
  /** The name as a Python expression. */
  readonly code: string;
}

/** The name of a module in a chain. */
export function entryLabel(scope: ClassScope, label: LabelTemplate, shape: SymbolicShape): EntryLabel {
  const template = label.map((part) => (typeof part === 'string' ? part : settled(scope, part, shape)));
  const texts = template.map((part) =>
    typeof part !== 'string' && part.kind === 'constant' ? String(part.value) : part,
  );
  const merged = texts.every((part) => typeof part === 'string') ? [texts.join('')] : texts;
  return { template: merged, code: labelCode(scope, merged, shape) };
}

/** `"conv1"`, `str(i)`, `f"denselayer{i + 1}"`. */
export function labelCode(scope: ClassScope, label: LabelTemplate, shape: SymbolicShape | undefined): string {
  const parts = label.map((part) =>
    typeof part === 'string' ? part : settled(scope, part, shape ?? unknownShape),
  );
  return fstring(parts.map((part) => (typeof part === 'string' ? part : { code: codeOf(scope, part) })));
}

/** Where a module lies below the object, as `forward` asks for it. */
export function pathCode(scope: ClassScope, place: Place, label: LabelTemplate): string {
  const parts: (string | { code: string })[] = [];
  for (const each of [...place.path, label]) {
    if (parts.length > 0) parts.push('.');
    for (const part of each)
      parts.push(typeof part === 'string' ? part : { code: forwardCode(scope, part, 'x') });
  }
  return fstring(parts);
}
