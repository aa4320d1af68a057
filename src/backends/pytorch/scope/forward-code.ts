import { identifier } from '../../../emission/python.ts';
import type { Symbolic } from '../../../ir/symbolic.ts';
import { unknownShape } from '../extents.ts';
import { callsRoundTo, symbolicCode } from '../symbolic-code.ts';
import type { ClassScope } from './class-scope.ts';
import { isFloat, settled } from './init-code.ts';

/** Code that stands in `forward`: the input's extents are those of the variable, other names become attributes. */
export function forwardCode(scope: ClassScope, symbolic: Symbolic, variable: string): string {
  const sizes = { channels: 1, height: 2, width: 3 } as const;
  if (callsRoundTo(symbolic)) scope.found.support.add('round_to');
  return symbolicCode(settled(scope, symbolic, unknownShape), {
    nameOf: (part) => {
      const { variables, kept, attributes } = scope.names;
      if (part.kind === 'dimension')
        return `${part.of === 'join' ? (scope.join?.code ?? variable) : variable}.shape[${sizes[part.axis]}]`;
      const key = `${part.kind} ${part.name}`;
      if (part.kind === 'index') return variables.get(key) ?? identifier(part.name);
      const value = part.kind === 'local' ? scope.values.lets.get(part.name) : undefined;
      if (value !== undefined && !variables.has(key)) return `(${forwardCode(scope, value, variable)})`;
      const code = variables.get(key) ?? identifier(part.name);
      if (part.kind === 'parameter') scope.found.parameters.set(part.name, code);
      if (!kept.has(key)) kept.set(key, attributes.fresh(part.name));
      return `self.${kept.get(key)!}`;
    },
    isFloat: (part) => isFloat(scope, part),
  });
}
