import type { Shape } from '../../../src/ir/shape.ts';
import { flag, fraction, pads, pair, positional, some } from './arguments.ts';
import { exact, exactInt } from './expressions.ts';
import type { Place } from './place.ts';
import { fits, largest, shapeOf } from './place.ts';
import { argument, named, operator, ref } from './syntax.ts';
import type { Made } from './windows.ts';
import { conv, initialiser, pool, tilingPool } from './windows.ts';

const activations = [
  'relu',
  'relu6',
  'silu',
  'gelu',
  'sigmoid',
  'hardswish',
  'hardsigmoid',
  'tanh',
  'softmax',
];

const elements = ([channels, height, width]: Shape): number => channels * height * width;
const divisors = (channels: number): readonly number[] =>
  [1, 2, 3, 4, 8].filter((each) => channels % each === 0);

function activation(place: Place): Made {
  return { statement: operator(place.draft.choices.pick(activations)), shape: shapeOf(place) };
}

function dropping(place: Place): Made {
  const { choices } = place.draft;
  const rate = positional(place, [['rate', fraction(place)]]);
  const op = choices.pick(['dropout', 'drop_path']);
  return {
    statement: operator(op, ...(op === 'dropout' && choices.oneIn(3) ? [] : rate)),
    shape: shapeOf(place),
  };
}

function normalisation(place: Place): Made {
  const { choices } = place.draft;
  const shape = shapeOf(place);
  const eps = (): ReturnType<typeof named> =>
    named('eps', exact(place, { type: 'float', text: choices.pick(['1e-3', '0.01', '0.1']) }));
  switch (choices.below(4)) {
    case 1:
      return { statement: operator('layernorm', ...some(place, [eps])), shape };
    case 2: {
      const groups = exactInt(place, choices.pick(divisors(shape[0])));
      return {
        statement: operator('groupnorm', ...positional(place, [['groups', groups]]), ...some(place, [eps])),
        shape,
      };
    }
    default: {
      const momentum = (): ReturnType<typeof named> => named('momentum', fraction(place));
      const given = [...some(place, [eps, momentum]), ...initialiser(place, ['ones', 'zeros'])];
      return { statement: operator('batchnorm', ...given), shape };
    }
  }
}

function linear(place: Place): Made {
  const { choices } = place.draft;
  const shape = shapeOf(place);
  const isPointwise = choices.oneIn(3);
  const inputs = isPointwise ? shape[0] : elements(shape);
  const units = choices.between(1, Math.min(12, Math.max(1, Math.floor(largest.weights / inputs))));
  const rest = [
    ...flag(place, 'bias', !choices.oneIn(3), true),
    ...flag(place, 'pointwise', isPointwise, false),
    ...initialiser(place, ['linear_uniform', 'he_normal', 'glorot_uniform', 'zeros']),
  ];
  const statement = operator(
    'linear',
    ...positional(place, [['units', exactInt(place, units)]]),
    ...choices.shuffled(rest),
  );
  return { statement, shape: isPointwise ? [units, shape[1], shape[2]] : [units, 1, 1] };
}

function flatten(place: Place): Made {
  return { statement: operator('flatten'), shape: [elements(shapeOf(place)), 1, 1] };
}

function zeroPad(place: Place): Made {
  const { choices } = place.draft;
  const [channels, height, width] = shapeOf(place);
  const sides = choices.oneIn(3)
    ? [0, 0, 0, 0].map(() => choices.below(3))
    : (Array(4).fill(choices.below(3)) as number[]);
  const extra = choices.oneIn(2) ? ([choices.below(4), choices.below(4)] as const) : ([0, 0] as const);
  const [top, bottom, left, right] = sides as [number, number, number, number];
  const same = sides.every((side) => side === top);
  const rows =
    same && choices.oneIn(2) ? positional(place, [['pad', exactInt(place, top)]]) : [pads(place, sides)];
  const behind = extra[0] + extra[1] > 0 ? [named('channels', pair(place, extra, true))] : [];
  const shape: Shape = [channels + extra[0] + extra[1], height + top + bottom, width + left + right];
  return { statement: operator('zero_pad', ...rows, ...behind), shape };
}

function upsample(place: Place): Made {
  const { choices } = place.draft;
  const [channels, height, width] = shapeOf(place);
  const scale = choices.oneIn(3)
    ? ([2, 2] as const)
    : ([choices.between(1, 3), choices.between(1, 3)] as const);
  const method = choices.pick(['nearest', 'bilinear']);
  const written = [
    [argument(ref(method))],
    [named('method', ref(method))],
    method === 'nearest' ? [] : [argument(ref(method))],
  ];
  const first =
    scale[0] === 2 && scale[1] === 2 && choices.oneIn(2)
      ? []
      : positional(place, [['scale', pair(place, scale, false)]]);
  const isNamed = first[0]?.name !== undefined;
  const how = isNamed ? written[1]! : choices.pick(written);
  return {
    statement: operator('upsample', ...first, ...how),
    shape: [channels, height * scale[0], width * scale[1]],
  };
}

function channelShuffle(place: Place): Made {
  const shape = shapeOf(place);
  const groups = exactInt(place, place.draft.choices.pick(divisors(shape[0])));
  return { statement: operator('channel_shuffle', ...positional(place, [['groups', groups]])), shape };
}

function layerScale(place: Place): Made {
  const { choices } = place.draft;
  const value = choices.oneIn(2)
    ? []
    : positional(place, [['value', exact(place, { type: 'float', text: '0.5' })]]);
  return { statement: operator('layer_scale', ...value), shape: shapeOf(place) };
}

const operators: readonly (readonly [weight: number, make: (place: Place) => Made])[] = [
  [8, activation],
  [10, conv],
  [6, normalisation],
  [3, pool],
  [1, tilingPool],
  [2, linear],
  [1, flatten],
  [2, dropping],
  [2, zeroPad],
  [2, upsample],
  [2, channelShuffle],
  [2, layerScale],
];

/** Any operator that works on the present value alone. */
export function plainOperator(place: Place): Made {
  const made = place.draft.choices.weighted(operators)(place);
  return fits(made.shape) ? made : activation(place);
}
