import { sameAxes } from '../arrangement.ts';
import { refuse } from '../refusal.ts';
import type { Computed, Operator, Step } from '../step.ts';
import { computedAt, constantAt } from '../step.ts';
import { pair } from './window.ts';

export const Upsample: Operator = {
  values: [0],
  written: '`upsample`',
  translate: (step) => {
    const scales = constantAt(step, 1)?.data ?? refuse('form', 'Upsample without scales');
    const linear = step.attributes.text('mode') === 'linear';
    return enlarge(step, computedAt(step, 0), Array.from(scales), {
      linear,
      position: (at, { scale }) => at / scale,
      round: Math.floor,
    });
  },
};

export const Resize: Operator = {
  values: [0],
  written: '`upsample`, where it reads the same rows and columns',
  translate: (step) => {
    const x = computedAt(step, 0);
    const { attributes, opset } = step;
    const mode = attributes.text('mode') ?? 'nearest';
    if (mode === 'cubic') refuse('form', 'Resize with mode cubic');
    const [scaleSlot, sizeSlot] = opset < 11 ? [1, 3] : [2, 3];
    const sizes = Array.from(constantAt(step, sizeSlot)?.data ?? []);
    const given = Array.from(constantAt(step, scaleSlot)?.data ?? []);
    const scales = sizes.length > 0 ? sizes.map((size, axis) => size / x.shape[axis]!) : given;
    const transformation = attributes.text('coordinate_transformation_mode') ?? 'half_pixel';
    const rounding = attributes.text('nearest_mode') ?? 'round_prefer_floor';
    const old = opset < 11;
    const position = old ? positions.asymmetric : positions[transformation];
    const round = old ? Math.floor : roundings[rounding];
    if (position === undefined || round === undefined) return refuse('form', `Resize with ${transformation}`);
    return enlarge(step, x, scales, { linear: mode === 'linear', position, round });
  },
};

interface Along {
  readonly scale: number;
  readonly input: number;
  readonly output: number;
}

type Position = (at: number, along: Along) => number;

/** Where in the input an output lies, as in the definition of ONNX's Resize. */
const positions: Readonly<Record<string, Position>> = {
  half_pixel: (at, { scale }) => (at + 0.5) / scale - 0.5,
  pytorch_half_pixel: (at, { scale, output }) => (output > 1 ? (at + 0.5) / scale - 0.5 : 0),
  align_corners: (at, { input, output }) => (at * (input - 1)) / (output - 1),
  asymmetric: (at, { scale }) => at / scale,
};

const roundings: Readonly<Record<string, (position: number) => number>> = {
  round_prefer_floor: (position) => Math.ceil(position - 0.5),
  round_prefer_ceil: (position) => Math.floor(position + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

interface Rule {
  readonly linear: boolean;
  readonly position: Position;
  readonly round: (position: number) => number;
}

function enlarge(step: Step, x: Computed, scales: readonly number[], rule: Rule): Computed {
  const { operator, text } = step;
  if (scales.some((scale) => !Number.isInteger(scale)))
    refuse('form', `${operator} by another factor than a whole number`);
  const [, , height, width] = x.arrangement;
  const changed = [...x.shape.keys()].filter((axis) => scales[axis] !== 1);
  const scaleOf = (axes: readonly number[]): number => {
    const scale = axes.length === 1 ? scales[axes[0]!]! : 1;
    return axes.some((axis) => changed.includes(axis)) && axes.length > 1
      ? refuse('arrangement', `${operator} needs each axis that it enlarges alone along H or W`)
      : scale;
  };
  if (
    !sameAxes(
      changed,
      [...height, ...width].filter((axis) => changed.includes(axis)),
    )
  )
    refuse('arrangement', `${operator} needs each axis that it enlarges alone along H or W`);
  for (const axis of changed) needOurRows(operator, x.shape[axis]!, scales[axis]!, rule);
  const method = rule.linear ? 'bilinear' : 'nearest';
  return {
    ...x,
    label: text.write(`upsample ${pair(scaleOf(height), scaleOf(width))}, ${method}`, x.label),
    shape: x.shape.map((extent, axis) => extent * scales[axis]!),
  };
}

/** Fails unless every output reads what the language's `upsample` reads: row ⌊at / scale⌋, or half-pixel centres. */
function needOurRows(
  operator: string,
  input: number,
  scale: number,
  { linear, position, round }: Rule,
): void {
  const output = input * scale;
  const inside = (row: number): number => Math.min(Math.max(row, 0), input - 1);
  for (let at = 0; at < output; at++) {
    const there = position(at, { scale, input, output });
    const same = linear
      ? Math.abs(inside(there) - inside((at + 0.5) / scale - 0.5)) < 1e-9
      : inside(round(there)) === Math.floor(at / scale);
    if (!same) refuse('form', `${operator} that reads other rows than the language's`);
  }
}
