import { isAttribute, stringLiteral } from '../../../emission/python.ts';
import type { Code } from '../../../emission/python-layout.ts';
import { call, prefixed } from '../../../emission/python-layout.ts';
import type { LabelTemplate } from '../../../ir/outline.ts';
import { isHostile, plain } from '../label-code.ts';
import { line } from '../statements.ts';
import type { Place } from '../written-class.ts';
import { self } from '../written-class.ts';
import type { ClassScope } from './class-scope.ts';
import { labelCode, pathCode } from './label-expressions.ts';

/** Gives a module its place; gives its code in `forward`. The paths of tensors have to be those of the spec. */
export function registerModule(
  scope: ClassScope,
  place: Place,
  label: LabelTemplate | undefined,
  hint: string,
  module: Code,
  owns: boolean,
  type?: string,
): string {
  if (owns) scope.found.owns = true;
  const text = plain(label);
  if (label === undefined || (!owns && (text === undefined || !isAttribute(text) || place !== self))) {
    const attribute = scope.names.attributes.fresh(hint);
    scope.init.statements.push(line(prefixed(`self.${attribute} = `, module)));
    return `self.${attribute}`;
  }
  if (text !== undefined && isHostile(text)) {
    scope.found.support.add('attach').add('child');
    scope.init.statements.push(line(call('attach', [place.container, stringLiteral(text), module])));
    return `child(self, ${pathCode(scope, place, label)})`;
  }
  if (place.direct === 'self' && text !== undefined && isAttribute(text)) {
    const times = (scope.found.assigned.get(text) ?? 0) + 1;
    scope.found.assigned.set(text, times);
    const declared =
      type ?? (times === 1 && (scope.first?.assigned.get(text) ?? 0) > 1 ? 'nn.Module' : undefined);
    scope.init.statements.push(
      line(prefixed(`self.${text}${declared === undefined ? '' : `: ${declared}`} = `, module)),
    );
    return `self.${text}`;
  }
  const key = labelCode(scope, label, undefined);
  scope.init.statements.push(line(call(`${place.container}.add_module`, [key, module])));
  if (place.direct !== undefined && place.direct !== 'self') return `${place.direct}[${key}]`;
  if (place.path.some((each) => isHostile(plain(each)))) {
    scope.found.support.add('attach').add('child');
    return `child(self, ${pathCode(scope, place, label)})`;
  }
  return `self.get_submodule(${pathCode(scope, place, label)})`;
}

/** A dictionary of modules below a label. */
export function openContainer(scope: ClassScope, place: Place, label: LabelTemplate): Place {
  const text = plain(label);
  const path = [...place.path, label];
  if (place.direct === 'self' && text !== undefined && isAttribute(text) && !isHostile(text)) {
    if (!scope.found.containers.has(text)) scope.init.statements.push(line(`self.${text} = nn.ModuleDict()`));
    scope.found.containers.add(text);
    return { container: `self.${text}`, direct: `self.${text}`, path };
  }
  const name = scope.names.init.fresh(text !== undefined && isAttribute(text) ? text : 'block');
  scope.init.statements.push(line(`${name} = nn.ModuleDict()`));
  registerModule(scope, place, label, 'block', name, true);
  return { container: name, direct: undefined, path };
}
