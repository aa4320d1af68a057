import { identifier } from '../../../emission/python.ts';
import { fold } from '../../../ir/fold.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import { axes, extentNames } from '../extents.ts';
import type { SymbolicShape } from '../operator-shape.ts';
import { withDimensions } from '../shape-formulas.ts';
import { callsRoundTo, constantCode, symbolicCode } from '../symbolic-code.ts';
import type { ClassScope } from './class-scope.ts';

/** With the extents before the statement, and the values of what is constant here. */
export function settled(scope: ClassScope, symbolic: Symbolic, shape: SymbolicShape): Symbolic {
  return known(scope, symbolic, shape) ?? symbolic;
}

/** The same, or undefined where an extent has no formula. */
export function known(scope: ClassScope, symbolic: Symbolic, shape: SymbolicShape): Symbolic | undefined {
  return withDimensions(symbolic, shape, scope.join?.shape, (part) =>
    scope.values.constants.get(`${part.kind} ${part.name}`),
  );
}

/** A variable of `__init__` as a symbolic. */
export function variableOf(scope: ClassScope, code: string): Symbolic {
  scope.names.variables.set(`local ${code}`, code);
  return { kind: 'local', name: code };
}

export function madeUpName(scope: ClassScope, name: string): string {
  const fresh = scope.names.init.fresh(name);
  scope.names.madeUp.add(fresh);
  return fresh;
}

export function extentCode(scope: ClassScope, extent: Symbolic | undefined, minimum = 0): string {
  return extent === undefined ? 'None' : codeOf(scope, extent, minimum);
}

/** Python for a symbolic that stands in `__init__`. */
export function codeOf(scope: ClassScope, given: Symbolic, minimum = 0, float = false): string {
  const symbolic = scope.init.hoisted.size === 0 ? given : withHoisted(scope, given);
  if (callsRoundTo(symbolic)) scope.found.support.add('round_to');
  if (symbolic.kind === 'constant') return constantCode(symbolic.value, float);
  return symbolicCode(
    symbolic,
    {
      nameOf: (part) => {
        if (part.kind === 'dimension') {
          scope.found.extents.add(part.axis);
          return extentNames[axes[part.axis]]!;
        }
        const code = scope.names.variables.get(`${part.kind} ${part.name}`) ?? identifier(part.name);
        if (part.kind === 'parameter') scope.found.parameters.set(part.name, code);
        if (part.kind === 'local' && /[ +*]/.test(code) && minimum > 5) return `(${code})`;
        return code;
      },
      isFloat: (part) => isFloat(scope, part),
    },
    minimum,
  );
}

function withHoisted(scope: ClassScope, symbolic: Symbolic): Symbolic {
  const name = scope.init.hoisted.get(JSON.stringify(symbolic));
  if (name !== undefined) return { kind: 'local', name };
  if (symbolic.kind !== 'binary') return symbolic;
  return { ...symbolic, left: withHoisted(scope, symbolic.left), right: withHoisted(scope, symbolic.right) };
}

/** With the values of `let`s, as shapes flow. */
export function expanded(scope: ClassScope, symbolic: Symbolic): Symbolic {
  return fold(symbolic, (part) => {
    const value = part.kind === 'local' ? scope.values.resolved.get(part.name) : undefined;
    return value === undefined ? undefined : expanded(scope, value);
  });
}

/** Whether a symbolic is a float in Python: `/` asks. */
export function isFloat({ module, definition, values }: ClassScope, symbolic: Symbolic): boolean {
  return module.types.typeOf(symbolic, definition.name, (name) => values.lets.get(name)) === 'float';
}
