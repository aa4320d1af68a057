import { attributesOf } from '../ir/operators.ts';
import type { Property } from './difference.ts';
import { attributeText, isPaddedByDefault, operatorText } from './operator-text.ts';
import type { FollowsShapes } from './origins.ts';
import type { Pair } from './pair.ts';
import type { Part } from './part.ts';

export interface Origins {
  readonly before: FollowsShapes;
  readonly after: FollowsShapes;
}

/** What is different about two parts themselves, apart from their names, their wires and what stands inside them. */
export function propertiesOf(pair: Pair, origins: Origins): readonly Property[] {
  const { before, after } = pair;
  if (before.node && after.node) return ofOperators(pair, origins);
  const properties: Property[] = [];
  const add = (name: string, first: string | null, second: string | null): void => {
    if (first !== second) properties.push({ name, before: first, after: second, follows: false });
  };
  if (before.kind === 'block' && after.kind === 'block') add('block', before.word, after.word);
  if (before.kind === 'shortcut') add('shortcut', before.word, after.word);
  if (isRepeated(before) && isRepeated(after))
    add('repeats', String(before.parts.length), String(after.parts.length));
  // Arguments of two blocks are not the same thing because they are called alike.
  if (before.word === after.word) {
    const [first, second] = [argumentsOf(before), argumentsOf(after)];
    for (const name of new Set([...first.keys(), ...second.keys()]))
      add(name, first.get(name) ?? null, second.get(name) ?? null);
  }
  return properties;
}

export const isRepeated = ({ kind }: Part): boolean => kind === 'stage' || kind === 'repeat';

function argumentsOf({ kind, scope }: Part): ReadonlyMap<string, string> {
  return new Map(kind === 'block' ? scope.arguments?.map(({ name, value }) => [name, value]) : []);
}

function ofOperators({ before, after }: Pair, origins: Origins): readonly Property[] {
  const [old, now] = [before.node!, after.node!];
  if (old.op !== now.op)
    return [{ name: 'operator', before: operatorText(old), after: operatorText(now), follows: false }];
  const [first, second] = [old.attributes, now.attributes] as readonly Readonly<Record<string, unknown>>[];
  const isGlobal = first!.global === true && second!.global === true;
  return attributesOf(old.op).flatMap(([name, spec]): readonly Property[] => {
    if (String(first![name]) === String(second![name])) return [];
    const both = (holds: (attributes: Readonly<Record<string, unknown>>) => boolean): boolean =>
      holds(first!) && holds(second!);
    const follows =
      isGlobal ||
      (origins.before(old, name) && origins.after(now, name)) ||
      (spec.type === 'padding' &&
        both((attributes) => isPaddedByDefault(spec, attributes[name], attributes))) ||
      (spec.type === 'pair' &&
        spec.default === 'kernel' &&
        both((attributes) => String(attributes[name]) === String(attributes.kernel)));
    return [
      { name, before: attributeText(spec, first![name]), after: attributeText(spec, second![name]), follows },
    ];
  });
}
