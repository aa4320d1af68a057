import { identifier } from '../../../emission/python.ts';
import type { Code } from '../../../emission/python-layout.ts';
import { flatten } from '../../../emission/python-layout.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import { equal } from '../../../ir/trace.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import { combine, constant } from '../operator-shape.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { increase } from '../shape-formulas.ts';
import type { StepOf } from '../step-of.ts';
import type { Entry } from './entry.ts';
import { loopIndex, stageCopy } from './stage-copy.ts';

/** A known number of copies: the first or last on their own where they differ from the others. */
export function countedCopies(
  scope: ClassScope,
  step: StepOf<'stage'>,
  variable: string,
  input: SymbolicShape,
  count: number,
): { readonly entries: readonly Entry[]; readonly shape: SymbolicShape } {
  const { owns } = scope.module.classes.get(step.callee)!;
  const common = { owns, index: 'index' } as const;
  const copy = (index: Symbolic, position: number, shape: SymbolicShape) =>
    stageCopy(scope, step, variable, { index, first: position === 0, last: position === count - 1, shape });
  const shapes: SymbolicShape[] = [input];
  for (let index = 0; index < count; index++) shapes.push(copy(constant(index), index, shapes[index]!).shape);
  const copies = shapes.slice(0, -1).map((shape, index) => copy(loopIndex, index, shape));
  const texts = copies.map(({ code }) => flatten(code));
  const single = (index: number): Entry => {
    const { label, code } = copy(constant(index), index, shapes[index]!);
    return { kind: 'module', label, ...common, hint: identifier(step.callee), code };
  };
  const many = (start: number, end: number, code: Code): Entry => {
    const { label } = copies[start]!;
    return { kind: 'copies', label, ...common, code, variable, start, end: String(end) };
  };
  const shape = shapes.at(-1)!;
  // Channels that grow by the same number with each copy: 64 + 32 * i.
  const growing = count > 2 ? growth(shapes.slice(0, -1).map(([channels]) => channels)) : undefined;
  if (growing !== undefined && step.special.length === 0) {
    const channels = combine('+', growing.start, combine('*', growing.step, loopIndex));
    const { code } = copy(loopIndex, 1, [channels, undefined, undefined]);
    return { entries: [many(0, count, code)], shape };
  }
  const entries: Entry[] = [];
  for (let start = 0; start < count; ) {
    let end = start + 1;
    while (end < count && texts[end] === texts[start]) end++;
    entries.push(end === start + 1 ? single(start) : many(start, end, copies[start]!.code));
    start = end;
  }
  return { entries, shape };
}

/** The first number and the step of an arithmetic progression. */
function growth(
  channels: readonly (Symbolic | undefined)[],
): { readonly start: Symbolic; readonly step: Symbolic } | undefined {
  const [start, second, third] = channels;
  const step = increase(start, second, third);
  if (start === undefined || step === undefined) return undefined;
  const grows = channels
    .slice(2)
    .every((each, position) => equal(increase(channels[position], channels[position + 1], each), step));
  return grows ? { start, step } : undefined;
}
