import type { Shape } from '../../../src/ir/shape.ts';
import { sameShape } from '../../../src/ir/shape.ts';
import type { Argument, Branch, Statement } from '../../../src/parser/ast.ts';
import { freshLabel, labelled } from './labels.ts';
import type { LabelledValue, Place } from './place.ts';
import { advance, fits, shapeOf, within } from './place.ts';
import { reach } from './reach.ts';
import { writeSome } from './statements.ts';
import { argument, body, int, name, operator, ref, span, statement } from './syntax.ts';
import { conv1x1 } from './windows.ts';

/** Keywords are labels, but in a join they would be read as what they are. */
const canBeJoined = ({ label }: LabelledValue): boolean => !/^(head|stem|in|path|shortcut)$/.test(label);

const labelArgument = ({ label }: LabelledValue): Argument =>
  argument(/^\d+$/.test(label) ? int(Number(label)) : ref(label));

type Join = 'add' | 'multiply' | 'concat';

function joins(join: Join, value: Shape, other: Shape): boolean {
  if (join === 'add') return sameShape(value, other);
  const sameMap = value[1] === other[1] && value[2] === other[2];
  if (join === 'concat') return sameMap;
  return (other[0] === value[0] || other[0] === 1) && (sameMap || (other[1] === 1 && other[2] === 1));
}

const joined = (join: Join, values: readonly Shape[]): Shape => {
  const [, height, width] = values[0]!;
  return join === 'concat'
    ? [values.reduce((sum, [channels]) => sum + channels, 0), height, width]
    : values[0]!;
};

const allJoins: readonly Join[] = ['add', 'concat', 'multiply'];

/** `add a`, `concat a, b`, `multiply 1`. */
export function joinLabels(place: Place): readonly Statement[] | undefined {
  const { choices } = place.draft;
  const join = choices.pick(allJoins);
  const value = shapeOf(place);
  const fitting = place.values.filter((other) => canBeJoined(other) && joins(join, value, other.shape));
  if (fitting.length === 0) return undefined;
  const chosen = Array.from({ length: choices.between(1, 2) }, () => choices.pick(fitting));
  const shape = joined(join, [value, ...chosen.map((each) => each.shape)]);
  if (!fits(shape)) return undefined;
  advance(place, shape);
  return [labelled(place, operator(join, ...chosen.map(labelArgument)))];
}

export function fromLabel(place: Place): readonly Statement[] | undefined {
  if (place.values.length === 0) return undefined;
  const { label, shape, isInput } = place.draft.choices.pick(place.values);
  Object.assign(place, { shape, isInput });
  return [labelled(place, statement({ kind: 'from', name: name(label) }))];
}

/** A label of its own in front of what stands in braces: it then needs no number of the copy. */
export function underLabel(place: Place, mustHave = place.holes.length > 0) {
  const isLabelled = mustHave || place.draft.choices.oneIn(2);
  return isLabelled ? { label: freshLabel(place), holes: [] } : { label: undefined, holes: place.holes };
}

/** `branches concat { path { … } path { … } }` */
export function branches(place: Place): readonly Statement[] {
  const { choices } = place.draft;
  const join = choices.pick(allJoins);
  const outer = underLabel(place, false);
  const start = { shape: shapeOf(place), isInput: place.isInput };
  const ends: { readonly shape: Shape; readonly isInput: boolean }[] = [];
  const paths = Array.from({ length: choices.between(1, 3) }, (): Branch => {
    const { label, holes } = underLabel({ ...place, holes: outer.holes }, false);
    const inner = within(place, { ...start, holes });
    const statements = writeSome(inner, 4);
    const first = ends[0]?.shape;
    if (first !== undefined && !joins(join, first, shapeOf(inner)))
      statements.push(...reach(inner, factorFor(join, first, shapeOf(inner))));
    ends.push({ shape: shapeOf(inner), isInput: inner.isInput });
    return { label, body: body(statements), span: span() };
  });
  const shape = joined(
    join,
    ends.map((end) => end.shape),
  );
  if (ends.length === 1) Object.assign(place, ends[0]);
  else advance(place, shape);
  const made = statement({ kind: 'branches', join: name(join), paths });
  if (fits(shape)) return [finish(place, made, outer.label)];
  const { statement: smaller, shape: small } = conv1x1(place, 4);
  const finished = finish(place, made, outer.label);
  advance(place, small);
  return [finished, labelled(place, smaller)];
}

function factorFor(join: Join, first: Shape, [channels]: Shape): Shape {
  return join === 'concat' ? [Math.min(channels, 8), first[1], first[2]] : first;
}

/** Gives a statement the label that was taken for it, and with it the present value a name. */
export function finish(place: Place, made: Statement, label: Statement['label']): Statement {
  if (label === undefined) return made;
  const parts = label.parts.filter((part) => typeof part === 'string');
  if (parts.length === label.parts.length && place.shape !== undefined)
    place.values.push({ label: parts.join(''), shape: place.shape, isInput: place.isInput });
  return { ...made, label };
}

/** `gate { … }`: a factor for every channel, every position, or every value. */
export function gate(place: Place): readonly Statement[] {
  const { choices } = place.draft;
  const { label, holes } = underLabel(place, false);
  const value = shapeOf(place);
  const inner = within(place, { holes });
  const statements = writeSome(inner, 4);
  if (choices.oneIn(2)) {
    advance(inner, [shapeOf(inner)[0], 1, 1]);
    statements.push(operator('avgpool', argument(ref('global'))));
  }
  if (!joins('multiply', value, shapeOf(inner))) {
    const [, height, width] = shapeOf(inner);
    const wished: Shape =
      height === 1 && width === 1 ? [value[0], 1, 1] : choices.oneIn(3) ? [1, value[1], value[2]] : value;
    statements.push(...reach(inner, wished));
  }
  advance(place, value);
  return [finish(place, statement({ kind: 'gate', body: body(statements) }), label)];
}
