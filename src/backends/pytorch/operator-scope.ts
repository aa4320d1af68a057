import { call } from '../../emission/python-layout.ts';
import { everyStep } from '../../ir/every-step.ts';
import type { Node } from '../../ir/graph.ts';
import { operatorOf } from '../../ir/operators.ts';
import type { Step, Steps } from '../../ir/outline.ts';
import { elements } from '../../ir/shape.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { everyPart } from '../../ir/symbolic.ts';
import { equal } from '../../ir/trace.ts';
import { isCeiling } from './ceil-mode.ts';
import { ClassScope } from './class-scope.ts';
import { withInitialiser } from './initialise.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { attributeParts, constant, isSame, operatorShape } from './operator-shape.ts';
import type { Layout, Piece, PieceContext } from './pieces.ts';
import { isJoin, pieces } from './pieces.ts';
import type { Statement } from './statements.ts';
import { line } from './statements.ts';
import type { Value } from './written-class.ts';
import { axes, unknownShape } from './written-class.ts';

/** Operators and calls as code: their attributes, what they make of a shape, the modules that they become. */
export abstract class OperatorScope extends ClassScope {
  protected pieces(
    step: Extract<Step, { kind: 'operator' }>,
    { shape, layout }: Value,
    moving: boolean,
  ): readonly Piece[] {
    const op = step.op;
    if (isJoin(op)) return [];
    const nodes = this.nodes(step);
    const context: PieceContext = {
      parts: (name) => {
        if (name === 'pad' && moving) return ['0', '0', '0', '0'];
        if (name === 'dilation' && !('dilation' in operatorOf(op).attributes)) return [];
        return this.codes(step, name, shape);
      },
      isTrue: (name) => this.codes(step, name, shape)[0] === 'True',
      get channels() {
        return writer.extentCode(shape[0]);
      },
      features: () => this.featuresCode(shape, nodes),
      layout,
      same: !moving && 'pad' in step.attributes && isSame(attributeParts(nodes, step.attributes, 'pad')),
      ceiling: isCeiling(step, nodes),
    };
    const writer = this;
    const made = pieces[op](context);
    for (const { support } of made) if (support !== undefined) this.support.add(support);
    if (op !== 'conv' && op !== 'linear' && op !== 'batchnorm') return made;
    return made.map((piece) => {
      const rule = piece.owns ? this.codes(step, 'init', shape)[0]! : undefined;
      const module = rule && withInitialiser(this.module.initialisation, op, piece.module, rule);
      if (module) this.support.add('initialised');
      return module ? { ...piece, module } : piece;
    });
  }

  protected codes(
    step: Extract<Step, { kind: 'operator' }>,
    name: string,
    shape: SymbolicShape,
  ): readonly string[] {
    const nodes = this.nodes(step);
    const float = name === 'rate' || name === 'value';
    return attributeParts(nodes, step.attributes, name).map((part, position) => {
      const settled = this.known(part, shape) ?? agreed(nodes, name, position);
      if (settled === undefined) throw new Error(`\`${name}\` follows from an extent without a formula`);
      return this.code(settled, 0, float);
    });
  }

  protected nodes(step: Extract<Step, { kind: 'operator' }>): readonly Node[] {
    return step.nodes.map((id) => this.module.graph.nodes[id]!);
  }

  protected shapeAfter(
    step: Extract<Step, { kind: 'operator' }>,
    shapes: readonly SymbolicShape[],
  ): SymbolicShape {
    const nodes = this.nodes(step);
    const parts = (name: string): readonly Symbolic[] =>
      attributeParts(nodes, step.attributes, name).map((part) => this.settled(part, shapes[0]!));
    return operatorShape(step.op, parts, shapes);
  }

  /** What a linear layer reads: channels × height × width, or the number where the formula of an extent is too long. */
  protected featuresCode(shape: SymbolicShape, nodes: readonly Node[]): string {
    const [channels] = shape;
    const inputs = nodes.map(({ inputs: [id] }) => this.module.graph.nodes[id!]!.output);
    if (inputs.every(([, height, width]) => height === 1 && width === 1)) return this.extentCode(channels);
    if (shape.includes(undefined)) return String(elements(inputs[0]!));
    return shape.map((extent) => this.extentCode(extent, 7)).join(' * ');
  }

