import { identifier } from '../../emission/python.ts';
import type { Code } from '../../emission/python-layout.ts';
import { flatten } from '../../emission/python-layout.ts';
import type { LabelTemplate, Step } from '../../ir/outline.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { equal } from '../../ir/trace.ts';
import type { Entry } from './chain.ts';
import { growth, mergedCalls } from './copies.ts';
import { ModuleRegistry } from './module-registry.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { combine, constant } from './operator-shape.ts';
import { afterCopies, increase } from './shape-flow.ts';
import { unknownShape } from './written-class.ts';

/** Stages as calls and comprehensions inside an `nn.Sequential`. */
export abstract class StageWriter extends ModuleRegistry {
  /** The copies of a stage: the first or last on their own where they differ from the others. */
  protected stage(
    step: Extract<Step, { kind: 'stage' }>,
    input: SymbolicShape,
  ): { readonly entries: readonly Entry[]; readonly shape: SymbolicShape } {
    const counted = this.settled(step.count, input);
    const callee = this.module.classes.get(step.callee)!;
    if (callee.owns) this.owns = true;
    const variable = this.initNames.fresh('i');
    const label: LabelTemplate = step.numbered ? [{ kind: 'index', name: 'index' }] : (step.label ?? []);
    const at = (index: Symbolic, first: boolean, last: boolean, shape: SymbolicShape, explicit = false) => {
      const special = step.special.flatMap(({ name, on, value, otherwise }) => {
        const chosen = (on === 'first' ? first : last) ? value : otherwise;
        return chosen === undefined ? [] : [{ name, value: chosen }];
      });
      if (index.kind === 'constant') this.constants.set('index index', index);
      else this.constants.delete('index index');
      this.locals.set('index index', variable);
      const made = this.called(step.callee, [...step.arguments, ...special], shape, [], explicit);
      const entry = this.entryLabel(label, shape);
      this.constants.delete('index index');
      return { ...made, entry };
    };
    const loopIndex: Symbolic = { kind: 'index', name: 'index' };
    const finish = (entries: readonly Entry[], shape: SymbolicShape) => {
      this.initNames.release(variable);
      return { entries, shape };
    };
    const common = { owns: callee.owns, index: 'index' } as const;
    if (counted.kind !== 'constant') {
      const count = this.code(counted);
      const first = at(loopIndex, true, false, input, true);
      const second = at(loopIndex, false, false, first.shape, true);
      const more = equal(first.shape[0], second.shape[0])
        ? undefined
        : increase(input[0], first.shape[0], second.shape[0]);
      const grown: SymbolicShape =
        more === undefined
          ? first.shape
          : [combine('+', input[0], combine('*', more, loopIndex)), undefined, undefined];
      const ends = more === undefined ? [input, first.shape, first.shape] : [grown, grown, grown];
      const calls = ends.map(
        (shape, position) => at(loopIndex, position === 0, position === 2, shape!, true).code,
      );
      const code = mergedCalls(calls[0]!, calls[1]!, calls[2]!, variable, count);
      const entry = {
        kind: 'copies',
        label: first.entry,
        ...common,
        code,
        variable,
        start: 0,
        end: count,
      } as const;
      return finish(
        [entry],
        [afterCopies(input[0], first.shape[0], second.shape[0], counted), undefined, undefined],
      );
    }
    const count = Number(counted.value);
    const shapes: SymbolicShape[] = [input];
    for (let index = 0; index < count; index++)
      shapes.push(at(constant(index), index === 0, index === count - 1, shapes[index]!).shape);
    const codes = shapes
      .slice(0, -1)
      .map((shape, index) => at(loopIndex, index === 0, index === count - 1, shape));
    const texts = codes.map(({ code }) => flatten(code));
    const single = (index: number): Entry => {
      const made = at(constant(index), index === 0, index === count - 1, shapes[index]!);
      return { kind: 'module', label: made.entry, ...common, hint: identifier(step.callee), code: made.code };
    };
    const many = (start: number, end: number, code: Code): Entry => {
      const label = codes[start]!.entry;
      return { kind: 'copies', label, ...common, code, variable, start, end: String(end) };
    };
    const result = shapes.at(-1)!;
    // Channels that grow by the same number with each copy: 64 + 32 * i.
    const growing = count > 2 ? growth(shapes.slice(0, -1).map(([channels]) => channels)) : undefined;
    if (growing !== undefined && step.special.length === 0) {
      const channels = combine('+', growing.start, combine('*', growing.step, loopIndex));
      const code = at(loopIndex, false, false, [channels, undefined, undefined]).code;
      return finish([many(0, count, code)], result);
    }
    const entries: Entry[] = [];
    for (let start = 0; start < count; ) {
      let end = start + 1;
      while (end < count && texts[end] === texts[start]) end++;
      entries.push(end === start + 1 ? single(start) : many(start, end, codes[start]!.code));
      start = end;
    }
    return finish(entries, result);
  }

  /** Whether each copy's channels can be told from its number. */
  protected isComprehension(step: Extract<Step, { kind: 'stage' }>): boolean {
    if (this.settled(step.count, unknownShape).kind === 'constant') return true;
    const { flow } = this.module;
    return flow.own({ ...this.definition, steps: [step] })[0] !== undefined;
  }
}
