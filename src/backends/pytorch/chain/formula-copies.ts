import type { Code } from '../../../emission/python-layout.ts';
import { flatten } from '../../../emission/python-layout.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import { equal } from '../../../ir/trace.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import { combine } from '../operator-shape.ts';
import type { ClassScope } from '../scope/class-scope.ts';
import { codeOf } from '../scope/init-code.ts';
import { afterCopies, increase } from '../shape-formulas.ts';
import type { StepOf } from '../step-of.ts';
import type { Entry } from './entry.ts';
import { loopIndex, stageCopy } from './stage-copy.ts';

/** Copies whose number is a formula: one comprehension, in which the first and the last ask for their number. */
export function formulaCopies(
  scope: ClassScope,
  step: StepOf<'stage'>,
  variable: string,
  input: SymbolicShape,
  counted: Symbolic,
): { readonly entries: readonly Entry[]; readonly shape: SymbolicShape } {
  const copy = (shape: SymbolicShape, end?: 'first' | 'last') =>
    stageCopy(scope, step, variable, {
      index: loopIndex,
      first: end === 'first',
      last: end === 'last',
      shape,
      explicit: true,
    });
  const count = codeOf(scope, counted);
  const first = copy(input, 'first');
  const second = copy(first.shape);
  const more = equal(first.shape[0], second.shape[0])
    ? undefined
    : increase(input[0], first.shape[0], second.shape[0]);
  const grown: SymbolicShape = [combine('+', input[0], combine('*', more, loopIndex)), undefined, undefined];
  const [start, later] = more === undefined ? [input, first.shape] : [grown, grown];
  const calls = [copy(start, 'first'), copy(later), copy(later, 'last')] as const;
  const code = mergedCalls(calls[0].code, calls[1].code, calls[2].code, variable, count);
  const { owns } = scope.module.classes.get(step.callee)!;
  const channels = afterCopies(input[0], first.shape[0], second.shape[0], counted);
  return {
    entries: [
      { kind: 'copies', label: first.label, owns, index: 'index', code, variable, start: 0, end: count },
    ],
    shape: [channels, undefined, undefined],
  };
}

/** One call for all copies: an argument that the first or last has otherwise asks for the number. */
function mergedCalls(first: Code, middle: Code, last: Code, variable: string, count: string): Code {
  if (typeof first === 'string' || typeof middle === 'string' || typeof last === 'string') return middle;
  const items = middle.items.map((item, position) => {
    const [a, b, c] = [first.items[position], item, last.items[position]].map((each) =>
      flatten(each ?? item),
    );
    const keyword = /^\w+=/.exec(b!)?.[0] ?? '';
    const bare = (text: string): string => text.slice(keyword.length);
    let text = bare(b!);
    if (c !== b) text = `${bare(c!)} if ${variable} == ${count} - 1 else ${text}`;
    if (a !== b) text = `${bare(a!)} if ${variable} == 0 else ${text}`;
    return keyword + text;
  });
  return { ...middle, items };
}
