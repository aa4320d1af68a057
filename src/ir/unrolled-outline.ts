import { everyStep } from './every-step.ts';
import { fold } from './fold.ts';
import type { Graph, Node, NodeId } from './graph.ts';
import type {
  Branch,
  Definition,
  LabelTemplate,
  Outline,
  Step,
  Steps,
  SymbolicAttribute,
} from './outline.ts';
import type { Symbolic, SymbolicArgument } from './symbolic.ts';
import { constant } from './value.ts';

/**
 * The same outline without formulas, loops and choices: each is what it came to, and a block has a definition for each way in which it
 * was used. For targets that cannot say what the author wrote. Undefined where the outline does not lead through the graph.
 */
export function unrolledOutline(graph: Graph): Outline | undefined {
  const { main, input } = graph.outline;
  const unroller = new Unroller(graph);
  const frame: Frame = { names: new Map(), values: new Map(), join: undefined };
  if (input !== undefined) frame.values.set(input, 0);
  for (const { name, default: value } of main.parameters)
    if (value !== undefined) frame.names.set(`parameter ${name}`, value);
  const { steps, end } = unroller.steps(main.steps, frame, 0);
  if (!unroller.isSound || end !== graph.output) return undefined;
  const { definitions } = unroller;
  return { definitions, main: { ...main, parameters: [], steps }, input, decided: new Set() };
}

/** What names stand for in one instance of a block. */
interface Frame {
  /** Of braces: what is declared in them ends with them. */
  readonly names: Map<string, Symbolic>;
  /** Of the whole instance. */
  readonly values: Map<string, NodeId>;
  readonly join: NodeId | undefined;
}

interface Unrolled<T> {
  readonly steps: T;
  /** The node that is the value behind them. */
  readonly end: NodeId;
}

/** Walks through the graph in the order in which elaboration made it. */
class Unroller {
  readonly definitions: Definition[] = [];
  isSound = true;
  private readonly graph: Graph;
  private readonly sources: ReadonlyMap<string, Definition>;
  private readonly known = new Map<string, Definition>();
  private readonly taken: Set<string>;
  private next: NodeId = 1;

  constructor(graph: Graph) {
    const { definitions, main } = graph.outline;
    this.graph = graph;
    this.sources = new Map(definitions.map((each) => [each.name, each]));
    this.taken = new Set([main.name]);
  }

  steps(steps: Steps, outer: Frame, start: NodeId): Unrolled<readonly Step[]> {
    const frame = { ...outer, names: new Map(outer.names) };
    const made: Step[] = [];
    let end = start;
    for (const step of steps) {
      const result = this.step(step, frame, end);
      made.push(...result.steps);
      end = result.end;
      if (step.value !== undefined) frame.values.set(step.value, end);
      if (!this.isSound) break;
    }
    return { steps: made, end };
  }

