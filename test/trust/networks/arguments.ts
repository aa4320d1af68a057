import type { Argument, Expression } from '../../../src/parser/ast.ts';
import { exact, exactBool, exactInt } from './expressions.ts';
import type { Place } from './place.ts';
import { argument, call, extent, named, ref, tuple } from './syntax.ts';

type Pair = readonly [number, number];

/** `3x3`, `3`, `(3, 3)` where a name stands in front. */
export function pair(place: Place, [height, width]: Pair, isNamed: boolean): Expression {
  const { choices } = place.draft;
  if (height === width && choices.below(3) < 2) return exactInt(place, height);
  const items = [exactInt(place, height), exactInt(place, width)] as const;
  return isNamed && choices.oneIn(3) ? tuple(...items) : extent(...items);
}

export const stride = (place: Place, value: Pair, of = 'stride'): Argument =>
  named(of, pair(place, value, true));

/** `pad 1` or `pad (top, bottom, left, right)`. */
export function pads(place: Place, sides: readonly number[]): Argument {
  const [first] = sides;
  if (sides.every((side) => side === first) && place.draft.choices.below(3) < 2)
    return named('pad', exactInt(place, first!));
  return argument(call('pad', ...sides.map((side) => argument(exactInt(place, side)))));
}

/** `bias`, `bias true`, `bias false`, `bias 1 < 2`; nothing where false is what holds without it. */
export function flag(place: Place, of: string, value: boolean, otherwise: boolean): readonly Argument[] {
  const { choices } = place.draft;
  if (value === otherwise && !choices.oneIn(4)) return [];
  return [value && choices.below(3) < 2 ? argument(ref(of)) : named(of, exactBool(place, value))];
}

/** A number between 0 and 1: `eps 1e-3`. */
export function fraction(place: Place): Expression {
  const { choices } = place.draft;
  const text = choices.pick(['0.1', '0.5', '1e-3', '1.001e-5', '2.5e-02', '0.99']);
  return choices.oneIn(8) ? exactInt(place, choices.below(2), 0) : exact(place, { type: 'float', text });
}

/** Some of the arguments, in some order. */
export function some(place: Place, given: readonly (() => Argument)[]): readonly Argument[] {
  const { choices } = place.draft;
  return choices.shuffled(given.filter(() => choices.oneIn(4))).map((make) => make());
}

/** The first ones by their position, or all by their names. */
export function positional(
  place: Place,
  given: readonly (readonly [name: string, value: Expression])[],
): readonly Argument[] {
  if (place.draft.choices.oneIn(8)) return given.map(([name, value]) => named(name, value));
  return given.map(([name, value], at) => (at === 0 ? firstArgument(name, value) : argument(value)));
}

/** What begins with a bracket behind the operator's name would be read as a call. */
function firstArgument(name: string, value: Expression): Argument {
  return { ...named(name, value), name: undefined };
}
