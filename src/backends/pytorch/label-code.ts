import { fstringText, stringLiteral } from '../../emission/python.ts';
import { everyStep } from '../../ir/every-step.ts';
import type { LabelTemplate, Steps } from '../../ir/outline.ts';
import { moduleAttributes } from './module-attributes.ts';

/** A label's text where it has no holes. */
export function plain(label: LabelTemplate | undefined): string | undefined {
  const [first] = label ?? [];
  return label?.length === 1 && typeof first === 'string' ? first : undefined;
}

/** Whether neither an attribute nor `add_module` can have the name: a method of `nn.Module`, or what it keeps for itself under `_…`. */
export function isHostile(label: string | undefined): boolean {
  return label !== undefined && (moduleAttributes.has(label) || label.startsWith('_') || label.includes('.'));
}

/** Every label's text: attributes without labels are called otherwise. */
export function labelsOf(steps: Steps): readonly string[] {
  return everyStep(steps).flatMap((step) => {
    const inner = step.kind === 'branches' ? step.paths.map(({ label }) => plain(label)) : [];
    const shortcut = step.kind === 'residual' ? [plain(step.shortcut.label)] : [];
    return [plain(step.label), ...inner, ...shortcut].filter((text) => text !== undefined);
  });
}

export function fstring(parts: readonly (string | { readonly code: string })[]): string {
  if (parts.every((part) => typeof part === 'string')) return stringLiteral(parts.join(''));
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return `str(${only.code})`;
  if (parts.some((part) => typeof part === 'object' && /["\\{}]/.test(part.code)))
    return parts
      .map((part) => (typeof part === 'string' ? stringLiteral(part) : `str(${part.code})`))
      .join(' + ');
  return `f"${parts.map((part) => (typeof part === 'string' ? fstringText(part) : `{${part.code}}`)).join('')}"`;
}
