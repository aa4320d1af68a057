import type { Expression, Label } from '../parser/ast.ts';
import { evaluate, locate } from './evaluate.ts';
import type { Place } from './frame.ts';
import type { LabelTemplate } from './outline.ts';
import type { Flow } from './session.ts';
import { report } from './session.ts';
import { showValue } from './value.ts';

export interface EvaluatedLabel {
  readonly text: string;
  readonly template: LabelTemplate;
  readonly hasHoles: boolean;
}

/** A label's text, its holes filled in; undefined where there is none or a hole is wrong. */
export function evaluateLabel(
  label: Label | undefined,
  place: Place,
  flow: Flow,
): EvaluatedLabel | undefined {
  if (label === undefined) return undefined;
  let text = '';
  const template: LabelTemplate[number][] = [];
  for (const part of label.parts) {
    const piece = typeof part === 'string' ? part : hole(part, place, flow);
    if (piece === undefined) return undefined;
    text += typeof piece === 'string' ? piece : piece.text;
    template.push(typeof piece === 'string' ? piece : piece.symbolic);
  }
  const folded = template.map((part) =>
    typeof part !== 'string' && part.kind === 'constant' ? String(part.value) : part,
  );
  return { text, template: folded, hasHoles: label.parts.some((part) => typeof part !== 'string') };
}

function hole(expression: Expression, place: Place, flow: Flow) {
  const value = evaluate(expression, place, flow);
  if (value === undefined) return undefined;
  const text = value.type === 'int' || value.type === 'string' ? String(value.value) : '';
  if (/^[A-Za-z0-9_]+$/.test(text)) return { text, symbolic: value.symbolic };
  const { session, site } = place.frame;
  report(session, 'name/label', { label: showValue(value) }, locate(expression, place), site);
  return undefined;
}

/** A label without holes, as the name of the value its statement makes. */
export function valueName(label: Label | undefined): string | undefined {
  if (label === undefined || label.parts.some((part) => typeof part !== 'string')) return undefined;
  return label.parts.join('');
}
