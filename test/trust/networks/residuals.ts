import type { Shape } from '../../../src/ir/shape.ts';
import { sameShape } from '../../../src/ir/shape.ts';
import type { Expression, Shortcut, Statement } from '../../../src/parser/ast.ts';
import { exact, exactInt } from './expressions.ts';
import { finish, underLabel } from './joins.ts';
import { freshLabel, labelled } from './labels.ts';
import type { Place } from './place.ts';
import { advance, aside, shapeOf, within } from './place.ts';
import { plainOperator } from './plain-operators.ts';
import { reach } from './reach.ts';
import { writeSome } from './statements.ts';
import {
  argument,
  binary,
  body,
  extent,
  int,
  member,
  name,
  named,
  operator,
  ref,
  span,
  statement,
} from './syntax.ts';
import { conv1x1 } from './windows.ts';

type Pair = readonly [number, number];

const forms = ['identity', 'zero_pad', 'zero_pad split', 'projection', 'projection always', 'none'] as const;
type Form = (typeof forms)[number];

/** `residual { … } shortcut …`, whose path either keeps the shape, or strides so that a shortcut can follow, or goes its own way. */
export function residual(place: Place): readonly Statement[] {
  const { choices } = place.draft;
  const { label, holes } = underLabel(place);
  const input = shapeOf(place);
  const path = within(place, { holes });
  const kind = choices.below(3);
  const { statements, steps } =
    kind === 1 ? stridingPath(path) : { statements: writeSome(path, 5), steps: undefined };
  if (kind === 0) statements.push(...reach(path, input));
  const end = shapeOf(path);
  // Names that the path declares end with its braces; its labels are known.
  const clause = within({ ...place, depth: path.depth }, { shape: input, holes });
  const { shortcut, adds } = choices.oneIn(4) ? ownShortcut(clause, end) : namedShortcut(clause, end, steps);
  // Where nothing is added, a path without operators hands the input itself on.
  if (adds) advance(place, end);
  else Object.assign(place, { shape: end, isInput: path.isInput });
  return [finish(place, statement({ kind: 'residual', body: body(statements), shortcut }), label)];
}

interface Chosen {
  readonly shortcut: Shortcut | undefined;
  readonly adds: boolean;
}

/** Convolutions with half of their kernel around, which is what strided shortcuts can follow. */
function stridingPath(place: Place): { readonly statements: Statement[]; readonly steps: Pair } {
  const { choices } = place.draft;
  let steps: Pair = [1, 1];
  const statements: Statement[] = [];
  for (let count = choices.between(1, 3); count > 0; count--) {
    const stride: Pair = choices.oneIn(2)
      ? [choices.between(1, 3), choices.between(1, 3)]
      : [choices.between(1, 2), 1];
    const [, height, width] = shapeOf(place);
    const kernel = choices.pick([1, 3, 5]);
    const filters = choices.between(1, 16);
    const made = operator(
      'conv',
      argument(int(kernel)),
      argument(exactInt(place, filters)),
      named('stride', extent(exactInt(place, stride[0]), exactInt(place, stride[1]))),
    );
    advance(place, [filters, Math.ceil(height / stride[0]), Math.ceil(width / stride[1])]);
    statements.push(labelled(place, made));
    steps = [steps[0] * stride[0], steps[1] * stride[1]];
    if (choices.oneIn(2)) {
      const { statement: next, shape } = plainOperator(place);
      if (
        sameShape(shape, shapeOf(place)) &&
        next.kind === 'operator' &&
        !/pool|conv|upsample|pad/.test(next.operator.text)
      ) {
        advance(place, shape);
        statements.push(labelled(place, next));
      }
    }
  }
  return { statements, steps };
}

/** One of the forms that reach the path's end. */
function namedShortcut(place: Place, end: Shape, steps: Pair | undefined): Chosen {
  const { choices } = place.draft;
  const input = shapeOf(place);
  const same = sameShape(input, end);
  const reaches = (form: Form): boolean => {
    if (form === 'none') return true;
    if (form === 'projection always') return steps !== undefined;
    return (
      same ||
      (form !== 'identity' && steps !== undefined && (form.startsWith('projection') || end[0] >= input[0]))
    );
  };
  const form = choices.pick(forms.filter(reaches));
  const adds = form !== 'none';
  if (form === 'identity' && choices.oneIn(2)) return { shortcut: undefined, adds };
  const label = choices.oneIn(2) || !takeShortcut(place) ? plainLabel(place) : undefined;
  const common = {
    modifier: undefined,
    expression: undefined,
    form: undefined,
    body: undefined,
    label,
    span: span(),
  };
  if (choices.oneIn(4))
    return { shortcut: { ...common, expression: exact(place, { type: 'string', value: form }) }, adds };
  const [first, second] = form.split(' ');
  const modifier = second === undefined ? undefined : name(second);
  return { shortcut: { ...common, form: name(first!), modifier }, adds };
}

/** The name that rnc gives to a shortcut without one; it is there once. */
function takeShortcut({ frame: { words } }: Place): boolean {
  return words.size < words.add('shortcut').size;
}

function plainLabel(place: Place): NonNullable<Statement['label']> {
  return freshLabel({ ...place, holes: [] });
}

/** `shortcut { … }`, or `shortcut projection { … }`, which knows what it must reach. */
function ownShortcut(place: Place, end: Shape): Chosen {
  const { choices } = place.draft;
  const isProjection = choices.oneIn(2);
  const label =
    isProjection && takeShortcut(place) && choices.oneIn(2)
      ? undefined
      : isProjection || choices.oneIn(2)
        ? plainLabel(place)
        : undefined;
  const inner = aside(place, { isInput: false });
  const statements = isProjection ? projection(inner, end) : writeSome(inner, 3);
  statements.push(...reach(inner, end));
  const shortcut: Shortcut = {
    ...{ form: isProjection ? name('projection') : undefined, modifier: undefined, expression: undefined },
    ...{ body: body(statements), label, span: span() },
  };
  return { shortcut, adds: true };
}

/** Steps whose arguments are what the shortcut must reach. */
function projection(place: Place, [channels, height, width]: Shape): Statement[] {
  const { choices } = place.draft;
  const statements: Statement[] = [];
  if (choices.oneIn(2)) {
    const [first, second] = choices.shuffled(['stride', 'height', 'width', 'channels']);
    const isLarge = (of: string): Expression => binary(member('join', of), '>', int(1_000_000));
    const test = binary(isLarge(first!), 'or', isLarge(second!));
    const consequent = body([operator('avgpool', argument(ref('global')))]);
    statements.push(statement({ kind: 'if', condition: test, consequent, alternative: undefined }));
  }
  if (choices.oneIn(2)) {
    const [, rows, columns] = shapeOf(place);
    const { shape } = conv1x1(place, channels);
    advance(place, shape);
    const filters = choices.oneIn(2)
      ? member('join', 'channels')
      : binary(member('join', 'channels'), '*', int(1));
    statements.push(labelled(place, operator('conv', argument(int(1)), argument(filters))));
    if (rows < height || columns < width) {
      const sides = [
        int(0),
        binary(member('join', 'height'), '-', int(rows)),
        int(0),
        binary(member('join', 'width'), '-', int(columns)),
      ];
      if (rows <= height && columns <= width) {
        advance(place, [channels, height, width]);
        statements.push(
          labelled(place, operator('zero_pad', named('pad', { kind: 'tuple', items: sides, span: span() }))),
        );
      }
    }
  }
  return statements;
}
