import { sameAxes } from '../arrangement.ts';
import { refuse } from '../refusal.ts';
import type { Computed, Step } from '../step.ts';

/** What a window does along one axis. */
export interface Sliding {
  /** ONNX's axis; undefined where the value has no such axis. */
  readonly axis: number | undefined;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  /** Of `after`, what `ceil_mode` added. */
  readonly overhang: number;
  readonly output: number;
}

const still = { kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, overhang: 0, output: 1 };

/** How an operator with a window slides it along H and W; signals (N×C×L) lie along one of them. */
export function slidingOf(step: Step, x: Computed, kernel: readonly number[]): readonly [Sliding, Sliding] {
  const { operator } = step;
  const [, , height, width] = x.arrangement;
  const spatial = x.shape.length - 2;
  if (kernel.length !== spatial) refuse('form', `${operator} of a value without a batch`);
  if (spatial > 2) refuse('rank', `${operator} over ${spatial} axes`);
  const wide = (axis: number): readonly number[] => (x.shape[axis]! > 1 ? [axis] : []);
  const along = (axis: number): Sliding => alongAxis(step, x, kernel, axis);
  if (spatial === 2 && sameAxes(height, wide(2)) && sameAxes(width, wide(3))) return [along(2), along(3)];
  if (spatial === 1 && height.length === 0 && sameAxes(width, wide(2)))
    return [{ ...still, axis: undefined }, along(2)];
  if (spatial === 1 && width.length === 0 && sameAxes(height, wide(2)))
    return [along(2), { ...still, axis: undefined }];
  return refuse('arrangement', `${operator} needs its axes from the third on along H and W`);
}

function alongAxis(step: Step, x: Computed, kernels: readonly number[], axis: number): Sliding {
  const { attributes } = step;
  const [at, spatial] = [axis - 2, x.shape.length - 2];
  const input = x.shape[axis]!;
  const kernel = kernels[at]!;
  const stride = attributes.integers('strides')?.[at] ?? 1;
  const dilation = attributes.integers('dilations')?.[at] ?? 1;
  const reach = dilation * (kernel - 1) + 1;
  const pads = attributes.integers('pads');
  const [before, end] = automatic(attributes.text('auto_pad'), { input, reach, stride }) ?? [
    pads?.[at] ?? 0,
    pads?.[at + spatial] ?? 0,
  ];
  if (before < 0 || end < 0) refuse('form', 'negative padding');
  const steps = (input + before + end - reach) / stride;
  const output = (attributes.integer('ceil_mode') === 1 ? Math.ceil(steps) : Math.floor(steps)) + 1;
  const overhang = Math.max((output - 1) * stride + reach - (input + before + end), 0);
  return { axis, kernel, stride, dilation, before, after: end + overhang, overhang, output };
}

interface Extent {
  readonly input: number;
  readonly reach: number;
  readonly stride: number;
}

/** ONNX's auto_pad: ⌈input / stride⌉ outputs, the odd one of the padding behind (SAME_UPPER) or in front (SAME_LOWER). */
function automatic(
  rule: string | undefined,
  { input, reach, stride }: Extent,
): readonly [number, number] | undefined {
  if (rule === undefined || rule === 'NOTSET') return undefined;
  if (rule === 'VALID') return [0, 0];
  const total = Math.max((Math.ceil(input / stride) - 1) * stride + reach - input, 0);
  const half = Math.floor(total / 2);
  return rule === 'SAME_UPPER' ? [half, total - half] : [total - half, half];
}

export const pair = (height: number, width: number): string =>
  height === width ? `${height}` : `${height}x${width}`;

export function padText([height, width]: readonly [Sliding, Sliding]): string {
  const pads = [height.before, height.after, width.before, width.after];
  return new Set(pads).size === 1 ? `pad ${pads[0]}` : `pad (${pads.join(', ')})`;
}

/** The shape and the arrangement behind the window; channels stay as they are. */
export function slid(
  x: Computed,
  sliding: readonly [Sliding, Sliding],
): Pick<Computed, 'shape' | 'arrangement'> {
  const shape = x.shape.map((extent, axis) => sliding.find((each) => each.axis === axis)?.output ?? extent);
  const [height, width] = sliding.map(({ axis, output }) =>
    axis === undefined || output === 1 ? [] : [axis],
  );
  const [batch, channels] = x.arrangement;
  return { shape, arrangement: [batch, channels, height!, width!] };
}
