import { identifier, isAttribute } from '../../emission/python.ts';
import { call, flatten } from '../../emission/python-layout.ts';
import { everyStep } from '../../ir/every-step.ts';
import type { LabelTemplate, Shortcut, Step, Steps } from '../../ir/outline.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { equal } from '../../ir/trace.ts';
import { plain } from './label-code.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { branch } from './statements.ts';
import { ValueWriter } from './value-writer.ts';
import type { Place, Value } from './written-class.ts';

/** What splits and joins again: residuals with their shortcuts, branches, choices. */
export abstract class BranchWriter extends ValueWriter {
  protected abstract sequence(steps: Steps, input: Value, target: string, place: Place): Value;

  protected abstract labelled(
    label: LabelTemplate | undefined,
    steps: Steps,
    value: Value,
    target: string,
    place: Place,
  ): Value;

  protected residual(
    step: Extract<Step, { kind: 'residual' }>,
    value: Value,
    target: string,
    place: Place,
  ): Value {
    const inner = step.label === undefined ? place : this.container(place, step.label);
    const input = this.settle(value, target);
    const strides = this.module.flow.stridesOf(step.path);
    const variable = this.forwardNames.fresh('y');
    let path = this.sequence(step.path, input, variable, inner);
    if (step.shortcut.kind === 'none') return path;
    if (step.shortcut.kind === 'identity') {
      if (flatten(path.code).length > 32) path = this.settle(path, variable);
      return this.joined('add', [path, input]);
    }
    path = this.settle(path, variable);
    const shortcut = this.shortcut(step.shortcut, input, path, inner, strides);
    return this.joined('add', [path, shortcut]);
  }

  protected shortcut(
    shortcut: Shortcut,
    input: Value,
    path: Value,
    place: Place,
    strides: readonly Symbolic[],
  ): Value {
    const outer = [this.join, this.joinCode] as const;
    this.join = path.shape;
    this.joinCode = flatten(path.code);
    const isChain =
      this.isChain(shortcut.steps) && (shortcut.label !== undefined || !this.ownsAny(shortcut.steps));
    let result: Value;
    const always = shortcut.when === 'always';
    if (always && shortcut.label !== undefined)
      result = this.labelled(
        shortcut.label,
        shortcut.steps,
        input,
        this.forwardNames.fresh('shortcut'),
        place,
      );
    else if (always)
      result = this.sequence(shortcut.steps, input, this.forwardNames.fresh('shortcut'), place);
    else {
      const condition = this.shapesDiffer(input.shape, path.shape, strides);
      if (isChain) {
        const label = shortcut.label ?? [this.attributes.fresh('shortcut')];
        const owns = this.ownsAny(shortcut.steps);
        const access = this.register(place, label, 'shortcut', 'nn.Identity()', owns, 'nn.Module');
        const body = this.nestedInit(() => {
          const chain = this.chain(shortcut.steps, input.shape, input.layout);
          this.fill(place, label, chain.entries, owns);
        });
        this.init.push(...branch(condition, body, []));
        result = {
          ...path,
          code: call(access, [input.code]),
          settled: false,
          heavy: true,
          layout: input.layout,
        };
      } else {
        const inner = shortcut.label === undefined ? place : this.container(place, shortcut.label);
        result = this.choose('projects', condition, input, this.forwardNames.fresh('shortcut'), [
          (value, target) => this.sequence(shortcut.steps, value, target, inner),
          (value) => value,
        ]);
      }
    }
    [this.join, this.joinCode] = outer;
    return result;
  }

  /** `stride != 1 or in_channels != width`, as a constructor can ask. */
  protected shapesDiffer(input: SymbolicShape, path: SymbolicShape, strides: readonly Symbolic[]): string {
    const terms: string[] = [];
    for (const stride of strides) {
      const settled = this.settled(stride, input);
      const term =
        settled.kind === 'constant' && settled.value === 1 ? [] : [`${this.code(settled, 5)} != 1`];
      for (const text of term) if (!terms.includes(text)) terms.push(text);
    }
    if (!equal(input[0], path[0]))
      terms.push(`${this.extentCode(input[0], 5)} != ${this.extentCode(path[0], 5)}`);
    if (terms.length > 0) return terms.join(' or ');
    return [1, 2]
      .filter((axis) => !equal(input[axis], path[axis]))
      .map((axis) => `${this.extentCode(input[axis], 5)} != ${this.extentCode(path[axis], 5)}`)
      .join(' or ');
  }

  protected branches(
    step: Extract<Step, { kind: 'branches' }>,
    value: Value,
    target: string,
    place: Place,
  ): Value {
    const inner = step.label === undefined ? place : this.container(place, step.label);
    const input = this.settle(value, target);
    const ends = step.paths.map(({ label, steps }, position) => {
      if (steps.length === 0) return input;
      const alone = step.paths.every(({ steps: others }, index) => index === position || others.length === 0);
      const variable = this.forwardNames.fresh(plain(label) ?? (alone ? 'y' : `branch${position + 1}`));
      const end =
        label === undefined
          ? this.sequence(steps, input, variable, inner)
          : this.labelled(label, steps, input, variable, inner);
      return flatten(end.code).length <= 24 ? end : this.settle(end, variable);
    });
    return ends.length === 1 ? ends[0]! : this.joined(step.join, ends);
  }

  protected choice(step: Extract<Step, { kind: 'if' }>, value: Value, target: string, place: Place): Value {
    const condition = this.code(this.settled(step.condition, value.shape));
    const hint = this.flagOf(step);
    return this.choose(hint, condition, value, target, [
      (input, variable) => this.sequence(step.consequent, input, variable, place),
      (input, variable) => this.sequence(step.alternative, input, variable, place),
    ]);
  }

  /** What the attribute is called that keeps a choice: by what is there only then. */
  protected flagOf(step: Extract<Step, { kind: 'if' }>): string {
    const steps = step.consequent.length > 0 ? step.consequent : step.alternative;
    if (everyStep(steps).some(({ kind }) => kind === 'residual')) return 'residual';
    if (this.join !== undefined && this.ownsAny(steps)) return 'projects';
    const first = everyStep(steps).find(({ kind }) => kind === 'operator' || kind === 'call');
    const label = plain(first?.label);
    if (label !== undefined && isAttribute(label)) return `has_${label}`;
    if (first?.kind === 'operator') return `has_${first.op}`;
    return first?.kind === 'call' ? `has_${identifier(first.callee)}` : 'extended';
  }
}