  private step(step: Step, frame: Frame, input: NodeId): Unrolled<readonly Step[]> {
    const { documentation, source, value } = step;
    const label =
      step.kind === 'stage' || step.kind === 'repeat' ? undefined : this.label(step.label, frame, input);
    const common = { documentation, source, value, label };
    switch (step.kind) {
      case 'operator': {
        const id = this.take(step.op);
        const attributes = sameRule(step.attributes);
        return { steps: [{ ...step, ...common, attributes, nodes: [id] }], end: id };
      }
      case 'call': {
        const { callee, end } = this.call(step.callee, this.arguments(step.arguments, frame, input), input);
        return { steps: [{ ...common, kind: 'call', callee, arguments: [] }], end };
      }
      case 'stage': {
        const count = this.count(step.count, frame, input);
        const body: Step[] = [];
        let end = input;
        for (let index = 0; index < count && this.isSound; index++) {
          const copy = withName(frame, 'index index', index);
          const special = step.special.flatMap(({ name, on, value: chosen, otherwise }) => {
            const own = index === (on === 'first' ? 0 : count - 1) ? chosen : otherwise;
            return own === undefined ? [] : [{ name, value: own }];
          });
          const given = this.arguments([...step.arguments, ...special], copy, end);
          const name = step.numbered ? [String(index)] : this.label(step.label, copy, end);
          const made = this.call(step.callee, given, end);
          end = made.end;
          body.push({
            ...{ documentation: undefined, source, value: undefined, label: name },
            ...{ kind: 'call', callee: made.callee, arguments: [] },
          });
        }
        const outer = step.numbered ? this.label(step.label, frame, input) : undefined;
        return { steps: [{ ...common, label: outer, kind: 'group', name: '', body }], end };
      }
      case 'repeat': {
        const count = this.count(step.count, frame, input);
        const body: Step[] = [];
        let end = input;
        for (let index = 0; index < count && this.isSound; index++) {
          const round = withName(frame, `index ${step.variable}`, index);
          const own = step.numbered ? step.label && [String(index)] : this.label(step.label, round, end);
          const made = this.steps(step.body, round, end);
          end = made.end;
          body.push({
            ...{ documentation: undefined, source, value: undefined, label: own },
            ...{ kind: 'group', name: '', body: made.steps },
          });
        }
        const outer = step.numbered ? this.label(step.label, frame, input) : undefined;
        return { steps: [{ ...common, label: outer, kind: 'group', name: '', body }], end };
      }
      case 'residual':
        return this.residual(step, { ...common, kind: 'residual' }, frame, input);
      case 'gate': {
        const { steps: body } = this.steps(step.body, frame, input);
        return { steps: [{ ...common, kind: 'gate', body }], end: this.take('multiply') };
      }
      case 'branches': {
        let end = input;
        const paths = step.paths.map((path): Branch => {
          const made = this.steps(path.steps, frame, input);
          end = made.end;
          return { label: this.label(path.label, frame, input), steps: made.steps };
        });
        if (paths.length > 1) end = this.take(step.join);
        return { steps: [{ ...common, kind: 'branches', join: step.join, paths }], end };
      }
      case 'group': {
        const { steps: body, end } = this.steps(step.body, frame, input);
        return { steps: [{ ...common, kind: 'group', name: step.name, body }], end };
      }
      case 'if': {
        const chosen = this.value(step.condition, frame, input) === true ? step.consequent : step.alternative;
        const { steps: body, end } = this.steps(chosen, frame, input);
        return { steps: [{ ...common, kind: 'group', name: '', body }], end };
      }
      case 'from': {
        const end = frame.values.get(step.name);
        if (end === undefined) this.isSound = false;
        return { steps: [{ ...step, ...common }], end: end ?? input };
      }
      case 'let':
        frame.names.set(`local ${step.name}`, this.folded(step.symbolic, frame, input));
        return { steps: [], end: input };
    }
  }

  private residual(
    step: Extract<Step, { kind: 'residual' }>,
    common: Omit<Extract<Step, { kind: 'residual' }>, 'path' | 'shortcut'>,
    frame: Frame,
    input: NodeId,
  ): Unrolled<readonly Step[]> {
    const { steps: path, end } = this.steps(step.path, frame, input);
    const { shortcut } = step;
    if (shortcut.kind === 'none') return { steps: [{ ...common, path, shortcut }], end };
    // Where instances differ, the next node tells: it is the sum, or begins the way to it.
    const { op, inputs } = this.graph.nodes[this.next] ?? {};
    const meets = op === 'add' && inputs?.[0] === end && inputs[1] === input;
    if (shortcut.kind === 'identity' || (shortcut.when === 'shapes-differ' && meets)) {
      const identity = { kind: 'identity', when: 'always', label: undefined, steps: [] } as const;
      return { steps: [{ ...common, path, shortcut: identity }], end: this.take('add') };
    }
    const inner = { ...frame, join: end };
    const label = this.label(shortcut.label, inner, input);
    const { steps } = this.steps(shortcut.steps, inner, input);
    const always = { kind: 'path', when: 'always', label, steps } as const;
    return { steps: [{ ...common, path, shortcut: always }], end: this.take('add') };
  }

