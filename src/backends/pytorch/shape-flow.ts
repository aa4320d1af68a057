import { fold } from '../../ir/fold.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import type { Definition, Shortcut, Step, Steps } from '../../ir/outline.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { everyPart } from '../../ir/symbolic.ts';
import { equal } from '../../ir/trace.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { attributeParts, combine, constant, operatorShape } from './operator-shape.ts';

/** What names stand for while shapes flow through a definition. */
interface Frame {
  readonly names: Map<string, Symbolic | undefined>;
  readonly values: Map<string, SymbolicShape>;
  join: SymbolicShape | undefined;
}

/** Most copies that are followed one by one. */
const mostCopies = 2000;

/**
 * Follows shapes through definitions. With constants for all parameters every extent comes out as a constant, loops and
 * branches included; with parameters as they are, what comes out is a formula over them, where there is one.
 */
export class ShapeFlow {
  private readonly nodes: readonly Node[];
  private readonly definitions: ReadonlyMap<string, Definition>;

  constructor({ nodes, outline }: Graph) {
    this.nodes = nodes;
    this.definitions = new Map(outline.definitions.map((definition) => [definition.name, definition]));
  }

  /** The result's shape of a definition that is given these arguments; what is not given has its default. */
  call(
    callee: string,
    given: readonly { readonly name: string; readonly value: Symbolic }[],
    input: SymbolicShape,
  ): SymbolicShape {
    const definition = this.definitions.get(callee)!;
    const names = new Map<string, Symbolic | undefined>();
    for (const { name, default: value } of definition.parameters)
      names.set(
        `parameter ${name}`,
        value && this.resolve(value, { names, values: new Map(), join: undefined }, input),
      );
    for (const { name, value } of given) names.set(`parameter ${name}`, value);
    return this.sequence(definition.steps, input, { names, values: new Map(), join: undefined });
  }

  /** A definition's result in terms of its own parameters and input. */
  own({ steps }: Definition): SymbolicShape {
    return this.sequence(steps, ownInput, emptyFrame());
  }

  /** The strides, each once, of every window that steps slide, below calls too. */
  stridesOf(steps: Steps): readonly Symbolic[] {
    const strides: Symbolic[] = [];
    this.strides = strides;
    this.sequence(steps, ownInput, emptyFrame());
    this.strides = undefined;
    return strides.filter(
      (stride, position) => strides.findIndex((each) => equal(each, stride)) === position,
    );
  }

  /** What copies make of a shape: the first alone, and all. */
  copied(
    step: Extract<Step, { kind: 'stage' | 'repeat' }>,
    shape: SymbolicShape,
    names: ReadonlyMap<string, Symbolic>,
  ): { readonly first: SymbolicShape; readonly last: SymbolicShape } {
    const frame = (): Frame => ({ ...emptyFrame(), names: new Map(names) });
    const once: Step = { ...step, count: constant(1) };
    return { first: this.step(once, shape, frame()), last: this.step(step, shape, frame()) };
  }

  private strides: Symbolic[] | undefined;

  private sequence(steps: Steps, input: SymbolicShape, frame: Frame): SymbolicShape {
    return steps.reduce((shape, step) => {
      const result = this.step(step, shape, frame);
      if (step.value !== undefined) frame.values.set(step.value, result);
      return result;
    }, input);
  }

  private step(step: Step, shape: SymbolicShape, frame: Frame): SymbolicShape {
    switch (step.kind) {
      case 'operator': {
        const nodes = step.nodes.map((id) => this.nodes[id]!);
        const parts = (name: string): readonly Symbolic[] =>
          attributeParts(nodes, step.attributes, name).map(
            (part) => this.resolve(part, frame, shape) ?? unknown,
          );
        const isWindow = step.op === 'conv' || step.op === 'maxpool' || step.op === 'avgpool';
        if (isWindow && !parts('global').some((part) => part.kind === 'constant' && part.value === true))
          this.strides?.push(...parts('stride'));
        const others = step.values.map((name) => frame.values.get(name) ?? shape);
        return known(operatorShape(step.op, parts, [shape, ...others]));
      }
      case 'call':
        return this.call(step.callee, this.given(step.arguments, shape, frame), shape);
      case 'stage':
        return this.copies(step.count, 'index', shape, frame, (current, index, count) => {
          const special = step.special.flatMap(({ name, on, value, otherwise }) => {
            const chosen = index === (on === 'first' ? 0 : count - 1) ? value : otherwise;
            return chosen === undefined ? [] : [{ name, value: chosen }];
          });
          return this.call(step.callee, this.given([...step.arguments, ...special], current, frame), current);
        });
      case 'repeat':
        return this.copies(step.count, step.variable, shape, frame, (current) =>
          this.sequence(step.body, current, frame),
        );
      case 'residual': {
        const path = this.sequence(step.path, shape, frame);
        this.shortcut(step.shortcut, shape, path, frame);
        return path;
      }
      case 'gate':
        this.sequence(step.body, shape, frame);
        return shape;
      case 'branches': {
        const ends = step.paths.map(({ steps }) => this.sequence(steps, shape, frame));
        return operatorShape(step.join, () => [], ends);
      }
      case 'group':
        return this.sequence(step.body, shape, frame);
      case 'if': {
        const condition = this.resolve(step.condition, frame, shape);
        if (condition?.kind === 'constant')
          return this.sequence(condition.value === true ? step.consequent : step.alternative, shape, frame);
        return common(
          this.sequence(step.consequent, shape, frame),
          this.sequence(step.alternative, shape, frame),
        );
      }
      case 'from':
        return frame.values.get(step.name) ?? shape;
      case 'let':
        frame.names.set(`local ${step.name}`, this.resolve(step.symbolic, frame, shape));
        return shape;
    }
  }

