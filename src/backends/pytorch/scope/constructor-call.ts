import { call } from '../../../emission/python-layout.ts';
import { fold } from '../../../ir/fold.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import { equal } from '../../../ir/trace.ts';
import { axes } from '../extents.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import { shapeOfCall } from '../shape-flow.ts';
import { isConstant } from '../symbolic-code.ts';
import type { WrittenClass } from '../written-class.ts';
import type { ClassScope } from './class-scope.ts';
import { codeOf, extentCode, settled, variableOf } from './init-code.ts';

interface CallOptions {
  /** Arguments that are written already. */
  readonly codes?: readonly { readonly parameter: string; readonly code: string }[];
  /** Whether arguments are written that are the default. */
  readonly explicit?: boolean;
}

/** A module of another class, and what it makes of a shape. */
export function constructorCall(
  scope: ClassScope,
  name: string,
  given: readonly { readonly name: string; readonly value: Symbolic }[],
  shape: SymbolicShape,
  { codes = [], explicit = false }: CallOptions = {},
) {
  const callee = scope.module.classes.get(name)!;
  const resolved = given.map(({ name: parameter, value }) => ({
    name: parameter,
    value: settled(scope, value, shape),
  }));
  const argumentOf = (part: Symbolic): Symbolic | undefined => {
    if (part.kind !== 'parameter') return undefined;
    const parameter = callee.definition.parameters.find((each) => each.name === part.name);
    return resolved.find((each) => each.name === part.name)?.value ?? parameter?.default;
  };
  // What follows from other parameters, the caller computes.
  for (const { name: parameter, default: value } of callee.definition.parameters)
    if (value !== undefined && !isConstant(value) && resolved.every((each) => each.name !== parameter))
      resolved.push({ name: parameter, value: fold(value, argumentOf) });
  const items: string[] = callee.extents.map((extent) => extentCode(scope, shape[axes[extent]]));
  const keywords: string[] = [];
  for (const { name: parameter, default: value } of callee.definition.parameters) {
    const python = callee.parameters.get(parameter);
    if (python === undefined) continue;
    const argument = resolved.find(({ name: each }) => each === parameter);
    const special = codes.find((each) => each.parameter === parameter);
    const float = scope.module.types.of(name, parameter) === 'float';
    const code = special?.code ?? (argument && codeOf(scope, argument.value, 0, float));
    if (code === undefined) continue;
    if (value === undefined || !isConstant(value)) items.push(code);
    else if (explicit || argument === undefined || !equal(argument.value, value))
      keywords.push(`${python}=${code}`);
  }
  return {
    callee,
    code: call(callee.name, [...items, ...keywords]),
    shape: shapeOfCall(scope.module.flow, name, resolved, shape),
  };
}

/** What a call makes; where no formula says how many channels that is, the object does. */
export function resultShape(
  scope: ClassScope,
  made: { readonly callee: WrittenClass; readonly shape: SymbolicShape },
  access: string,
): SymbolicShape {
  const { shape } = made;
  if (shape[0] !== undefined || !made.callee.exposesChannels) return shape;
  return [variableOf(scope, `${access}.out_channels`), shape[1], shape[2]];
}
