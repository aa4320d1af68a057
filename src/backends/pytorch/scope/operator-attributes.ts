import type { Node } from '../../../ir/graph.ts';
import { elements } from '../../../ir/shape.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import { everyPart } from '../../../ir/symbolic.ts';
import { equal } from '../../../ir/trace.ts';
import { Inexpressible } from '../inexpressible.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import { attributeParts, constant, operatorShape } from '../operator-shape.ts';
import { isCeiling } from '../operators/ceil-mode.ts';
import type { StepOf } from '../step-of.ts';
import type { ClassScope } from './class-scope.ts';
import { codeOf, extentCode, known, settled } from './init-code.ts';

/** What the step became in all instances. */
export function nodesOf(scope: ClassScope, step: StepOf<'operator'>): readonly Node[] {
  return step.nodes.map((id) => scope.module.graph.nodes[id]!);
}

/** An attribute as code, one for each extent. */
export function attributeCodes(
  scope: ClassScope,
  step: StepOf<'operator'>,
  name: string,
  shape: SymbolicShape,
): readonly string[] {
  const nodes = nodesOf(scope, step);
  const float = name === 'rate' || name === 'value';
  return attributeParts(nodes, step.attributes, name).map((part, position) => {
    const value = known(scope, part, shape) ?? agreed(nodes, name, position);
    if (value === undefined) throw new Inexpressible(`\`${name}\` follows from an extent without a formula`);
    return codeOf(scope, value, 0, float);
  });
}

/** What an operator makes of its inputs, in the names of the class. */
export function shapeAfter(
  scope: ClassScope,
  step: StepOf<'operator'>,
  shapes: readonly SymbolicShape[],
): SymbolicShape {
  const nodes = nodesOf(scope, step);
  const parts = (name: string): readonly Symbolic[] =>
    attributeParts(nodes, step.attributes, name).map((part) => settled(scope, part, shapes[0]!));
  return operatorShape(step.op, parts, shapes);
}

/** What a linear layer reads: channels × height × width, or the number where the formula of an extent is too long. */
export function featuresCode(scope: ClassScope, shape: SymbolicShape, nodes: readonly Node[]): string {
  const [channels] = shape;
  const inputs = nodes.map(({ inputs: [id] }) => scope.module.graph.nodes[id!]!.output);
  if (inputs.every(([, height, width]) => height === 1 && width === 1)) return extentCode(scope, channels);
  if (shape.includes(undefined)) return String(elements(inputs[0]!));
  // Behind a `*`, a quotient needs brackets: a * (b // 2).
  return shape.map((extent, position) => extentCode(scope, extent, position === 0 ? 7 : 8)).join(' * ');
}

/** Pads that follow from the input's height and width, which only `forward` knows. */
export function movingPads(scope: ClassScope, step: StepOf<'operator'>): readonly Symbolic[] | undefined {
  if (!('pad' in step.attributes) || isCeiling(step, nodesOf(scope, step))) return undefined;
  const parts = attributeParts(nodesOf(scope, step), step.attributes, 'pad');
  const moves = (part: Symbolic): boolean =>
    everyPart(part).some(
      (each) =>
        (each.kind === 'dimension' && each.axis !== 'channels') ||
        (each.kind === 'local' && moves(scope.values.lets.get(each.name) ?? constant(0))),
    );
  return parts.some(moves) ? parts : undefined;
}

/** The number that all nodes have: where its formula is lost, it is right all the same. */
function agreed(nodes: readonly Node[], name: string, position: number): Symbolic | undefined {
  const [first, ...others] = nodes.map((node) => attributeParts([node], {}, name)[position]);
  return others.every((other) => equal(first, other)) ? first : undefined;
}