  private shortcut({ steps }: Shortcut, shape: SymbolicShape, path: SymbolicShape, frame: Frame): void {
    const outer = frame.join;
    frame.join = path;
    this.sequence(steps, shape, frame);
    frame.join = outer;
  }

  /** Copy after copy where their number is known; else a shape only where every copy keeps what the first made. */
  private copies(
    counted: Symbolic,
    variable: string,
    shape: SymbolicShape,
    frame: Frame,
    round: (shape: SymbolicShape, index: number, count: number) => SymbolicShape,
  ): SymbolicShape {
    const count = this.resolve(counted, frame, shape);
    const number = count?.kind === 'constant' ? Number(count.value) : undefined;
    const follow = (current: SymbolicShape, index: number, total: number): SymbolicShape => {
      frame.names.set(`index ${variable}`, constant(index));
      return round(current, index, total);
    };
    if (number !== undefined && number <= mostCopies) {
      let current = shape;
      for (let index = 0; index < number; index++) current = follow(current, index, number);
      return current;
    }
    const first = follow(shape, 0, Number.NaN);
    const second = follow(first, 1, Number.NaN);
    const [, height, width] = common(common(shape, first), second);
    return [afterCopies(shape[0], first[0], second[0], count), height, width];
  }

  private given(
    given: readonly { readonly name: string; readonly value: Symbolic }[],
    shape: SymbolicShape,
    frame: Frame,
  ): readonly { readonly name: string; readonly value: Symbolic }[] {
    return given.map(({ name, value }) => ({ name, value: this.resolve(value, frame, shape) ?? unknown }));
  }

  private resolve(symbolic: Symbolic, frame: Frame, shape: SymbolicShape): Symbolic | undefined {
    return withDimensions(symbolic, shape, frame.join, (part) => {
      const key = `${part.kind} ${part.name}`;
      return frame.names.has(key) ? (frame.names.get(key) ?? unknown) : undefined;
    });
  }
}

const ownInput: SymbolicShape = [
  { kind: 'dimension', of: 'in', axis: 'channels' },
  { kind: 'dimension', of: 'in', axis: 'height' },
  { kind: 'dimension', of: 'in', axis: 'width' },
];

const emptyFrame = (): Frame => ({ names: new Map(), values: new Map(), join: undefined });

/** Stands for what has no closed form; whatever is computed from it has none either. */
const unknown: Symbolic = { kind: 'local', name: '?' };

const axes = { channels: 0, height: 1, width: 2 } as const;

/** A symbolic with `in.…` and `join.…` replaced by a shape's extents; undefined where one of them is not known. */
export function withDimensions(
  symbolic: Symbolic,
  shape: SymbolicShape,
  join: SymbolicShape | undefined,
  replace: (part: Extract<Symbolic, { kind: 'parameter' | 'local' | 'index' }>) => Symbolic | undefined,
): Symbolic | undefined {
  let missing = false;
  const result = fold(symbolic, (part) => {
    if (part.kind === 'dimension') {
      const extent = (part.of === 'join' ? (join ?? shape) : shape)[axes[part.axis]];
      if (extent === undefined) missing = true;
      return extent;
    }
    if (part.kind !== 'parameter' && part.kind !== 'local' && part.kind !== 'index') return undefined;
    const replaced = replace(part);
    if (replaced === unknown) missing = true;
    return replaced;
  });
  return missing ? undefined : result;
}

/** How channels go from copy to copy: all the same behind the first, or more by the same number each time. */
export function afterCopies(
  before: Symbolic | undefined,
  first: Symbolic | undefined,
  second: Symbolic | undefined,
  count: Symbolic | undefined,
): Symbolic | undefined {
  if (equal(first, second)) return first;
  const more = increase(before, first, second);
  return more && combine('+', before, combine('*', count, more));
}

/** What each copy adds to the channels; undefined where that is not the same for the first two. */
export function increase(
  before: Symbolic | undefined,
  first: Symbolic | undefined,
  second: Symbolic | undefined,
): Symbolic | undefined {
  if (first?.kind === 'constant' && before?.kind === 'constant' && second?.kind === 'constant') {
    const step = Number(first.value) - Number(before.value);
    return step !== 0 && Number(second.value) - Number(first.value) === step ? constant(step) : undefined;
  }
  const isSum = (sum: Symbolic | undefined, left: Symbolic | undefined) =>
    sum?.kind === 'binary' && sum.operator === '+' && equal(sum.left, left) ? sum.right : undefined;
  const more = isSum(first, before);
  return more !== undefined && equal(isSum(second, first), more) ? more : undefined;
}

function known(shape: SymbolicShape): SymbolicShape {
  const clean = (part: Symbolic | undefined): Symbolic | undefined =>
    part === undefined || isLong(part) || everyPart(part).includes(unknown) ? undefined : part;
  return [clean(shape[0]), clean(shape[1]), clean(shape[2])];
}

/** Heights through a deep network are no formula that somebody would write, and grow with every layer. */
function isLong(symbolic: Symbolic): boolean {
  return everyPart(symbolic).length > 60;
}

/** What two ways agree on. */
function common(left: SymbolicShape, right: SymbolicShape): SymbolicShape {
  const both = (a: Symbolic | undefined, b: Symbolic | undefined): Symbolic | undefined =>
    a !== undefined && equal(a, b) ? a : undefined;
  return [both(left[0], right[0]), both(left[1], right[1]), both(left[2], right[2])];
}
