import type { Graph, Node } from '../../ir/graph.ts';
import type { Definition, Step, Steps } from '../../ir/outline.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { equal } from '../../ir/trace.ts';
import { ownInput } from './extents.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { attributeParts, constant, operatorShape } from './operator-shape.ts';
import { afterCopies, common, readable, unknown, withDimensions } from './shape-formulas.ts';
import type { StepOf } from './step-of.ts';

/** What shapes flow through. */
export interface ShapeFlow {
  readonly nodes: readonly Node[];
  readonly definitions: ReadonlyMap<string, Definition>;
  /** Collects the strides of windows, where somebody asks for them. */
  readonly strides?: Symbolic[];
}

/** What names stand for while shapes flow through a definition. */
interface Frame {
  readonly names: Map<string, Symbolic | undefined>;
  readonly values: Map<string, SymbolicShape>;
  readonly join: SymbolicShape | undefined;
}

/** Most copies that are followed one by one. */
const mostCopies = 2000;

/**
 * What follows shapes through definitions. With constants for all parameters every extent comes out as a constant, loops and
 * branches included; with parameters as they are, what comes out is a formula over them, where there is one.
 */
export function shapeFlow({ nodes, outline }: Graph): ShapeFlow {
  return {
    nodes,
    definitions: new Map(outline.definitions.map((definition) => [definition.name, definition])),
  };
}

/** The result's shape of a definition that is given these arguments; what is not given has its default. */
export function shapeOfCall(
  flow: ShapeFlow,
  callee: string,
  given: readonly { readonly name: string; readonly value: Symbolic }[],
  input: SymbolicShape,
): SymbolicShape {
  const definition = flow.definitions.get(callee)!;
  const frame = emptyFrame();
  for (const { name, default: value } of definition.parameters)
    frame.names.set(`parameter ${name}`, value && resolve(value, frame, input));
  for (const { name, value } of given) frame.names.set(`parameter ${name}`, value);
  return follow(flow, definition.steps, input, frame);
}

/** A definition's result in terms of its own parameters and input. */
export function ownShape(flow: ShapeFlow, { steps }: Definition): SymbolicShape {
  return follow(flow, steps, ownInput, emptyFrame());
}

/** The strides, each once, of every window that steps slide, below calls too. */
export function stridesOf(flow: ShapeFlow, steps: Steps): readonly Symbolic[] {
  const strides: Symbolic[] = [];
  follow({ ...flow, strides }, steps, ownInput, emptyFrame());
  return strides.filter((stride, position) => strides.findIndex((each) => equal(each, stride)) === position);
}

/** What copies make of a shape: the first alone, and all. */
export function shapesOfCopies(
  flow: ShapeFlow,
  step: StepOf<'stage' | 'repeat'>,
  shape: SymbolicShape,
  names: ReadonlyMap<string, Symbolic>,
): { readonly first: SymbolicShape; readonly last: SymbolicShape } {
  const frame = (): Frame => ({ ...emptyFrame(), names: new Map(names) });
  const once: Step = { ...step, count: constant(1) };
  return { first: followStep(flow, once, shape, frame()), last: followStep(flow, step, shape, frame()) };
}

function follow(flow: ShapeFlow, steps: Steps, input: SymbolicShape, frame: Frame): SymbolicShape {
  return steps.reduce((shape, step) => {
    const result = followStep(flow, step, shape, frame);
    if (step.value !== undefined) frame.values.set(step.value, result);
    return result;
  }, input);
}

function followStep(flow: ShapeFlow, step: Step, shape: SymbolicShape, frame: Frame): SymbolicShape {
  switch (step.kind) {
    case 'operator': {
      const nodes = step.nodes.map((id) => flow.nodes[id]!);
      const parts = (name: string): readonly Symbolic[] =>
        attributeParts(nodes, step.attributes, name).map((part) => resolve(part, frame, shape) ?? unknown);
      const isWindow = step.op === 'conv' || step.op === 'maxpool' || step.op === 'avgpool';
      if (isWindow && !parts('global').some((part) => part.kind === 'constant' && part.value === true))
        flow.strides?.push(...parts('stride'));
      const others = step.values.map((name) => frame.values.get(name) ?? shape);
      return readable(operatorShape(step.op, parts, [shape, ...others]));
    }
    case 'call':
      return shapeOfCall(flow, step.callee, resolveAll(step.arguments, shape, frame), shape);
    case 'stage':
      return followCopies(step.count, 'index', shape, frame, (current, index, count) => {
        const special = step.special.flatMap(({ name, on, value, otherwise }) => {
          const chosen = index === (on === 'first' ? 0 : count - 1) ? value : otherwise;
          return chosen === undefined ? [] : [{ name, value: chosen }];
        });
        return shapeOfCall(
          flow,
          step.callee,
          resolveAll([...step.arguments, ...special], current, frame),
          current,
        );
      });
    case 'repeat':
      return followCopies(step.count, step.variable, shape, frame, (current) =>
        follow(flow, step.body, current, frame),
      );
    case 'residual': {
      const path = follow(flow, step.path, shape, frame);
      follow(flow, step.shortcut.steps, shape, { ...frame, join: path });
      return path;
    }
    case 'gate':
      follow(flow, step.body, shape, frame);
      return shape;
    case 'branches': {
      const ends = step.paths.map(({ steps }) => follow(flow, steps, shape, frame));
      return operatorShape(step.join, () => [], ends);
    }
    case 'group':
      return follow(flow, step.body, shape, frame);
    case 'if': {
      const condition = resolve(step.condition, frame, shape);
      if (condition?.kind === 'constant')
        return follow(flow, condition.value === true ? step.consequent : step.alternative, shape, frame);
      return common(
        follow(flow, step.consequent, shape, frame),
        follow(flow, step.alternative, shape, frame),
      );
    }
    case 'from':
      return frame.values.get(step.name) ?? shape;
    case 'let':
      frame.names.set(`local ${step.name}`, resolve(step.symbolic, frame, shape));
      return shape;
  }
}

/** Copy after copy where their number is known; else a shape only where every copy keeps what the first made. */
function followCopies(
  counted: Symbolic,
  variable: string,
  shape: SymbolicShape,
  frame: Frame,
  round: (shape: SymbolicShape, index: number, count: number) => SymbolicShape,
): SymbolicShape {
  const count = resolve(counted, frame, shape);
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

function resolveAll(
  given: readonly { readonly name: string; readonly value: Symbolic }[],
  shape: SymbolicShape,
  frame: Frame,
): readonly { readonly name: string; readonly value: Symbolic }[] {
  return given.map(({ name, value }) => ({ name, value: resolve(value, frame, shape) ?? unknown }));
}

function resolve(symbolic: Symbolic, frame: Frame, shape: SymbolicShape): Symbolic | undefined {
  return withDimensions(symbolic, shape, frame.join, (part) => {
    const key = `${part.kind} ${part.name}`;
    return frame.names.has(key) ? (frame.names.get(key) ?? unknown) : undefined;
  });
}

const emptyFrame = (): Frame => ({ names: new Map(), values: new Map(), join: undefined });
