import type { Field, Operand } from '../dispatch.ts';
import type { EpilogueStep } from '../layer.ts';
import { packVector } from '../pack.ts';
import { activations, geluFunction } from './activations.ts';
import {
  type KernelContext,
  load,
  parameter,
  placeFields,
  reading,
  save,
  u32,
  type View,
  viewOf,
  writing,
} from './context.ts';

/** The end of every kernel: `store(value, pixel, quad)` does what the layer's epilogue says and writes the result. */
export interface Ending {
  readonly functions: string;
  readonly operands: readonly Operand[];
  readonly shape: Readonly<Record<string, Field>>;
  /** `relu(… + addend)`, for the kernel's header. */
  readonly formula: (inner: string) => string;
}

/**
 * @param output where the result goes
 * @param groups of channels whose quads are filled up one by one, as a grouped convolution's are
 */
export function ending(context: KernelContext, output: View, steps: readonly EpilogueStep[]): Ending {
  const lines: string[] = [];
  const operands: Operand[] = [];
  const shape: Record<string, Field> = {};
  let needsGelu = false;
  let formula = (inner: string): string => inner;
  const wrap = (outer: (inner: string) => string): void => {
    const before = formula;
    formula = (inner) => outer(before(inner));
  };
  const bounds = context.family.kind === 'lanes' ? boundsOf(steps) : undefined;
  const written = bounds === undefined ? steps : steps.slice(0, bounds.from);
  for (const [at, step] of written.entries()) {
    switch (step.kind) {
      case 'activation':
        lines.push(`x = ${activations[step.name]};`);
        needsGelu ||= step.name === 'gelu';
        wrap((inner) => `${step.name}(${inner})`);
        break;
      case 'affine': {
        operands.push(parameter(`scale${at}`, packVector(step.scale)));
        operands.push(parameter(`shift${at}`, packVector(step.shift)));
        const [scale, shift] = ['scale', 'shift'].map((name) => load(`${name}${at}`, 'quad', context.dtype));
        lines.push(`x = fma(x, ${scale}, ${shift});`);
        wrap((inner) => `(${inner}) · scale + shift`);
        break;
      }
      case 'add': {
        const other = viewOf(context, step.value);
        operands.push(reading(`addend${at}`, other));
        Object.assign(shape, placeFields(`addend${at}`, other));
        const index = `pixel * shape.addend${at}_stride + shape.addend${at}_offset + quad`;
        lines.push(`x += ${load(`addend${at}`, index, other.stored)};`);
        wrap((inner) => `${inner} + addend${at}`);
        break;
      }
      case 'multiply': {
        const other = viewOf(context, step.value);
        operands.push(reading(`factor${at}`, other));
        Object.assign(shape, placeFields(`factor${at}`, other));
        const perImage = output.shape[1] * output.shape[2] > 1 && other.shape[1] * other.shape[2] === 1;
        if (perImage) shape.area = u32(output.shape[1] * output.shape[2]);
        const oneChannel = other.shape[0] === 1 && output.shape[0] > 1;
        const index = `${perImage ? 'pixel / shape.area' : 'pixel'} * shape.factor${at}_stride + shape.factor${at}_offset${oneChannel ? '' : ' + quad'}`;
        lines.push(`x *= ${load(`factor${at}`, index, other.stored)}${oneChannel ? '.x' : ''};`);
        wrap((inner) => `(${inner}) · factor${at}`);
        break;
      }
    }
  }
  if (bounds !== undefined) {
    shape.low = { f32: bounds.low };
    shape.high = { f32: bounds.high };
    lines.push('x = clamp(x, vec4f(shape.low), vec4f(shape.high));');
    wrap((inner) => `clamp(${inner}, low, high)`);
  }
  const target = save(
    'output',
    'pixel * shape.output_stride + shape.output_offset + quad',
    'x',
    output.stored,
  );
  const functions = `${needsGelu ? `${geluFunction}\n` : ''}fn store(value: vec4f, pixel: u32, quad: u32) {
  var x = value;
${[...lines, target].map((line) => `  ${line}\n`).join('')}}
`;
  return {
    functions,
    operands: [...operands, writing('output', output)],
    shape: { ...shape, ...placeFields('output', output) },
    formula,
  };
}

/**
 * Where shapes are uniforms, so are the bounds of a rectifier at the end (none: −∞ and ∞), so that layers with and without one share a
 * pipeline. Undefined where the last step is another function.
 */
function boundsOf(
  steps: readonly EpilogueStep[],
): { readonly from: number; readonly low: number; readonly high: number } | undefined {
  const last = steps.at(-1);
  if (last?.kind !== 'activation') {
    return { from: steps.length, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  }
  const from = steps.length - 1;
  if (last.name === 'relu') return { from, low: 0, high: Number.POSITIVE_INFINITY };
  if (last.name === 'relu6') return { from, low: 0, high: 6 };
  return undefined;
}
