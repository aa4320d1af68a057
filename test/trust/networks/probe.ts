import { defaultLimits } from '../../../src/diagnostics/limits.ts';
import { elaborate } from '../../../src/ir/elaborate.ts';
import type { Shape } from '../../../src/ir/shape.ts';
import type { NetworkDeclaration, Statement } from '../../../src/parser/ast.ts';
import { nameIn } from './call-names.ts';
import type { Place } from './place.ts';
import { shapeOf } from './place.ts';
import { body, extent, int, letting, name, operator, span, statement } from './syntax.ts';
import { literal } from './values.ts';

/** What a call or a stage does to the present value; undefined where it cannot stand here. rnc itself is asked. */
export function probe(
  place: Place,
  asked: Statement,
): { readonly shape: Shape; readonly isInput: boolean; readonly operators: number } | undefined {
  const nameOf = nameIn(place);
  const statements = [
    ...place.variables.map((variable) => letting(variable.name, literal(variable.value, nameOf))),
    ...place.defaults,
    statement({ kind: 'input', shape: extent(...shapeOf(place).map(int)) }),
    asked,
    operator('relu'),
  ];
  const declaration: NetworkDeclaration = {
    ...{ kind: 'network', name: name('probe'), parameters: [], documentation: undefined, span: span() },
    definition: body(statements),
  };
  const module = place.frame.file.linked;
  const { value: graph } = elaborate({ kind: 'network', declaration, module }, { limits: defaultLimits });
  if (graph === undefined) return undefined;
  const last = graph.nodes[graph.output]!;
  return { shape: last.output, isInput: last.inputs[0] === 0, operators: graph.nodes.length - 2 };
}