  /** Pads that follow from the input's height and width, which only `forward` knows. */
  protected movingPads(step: Extract<Step, { kind: 'operator' }>): readonly Symbolic[] | undefined {
    if (!('pad' in step.attributes) || isCeiling(step, this.nodes(step))) return undefined;
    const parts = attributeParts(this.nodes(step), step.attributes, 'pad');
    const moves = (part: Symbolic): boolean =>
      everyPart(part).some(
        (each) =>
          (each.kind === 'dimension' && each.axis !== 'channels') ||
          (each.kind === 'local' && moves(this.localValues.get(each.name) ?? constant(0))),
      );
    return parts.some(moves) ? parts : undefined;
  }

  /** A variable for an operator's output channels where they are a formula: `out_channels = width * expansion`. */
  protected hoist(step: Extract<Step, { kind: 'operator' }>, shape: SymbolicShape): readonly Statement[] {
    if (step.op !== 'conv' && step.op !== 'linear') return [];
    const [channels] = this.shapeAfter(step, [shape]);
    if (channels === undefined || channels.kind !== 'binary') return [];
    const key = JSON.stringify(channels);
    if (this.hoisted.has(key) || this.worth?.has(key) === false) return [];
    const [own] = this.module.flow.own(this.definition);
    const code = this.code(channels);
    const name = this.initNames.fresh(
      equal(own, this.expanded(channels)) ? 'out_channels' : 'hidden_channels',
    );
    this.hoisted = new Map([...this.hoisted, [key, name]]);
    this.hoistedNames.set(name, key);
    this.madeUp.add(name);
    this.locals.set(`local ${name}`, name);
    return [line(`${name} = ${code}`)];
  }

  protected called(
    name: string,
    given: readonly { readonly name: string; readonly value: Symbolic }[],
    shape: SymbolicShape,
    codes: readonly { readonly parameter: string; readonly code: string }[] = [],
    explicit = false,
  ) {
    const callee = this.module.classes.get(name)!;
    const resolved = given.map(({ name: parameter, value }) => ({
      name: parameter,
      value: this.settled(value, shape),
    }));
    const items: string[] = callee.extents.map((extent) => this.extentCode(shape[axes[extent]]));
    const keywords: string[] = [];
    for (const { name: parameter, default: value } of callee.definition.parameters) {
      const python = callee.parameters.get(parameter);
      if (python === undefined) continue;
      const argument = resolved.find(({ name: each }) => each === parameter);
      const special = codes.find((each) => each.parameter === parameter);
      const float = this.module.types.of(name, parameter) === 'float';
      const code = special?.code ?? (argument && this.code(argument.value, 0, float));
      if (code === undefined) continue;
      if (value === undefined) items.push(code);
      else if (explicit || argument === undefined || !equal(argument.value, value))
        keywords.push(`${python}=${code}`);
    }
    return {
      callee,
      code: call(callee.name, [...items, ...keywords]),
      shape: this.module.flow.call(name, resolved, shape),
    };
  }

  /** What steps want to be given: flat where they flatten it at once. */
  protected takes(steps: Steps): Layout {
    for (const step of steps) {
      switch (step.kind) {
        case 'operator': {
          if (isJoin(step.op) || step.value !== undefined) return 'map';
          if (step.op === 'flatten') return 'vector';
          if (step.op === 'linear')
            return this.codes(step, 'pointwise', unknownShape)[0] === 'True' ? 'map' : 'vector';
          if (operatorOf(step.op).activation !== true && step.op !== 'dropout') return 'map';
          continue;
        }
        case 'call':
        case 'stage':
          return this.module.classes.get(step.callee)!.takes;
        case 'group':
          return this.takes(step.body);
        case 'let':
          continue;
        default:
          return 'map';
      }
    }
    return 'map';
  }

  protected ownsAny(steps: Steps): boolean {
    return everyStep(steps).some((step) => {
      if (step.kind === 'operator') return this.nodes(step).some(({ tensors }) => tensors.length > 0);
      if (step.kind === 'call' || step.kind === 'stage') return this.module.classes.get(step.callee)!.owns;
      return false;
    });
  }
}

/** The number that all nodes have: where its formula is lost, it is right all the same. */
function agreed(nodes: readonly Node[], name: string, position: number): Symbolic | undefined {
  const [first, ...others] = nodes.map((node) => attributeParts([node], {}, name)[position]);
  return others.every((other) => equal(first, other)) ? first : undefined;
}
