import type { Shape } from '../../../src/ir/shape.ts';
import type { Argument, Statement } from '../../../src/parser/ast.ts';
import { flag, pads, pair, positional, stride } from './arguments.ts';
import { exact, exactInt } from './expressions.ts';
import type { Place } from './place.ts';
import { fits, largest, shapeOf } from './place.ts';
import { member, named, operator, ref } from './syntax.ts';

type Pair = readonly [number, number];

/** An operator's statement, and the shape behind it. */
export interface Made {
  readonly statement: Statement;
  readonly shape: Shape;
}

interface Window {
  readonly kernel: Pair;
  readonly given: readonly Argument[];
  readonly output: Pair;
}

const same: Pair = [1, 1];

/** A window that has a place to stand, with everything but its size as arguments. */
function window(place: Place, rule: { readonly half: boolean; readonly dilates: boolean }): Window {
  const { choices } = place.draft;
  const [, height, width] = shapeOf(place);
  const steps: Pair = choices.oneIn(3)
    ? [choices.between(1, 3), choices.between(1, 3)]
    : choices.oneIn(3)
      ? [2, 2]
      : same;
  const spread: Pair =
    rule.dilates && choices.oneIn(5) ? [choices.between(1, 2), choices.between(1, 2)] : same;
  const common = [
    ...(steps[0] > 1 || steps[1] > 1 || choices.oneIn(5) ? [stride(place, steps)] : []),
    ...(spread[0] > 1 || spread[1] > 1 ? [stride(place, spread, 'dilation')] : []),
  ];
  const ceil: Pair = [Math.ceil(height / steps[0]), Math.ceil(width / steps[1])];
  switch (choices.below(4)) {
    case 0:
    case 1: {
      if (!rule.half) break;
      const kernel = choices.pick([same, [3, 3], [5, 5], [1, 3], [3, 1]] as const);
      return { kernel, given: common, output: ceil };
    }
    case 2: {
      const kernel: Pair = [choices.between(1, 4), choices.between(1, 4)];
      return { kernel, given: [...common, named('pad', ref('same'))], output: ceil };
    }
  }
  // Less padding than window: no window stands in zeros alone.
  const along = (extent: number, step: number, dilation: number) => {
    const kernel = choices.between(1, Math.min(4, extent));
    const [before, behind] = [choices.below(kernel), choices.below(kernel)];
    const reach = dilation * (kernel - 1) + 1;
    const room = extent + before + behind - reach;
    return room < 0
      ? { kernel: 1, before: 0, behind: 0, output: Math.floor((extent - 1) / step) + 1 }
      : { kernel, before, behind, output: Math.floor(room / step) + 1 };
  };
  const rows = along(height, steps[0], spread[0]);
  const columns = along(width, steps[1], spread[1]);
  return {
    kernel: [rows.kernel, columns.kernel],
    given: [...common, pads(place, [rows.before, rows.behind, columns.before, columns.behind])],
    output: [rows.output, columns.output],
  };
}

const initialisers = [
  'he_normal_fan_in',
  'he_uniform',
  'glorot_normal',
  'glorot_uniform',
  'lecun_normal',
  'zeros',
  'he_normal',
];

export function initialiser(place: Place, names = initialisers): readonly Argument[] {
  const { choices } = place.draft;
  if (!choices.oneIn(5)) return [];
  const chosen = choices.pick(names);
  return [named('init', choices.oneIn(3) ? exact(place, { type: 'string', value: chosen }) : ref(chosen))];
}

export function conv(place: Place): Made {
  const { choices } = place.draft;
  const [channels] = shapeOf(place);
  const { kernel, given, output } = window(place, { half: true, dilates: true });
  const divisors = [1, 2, 3, 4, 8].filter((groups) => channels % groups === 0);
  const isDepthwise = choices.oneIn(6);
  const groups = isDepthwise ? channels : choices.oneIn(4) ? choices.pick(divisors) : 1;
  const most = Math.max(
    1,
    Math.floor(Math.min(16, largest.weights / (kernel[0] * kernel[1] * (channels / groups))) / groups),
  );
  const filters = groups * choices.between(1, isDepthwise ? Math.min(2, most) : most);
  const shape: Shape = [filters, ...output];
  if (!fits(shape)) return conv1x1(place, Math.min(channels, 4));
  const grouped =
    groups === 1 && !choices.oneIn(8)
      ? []
      : [
          named(
            'groups',
            isDepthwise && choices.oneIn(2) ? member('in', 'channels') : exactInt(place, groups),
          ),
        ];
  const rest = [...given, ...grouped, ...flag(place, 'bias', choices.oneIn(3), false), ...initialiser(place)];
  const first = positional(place, [
    ['kernel', pair(place, kernel, false)],
    ['filters', exactInt(place, filters)],
  ]);
  return { statement: operator('conv', ...first, ...choices.shuffled(rest)), shape };
}

export function conv1x1(place: Place, filters: number): Made {
  const [, height, width] = shapeOf(place);
  const statement = operator(
    'conv',
    ...positional(place, [
      ['kernel', pair(place, same, false)],
      ['filters', exactInt(place, filters)],
    ]),
  );
  return { statement, shape: [filters, height, width] };
}

export function pool(place: Place): Made {
  const { choices } = place.draft;
  const [channels] = shapeOf(place);
  const op = choices.pick(['maxpool', 'avgpool']);
  if (choices.oneIn(4))
    return { statement: operator(op, ...flag(place, 'global', true, false)), shape: [channels, 1, 1] };
  const isAverage = op === 'avgpool';
  const { kernel, given, output } = window(place, { half: false, dilates: false });
  const shape: Shape = [channels, ...output];
  // Without a stride, a pool's is its window's size.
  const steps =
    given.some(({ name }) => name?.text === 'stride') || isTuple(given, 'stride')
      ? []
      : [stride(place, same)];
  const excluding = isAverage ? flag(place, 'exclude_pad', choices.oneIn(3), false) : [];
  const first = positional(place, [['kernel', pair(place, kernel, false)]]);
  return {
    statement: operator(op, ...first, ...choices.shuffled([...steps, ...given, ...excluding])),
    shape,
  };
}

const isTuple = (given: readonly Argument[], of: string): boolean =>
  given.some(({ value }) => value.kind === 'call' && value.callee.text === of);

/** Windows as wide as their steps, which is what a pool without `stride` does. */
export function tilingPool(place: Place): Made {
  const { choices } = place.draft;
  const [channels, height, width] = shapeOf(place);
  const kernel: Pair = [Math.min(choices.between(1, 3), height), Math.min(choices.between(1, 3), width)];
  const isAverage = choices.oneIn(2);
  const odd = kernel[0] % 2 === 1 && kernel[1] % 2 === 1;
  const along = (extent: number, size: number): number => {
    const padding = !isAverage && odd ? size - 1 : 0;
    return Math.floor((extent + padding - size) / size) + 1;
  };
  const first = positional(place, [['kernel', pair(place, kernel, false)]]);
  return {
    statement: operator(isAverage ? 'avgpool' : 'maxpool', ...first),
    shape: [channels, along(height, kernel[0]), along(width, kernel[1])],
  };
}
