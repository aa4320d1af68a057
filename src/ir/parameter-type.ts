import type { Location } from '../diagnostics/diagnostic.ts';
import { typeNames } from '../linking/names.ts';
import type { Declaration, Parameter, TypeAnnotation } from '../parser/ast.ts';
import type { Session, Site } from './session.ts';
import { report } from './session.ts';
import type { Value } from './value.ts';
import { showValue, typeName } from './value.ts';

/** The value as the parameter of a declaration has it; undefined, and reported at its own place, where it is of another type. */
export function asArgument(
  value: Value,
  name: string,
  declaration: Declaration,
  at: Location,
  site: Site | undefined,
  session: Session,
): Value | undefined {
  const parameter = declaration.parameters.find((one) => one.name.text === name);
  return parameter === undefined ? value : withType(value, parameter, at, site, session);
}

export function withType(
  value: Value,
  parameter: Parameter,
  at: Location,
  site: Site | undefined,
  session: Session,
): Value | undefined {
  if (parameter.type === undefined) return value;
  const converted = convert(value, parameter.type, 0);
  if (converted !== undefined) return converted;
  const { base, lengths } = parameter.type;
  const expected = base.text + lengths.map((length) => `[${length ?? ''}]`).join('');
  const actual = `${showValue(value)} (${typeName(value)})`;
  report(session, 'value/type', { what: `\`${parameter.name.text}\``, expected, actual }, at, site);
  return undefined;
}

/** The value as the type has it: an int may stand for a float, and every list must have its length. */
function convert(value: Value, type: TypeAnnotation, level: number): Value | undefined {
  if (level < type.lengths.length) {
    if (value.type !== 'list') return undefined;
    const length = type.lengths[level];
    if (length !== undefined && value.items.length !== length) return undefined;
    const items = value.items.map((item) => convert(item, type, level + 1));
    return items.every((item) => item !== undefined)
      ? { ...value, items: items as readonly Value[] }
      : undefined;
  }
  if (type.base.text === 'float' && value.type === 'int') return { ...value, type: 'float' };
  // A type that does not exist was reported with the names.
  return value.type === type.base.text || !typeNames.has(type.base.text) ? value : undefined;
}
