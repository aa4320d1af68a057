import type { Body, Statement } from '../../../src/parser/ast.ts';
import { fraction } from './arguments.ts';
import { exact, exactBool, exactInt } from './expressions.ts';
import { finish, underLabel } from './joins.ts';
import { freshLabel, labelled, labelWithIndex, remark } from './labels.ts';
import type { Place } from './place.ts';
import { advance, aside, freshWord, shapeOf, within } from './place.ts';
import { reach } from './reach.ts';
import { writeSome } from './statements.ts';
import {
  argument,
  binary,
  body,
  bool,
  int,
  letting,
  name,
  named,
  operator,
  ref,
  statement,
} from './syntax.ts';
import type { Value } from './values.ts';
import { variableNames } from './variable-names.ts';

/** Takes over what a body that is always run left behind. */
function after(place: Place, { shape, isInput }: Place): void {
  Object.assign(place, { shape, isInput });
}

/** `label: { … }` */
export function group(place: Place): readonly Statement[] {
  const { label, holes } = underLabel(place, false);
  const inner = within(place, { holes });
  const made = statement({ kind: 'group', body: body(writeSome(inner)) });
  after(place, inner);
  return [{ ...finish(place, made, label), documentation: remark(place) }];
}

/** `stem { … }`, `head { … }` */
export function part(place: Place): readonly Statement[] {
  const { label, holes } = place.draft.choices.oneIn(3)
    ? underLabel(place, true)
    : { label: undefined, holes: place.holes };
  const inner = within(place, { holes });
  const which = name(place.draft.choices.pick(['stem', 'head']));
  const made = statement({ kind: 'part', name: which, body: body(writeSome(inner)) });
  after(place, inner);
  return [finish(place, made, label)];
}

export function letStatement(place: Place): readonly Statement[] {
  const { choices } = place.draft;
  const value = someValue(place);
  const made = letting(
    place.draft.spell(freshWord(place.frame, choices.pick(variableNames))),
    exact(place, value),
  );
  if (made.kind === 'let') place.variables.push({ name: made.name.text, value });
  return [choices.oneIn(6) ? labelled(place, made) : made];
}

/** A value of any type but blocks. */
export function someValue({ draft: { choices } }: Pick<Place, 'draft'>): Value {
  const some = (): Value => ({ type: 'int', value: choices.between(1, 12) });
  switch (choices.below(8)) {
    case 1:
      return { type: 'float', text: choices.pick(['0.5', '0.25', '1e-3']) };
    case 2:
      return { type: 'bool', value: choices.oneIn(2) };
    case 3:
      return {
        type: 'string',
        value: choices.pick(['identity', 'projection', 'zeros', 'a "quoted" \\ text', '']),
      };
    case 4:
      return { type: 'list', items: Array.from({ length: choices.between(1, 3) }, some) };
    case 5:
      return {
        type: 'list',
        items: [
          { type: 'list', items: [some(), some()] },
          { type: 'list', items: [some(), some()] },
        ],
      };
    default:
      return some();
  }
}

/** What may be set without changing a shape. */
export function defaults(place: Place): readonly Statement[] {
  const { choices } = place.draft;
  const zeros = (): ReturnType<typeof named> =>
    named('init', ref(choices.pick(['zeros', 'he_normal', 'glorot_uniform'])));
  const eps = (): ReturnType<typeof named> =>
    named('eps', exact(place, { type: 'float', text: choices.pick(['0.01', '1e-3']) }));
  const [op, given] = choices.pick([
    ['conv', [argument(ref('bias')), zeros()]],
    ['linear', [named('bias', bool(false)), zeros()]],
    ['batchnorm', [eps(), named('momentum', fraction(place)), named('init', ref('ones'))]],
    ['layernorm', [eps()]],
    ['groupnorm', [eps()]],
    ['avgpool', [argument(ref('exclude_pad'))]],
    ['dropout', [named('rate', fraction(place))]],
    ['layer_scale', [named('value', int(2))]],
  ] as const);
  const chosen = given.slice(0, choices.between(1, given.length));
  const made = statement({ kind: 'defaults', operator: name(op), arguments: chosen });
  place.defaults.push(made);
  return [made];
}

