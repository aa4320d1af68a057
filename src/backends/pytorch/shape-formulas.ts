import { fold } from '../../ir/fold.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { everyPart } from '../../ir/symbolic.ts';
import { equal } from '../../ir/trace.ts';
import { axes } from './extents.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { combine, constant } from './operator-shape.ts';

/** Stands for what has no closed form; whatever is computed from it has none either. */
export const unknown: Symbolic = { kind: 'local', name: '?' };

/** A symbolic with `in.…` and `join.…` replaced by a shape's extents; undefined where one of them is not known. */
export function withDimensions(
  symbolic: Symbolic,
  shape: SymbolicShape,
  join: SymbolicShape | undefined,
  replace: (part: Extract<Symbolic, { kind: 'parameter' | 'local' | 'index' }>) => Symbolic | undefined,
): Symbolic | undefined {
  let missing = false;
  const result = fold(symbolic, (part) => {
    if (part.kind === 'dimension') {
      const extent = (part.of === 'join' ? (join ?? shape) : shape)[axes[part.axis]];
      if (extent === undefined) missing = true;
      return extent;
    }
    if (part.kind !== 'parameter' && part.kind !== 'local' && part.kind !== 'index') return undefined;
    const replaced = replace(part);
    if (replaced === unknown) missing = true;
    return replaced;
  });
  return missing ? undefined : result;
}

/** How channels go from copy to copy: all the same behind the first, or more by the same number each time. */
export function afterCopies(
  before: Symbolic | undefined,
  first: Symbolic | undefined,
  second: Symbolic | undefined,
  count: Symbolic | undefined,
): Symbolic | undefined {
  if (equal(first, second)) return first;
  const more = increase(before, first, second);
  return more && combine('+', before, combine('*', count, more));
}

/** What each copy adds to the channels; undefined where that is not the same for the first two. */
export function increase(
  before: Symbolic | undefined,
  first: Symbolic | undefined,
  second: Symbolic | undefined,
): Symbolic | undefined {
  if (first?.kind === 'constant' && before?.kind === 'constant' && second?.kind === 'constant') {
    const step = Number(first.value) - Number(before.value);
    return step !== 0 && Number(second.value) - Number(first.value) === step ? constant(step) : undefined;
  }
  const isSum = (sum: Symbolic | undefined, left: Symbolic | undefined) =>
    sum?.kind === 'binary' && sum.operator === '+' && equal(sum.left, left) ? sum.right : undefined;
  const more = isSum(first, before);
  return more !== undefined && equal(isSum(second, first), more) ? more : undefined;
}

/** Without extents whose formula is unknown or too long to read. */
export function readable(shape: SymbolicShape): SymbolicShape {
  const clean = (part: Symbolic | undefined): Symbolic | undefined =>
    part === undefined || isLong(part) || everyPart(part).includes(unknown) ? undefined : part;
  return [clean(shape[0]), clean(shape[1]), clean(shape[2])];
}

/** Heights through a deep network are no formula that somebody would write, and grow with every layer. */
function isLong(symbolic: Symbolic): boolean {
  return everyPart(symbolic).length > 60;
}

/** What two ways agree on. */
export function common(left: SymbolicShape, right: SymbolicShape): SymbolicShape {
  const both = (a: Symbolic | undefined, b: Symbolic | undefined): Symbolic | undefined =>
    a !== undefined && equal(a, b) ? a : undefined;
  return [both(left[0], right[0]), both(left[1], right[1]), both(left[2], right[2])];
}
