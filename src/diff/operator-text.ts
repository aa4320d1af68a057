import { showExtents } from '../diagnostics/wording.ts';
import type { Node } from '../ir/graph.ts';
import type { AttributeSpec } from '../ir/operator.ts';
import { attributesOf } from '../ir/operators.ts';
import type { PaddingRule } from '../ir/padding.ts';
import { resolvePadding } from '../ir/padding.ts';
import type { Pair } from '../ir/shape.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** An operator as a source would write it, without what is the default: `conv 3×3, 64, stride 2`. */
export function operatorText(node: Node): string {
  const attributes = node.attributes as Attributes;
  if (attributes.global === true) return `${node.op} global`;
  const positional: string[] = [];
  const named: string[] = [];
  for (const [name, spec] of attributesOf(node.op)) {
    const value = attributes[name];
    if (spec.positional && !isDefault(spec, value, attributes)) positional.push(attributeText(spec, value));
    else if (spec.positional) continue;
    else if (spec.type === 'flag' && value === true && !spec.default) named.push(name);
    else if (!isDefault(spec, value, attributes)) named.push(`${name} ${attributeText(spec, value)}`);
  }
  return [node.op, [...positional, ...named].join(', ')].filter((text) => text !== '').join(' ');
}

/** An attribute's value as a source would write it: `3×3`, `2`, `(0, 1, 0, 1)`, `true`. */
export function attributeText(spec: AttributeSpec, value: unknown): string {
  switch (spec.type) {
    case 'extent':
      return showExtents(value as Pair);
    case 'pair':
    case 'padding': {
      const sides = value as readonly number[];
      if (sides.every((side) => side === sides[0]) && !(spec.type === 'pair' && spec.min === 0))
        return String(sides[0]);
      // Pairs of extents are written with ×, pairs of sides in brackets.
      return spec.type === 'pair' && spec.min > 0 ? showExtents(sides) : `(${sides.join(', ')})`;
    }
    case 'integer':
    case 'number':
    case 'flag':
    case 'choice':
      return String(value);
  }
}

function isDefault(spec: AttributeSpec, value: unknown, attributes: Attributes): boolean {
  switch (spec.type) {
    case 'extent':
      return false;
    case 'pair': {
      const { default: fallback } = spec;
      const pair = fallback === 'kernel' ? attributes.kernel : [fallback, fallback];
      return String(value) === String(pair);
    }
    case 'padding':
      return isPaddedByDefault(spec, value, attributes);
    case 'integer':
    case 'number':
    case 'flag':
    case 'choice':
      return value === spec.default;
  }
}

/** Whether the padding is what nobody has to write. */
export function isPaddedByDefault(
  spec: Extract<AttributeSpec, { type: 'padding' }>,
  value: unknown,
  { kernel, stride, dilation = [1, 1] }: Attributes,
): boolean {
  if (spec.default === 0 || kernel === undefined) return String(value) === '0,0,0,0';
  const window = { kernel: kernel as Pair, stride: stride as Pair, dilation: dilation as Pair };
  // The rule of halves does not look at the input.
  return String(value) === String(resolvePadding(spec.default satisfies PaddingRule, [1, 1], window));
}