/** `if … { } else if … { } else { }`: what does not hold is written, but never run. */
export function conditional(place: Place): readonly Statement[] {
  const { choices } = place.draft;
  const holds = choices.oneIn(2);
  const condition = exactBool(place, holds);
  const other = choices.oneIn(2) ? otherwise(place) : undefined;
  const taken = within(place);
  const run = body(writeSome(taken, 4));
  const never = other ?? body([]);
  const made = statement({
    kind: 'if',
    condition,
    consequent: holds ? run : never,
    alternative: holds ? other : run,
  });
  after(place, taken);
  return [choices.oneIn(6) ? labelled(place, made) : made];
}

function otherwise(place: Place): Body {
  const { choices } = place.draft;
  const written = body(writeSome(aside(place), 3));
  if (!choices.oneIn(3)) return written;
  const chained = statement({
    kind: 'if',
    condition: exactBool(place, choices.oneIn(2)),
    consequent: written,
    alternative: undefined,
  });
  return body([chained]);
}

/** `repeat i in N { … }`, each round of which gives back the shape that it was given. */
export function repeat(place: Place): readonly Statement[] | undefined {
  const { choices, budget } = place.draft;
  const count = choices.below(5) === 4 ? 0 : choices.between(1, 3);
  if (budget < 4 * count * place.copies) return undefined;
  const variable = place.draft.spell(freshWord(place.frame, choices.pick(['i', 'index', 'n', 'round'])));
  // The rounds of a label with holes are called by it alone: they would be called alike in every round of another repeat.
  const way = place.holes.length > 0 ? 0 : choices.below(3);
  const label = [undefined, () => freshLabel(place), () => labelWithIndex(place, variable, count)][way]?.();
  const holes = label === undefined ? [...place.holes, variable] : [];
  const shape = shapeOf(place);
  const changes = { holes, copies: place.copies * Math.max(1, count) };
  const rounds = exactInt(place, count);
  const inner = count === 0 ? aside(place, changes) : within(place, changes);
  const statements = count === 1 ? writeSome(inner, 4) : round(inner, variable, shape);
  if (count > 0) after(place, inner);
  const made = statement({ kind: 'repeat', variable: name(variable), count: rounds, body: body(statements) });
  return [finish(place, made, label)];
}

/** What one round does; its number may decide between ways of one shape, or how many channels something in between has. */
function round(place: Place, variable: string, shape: ReturnType<typeof shapeOf>): Statement[] {
  const { choices } = place.draft;
  const statements = writeSome(place, 3);
  if (choices.oneIn(3)) {
    const [, height, width] = shapeOf(place);
    const filters = binary(int(choices.between(1, 6)), '+', ref(variable));
    const holes = place.holes.length > 0 ? place.holes : [variable];
    // Nothing may name a value whose shape differs from round to round.
    advance(place, [1, height, width]);
    statements.push({
      ...operator('conv', argument(int(1)), argument(filters)),
      label: freshLabel({ ...place, holes }),
    });
    const closing = operator('conv', argument(int(1)), argument(int(shape[0])));
    advance(place, [shape[0], height, width]);
    statements.push(labelled(place, closing));
  }
  statements.push(...reach(place, shape));
  if (choices.oneIn(3)) {
    const ways = [operator('relu'), operator('conv', argument(int(3)), argument(int(shape[0])))];
    const [consequent, alternative] = choices.shuffled(ways);
    const condition = binary(ref(variable), choices.pick(['==', '<', '!=']), int(choices.below(3)));
    advance(place, shape);
    statements.push(
      statement({
        kind: 'if',
        condition,
        consequent: body([consequent!]),
        alternative: body([alternative!]),
      }),
    );
  }
  return statements;
}