  /** The definition of a block that is used so, and the value that it gives. */
  private call(
    name: string,
    given: readonly SymbolicArgument[],
    input: NodeId,
  ): { readonly callee: string; readonly end: NodeId } {
    const source = this.sources.get(name)!;
    const frame: Frame = { names: new Map(), values: new Map(), join: undefined };
    for (const { name: parameter, default: value } of source.parameters) {
      const argument = given.find((each) => each.name === parameter)?.value;
      const own = argument ?? (value && this.folded(value, frame, input));
      if (own !== undefined) frame.names.set(`parameter ${parameter}`, own);
    }
    const { steps, end } = this.steps(source.steps, frame, input);
    const key = JSON.stringify([name, this.graph.nodes[input]!.output, steps], (property, value) => {
      if (property === 'source') return undefined;
      return property === 'nodes' ? this.graph.nodes[value[0]]!.attributes : value;
    });
    const before = this.known.get(key);
    if (before !== undefined) {
      joinNodes(before.steps, steps);
      return { callee: before.name, end };
    }
    let unique = name;
    for (let number = 2; this.taken.has(unique); number++) unique = `${name}_${number}`;
    this.taken.add(unique);
    const definition = { ...source, name: unique, parameters: [], steps };
    this.known.set(key, definition);
    this.definitions.push(definition);
    return { callee: unique, end };
  }

  private arguments(given: readonly SymbolicArgument[], frame: Frame, input: NodeId) {
    return given.map(({ name, value }) => ({ name, value: this.folded(value, frame, input) }));
  }

  private label(label: LabelTemplate | undefined, frame: Frame, input: NodeId): LabelTemplate | undefined {
    return (
      label && [
        label.map((part) => (typeof part === 'string' ? part : this.value(part, frame, input))).join(''),
      ]
    );
  }

  private count(symbolic: Symbolic, frame: Frame, input: NodeId): number {
    const value = this.value(symbolic, frame, input);
    if (typeof value !== 'number') this.isSound = false;
    return Number(value);
  }

  private value(symbolic: Symbolic, frame: Frame, input: NodeId): number | boolean | string | undefined {
    const folded = this.folded(symbolic, frame, input);
    if (folded.kind !== 'constant') this.isSound = false;
    return folded.kind === 'constant' ? folded.value : undefined;
  }

  private folded(symbolic: Symbolic, frame: Frame, input: NodeId): Symbolic {
    const axes = { channels: 0, height: 1, width: 2 } as const;
    return fold(symbolic, (part) => {
      if (part.kind === 'dimension') {
        const of = part.of === 'join' ? (frame.join ?? input) : input;
        return constant(this.graph.nodes[of]!.output[axes[part.axis]]);
      }
      return part.kind === 'parameter' || part.kind === 'local' || part.kind === 'index'
        ? frame.names.get(`${part.kind} ${part.name}`)
        : undefined;
    });
  }

  /** The next node, which must be of this kind. */
  private take(op: Node['op']): NodeId {
    if (this.graph.nodes[this.next]?.op !== op) this.isSound = false;
    return this.next++;
  }
}

function withName(frame: Frame, name: string, value: number): Frame {
  return { ...frame, names: new Map([...frame.names, [name, constant(value)]]) };
}

/** TensorFlow's rule stays a rule; all else is the node's numbers. */
function sameRule({ pad }: Readonly<Record<string, SymbolicAttribute>>): Readonly<Record<string, Symbolic>> {
  const isRule = pad !== undefined && 'kind' in pad && pad.kind === 'constant' && pad.value === 'same';
  return isRule ? { pad } : {};
}

/** The nodes of steps that are the same again. */
function joinNodes(steps: Steps, again: Steps): void {
  const others = everyStep(again);
  for (const [position, step] of everyStep(steps).entries()) {
    const other = others[position];
    if (step.kind === 'operator' && other?.kind === 'operator') (step.nodes as NodeId[]).push(...other.nodes);
  }
}
