import { operatorOf } from '../../../ir/operators.ts';
import { Inexpressible } from '../inexpressible.ts';
import { withInitialiser } from '../initialise.ts';
import { attributeParts, isSame } from '../operator-shape.ts';
import { isCeiling } from '../operators/ceil-mode.ts';
import { option } from '../operators/padding.ts';
import type { Piece, PieceContext } from '../operators/piece.ts';
import { isJoin } from '../operators/piece.ts';
import { pieces } from '../operators/pieces.ts';
import type { StepOf } from '../step-of.ts';
import type { Value } from '../written-class.ts';
import type { ClassScope } from './class-scope.ts';
import { extentCode } from './init-code.ts';
import { attributeCodes, featuresCode, nodesOf } from './operator-attributes.ts';

/** A flag that decides what is written has to be known while it is written. */
function isTrue(name: string, code: string): boolean {
  if (code !== 'True' && code !== 'False')
    throw new Inexpressible(`\`${name}\` differs from instance to instance`);
  return code === 'True';
}

/** The modules that an operator becomes; without its pads where `forward` has to add them. */
export function piecesOf(
  scope: ClassScope,
  step: StepOf<'operator'>,
  { shape, layout }: Pick<Value, 'shape' | 'layout'>,
  moving: boolean,
): readonly Piece[] {
  const op = step.op;
  if (isJoin(op)) return [];
  const nodes = nodesOf(scope, step);
  const context: PieceContext = {
    parts: (name) => {
      if (name === 'pad' && moving) return ['0', '0', '0', '0'];
      if (name === 'dilation' && !('dilation' in operatorOf(op).attributes)) return [];
      return attributeCodes(scope, step, name, shape);
    },
    isTrue: (name) => isTrue(name, attributeCodes(scope, step, name, shape)[0]!),
    bias: () => option('bias', attributeCodes(scope, step, 'bias', shape), 'True'),
    get channels() {
      return extentCode(scope, shape[0]);
    },
    features: () => featuresCode(scope, shape, nodes),
    layout,
    same: !moving && 'pad' in step.attributes && isSame(attributeParts(nodes, step.attributes, 'pad')),
    ceiling: isCeiling(step, nodes),
  };
  const made = pieces[op](context);
  for (const { support, inside } of made)
    for (const each of [support, inside?.support]) if (each !== undefined) scope.found.support.add(each);
  if (op !== 'conv' && op !== 'linear' && op !== 'batchnorm') return made;
  return made.map((piece) => {
    const rule = piece.owns ? attributeCodes(scope, step, 'init', shape)[0]! : undefined;
    const module = rule && withInitialiser(scope.module.initialisation, op, piece.module, rule);
    if (module) scope.found.support.add('initialised');
    return module ? { ...piece, module } : piece;
  });
}
