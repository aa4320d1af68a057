import { everyStep } from '../../ir/every-step.ts';
import type { Outline, Step } from '../../ir/outline.ts';
import type { Symbolic, SymbolicArgument } from '../../ir/symbolic.ts';

export type PythonType = 'int' | 'float' | 'bool' | 'str' | 'tuple[int, ...]' | 'tuple[float, ...]';

/** What each parameter of each definition holds, from what callers give and what it is used for. */
export interface ParameterTypes {
  readonly of: (definition: string, parameter: string) => PythonType;
  /** What a symbolic of a definition is; `locals` has the values of its `let`s. */
  readonly typeOf: (
    symbolic: Symbolic,
    definition: string,
    locals?: (name: string) => Symbolic | undefined,
  ) => PythonType;
}

/** Follows arguments from definition to definition until nothing more becomes a float. */
export function parameterTypes({ definitions, main }: Outline): ParameterTypes {
  const types: Types = new Map();
  const all = [...definitions, main];
  for (const definition of all)
    for (const { name, default: value } of definition.parameters)
      if (value !== undefined) note(types, definition.name, name, typeOf(types, value, definition.name));
  for (let size = -1; size !== types.size + floats(types); ) {
    size = types.size + floats(types);
    for (const definition of all)
      for (const step of everyStep(definition.steps)) noteStep(types, step, definition.name);
  }
  return {
    of: (definition, parameter) => typeOfParameter(types, definition, parameter),
    typeOf: (symbolic, definition, locals) => typeOf(types, symbolic, definition, locals),
  };
}

/** By definition and parameter: `bottleneck width`. */
type Types = Map<string, PythonType>;

function typeOfParameter(types: Types, definition: string, parameter: string): PythonType {
  return types.get(`${definition} ${parameter}`) ?? 'int';
}

function typeOf(
  types: Types,
  symbolic: Symbolic,
  definition: string,
  locals: (name: string) => Symbolic | undefined = none,
): PythonType {
  const inner = (part: Symbolic): PythonType => typeOf(types, part, definition, locals);
  switch (symbolic.kind) {
    case 'constant':
      if (typeof symbolic.value === 'boolean') return 'bool';
      if (typeof symbolic.value === 'string') return 'str';
      return Number.isInteger(symbolic.value) ? 'int' : 'float';
    case 'parameter':
      return typeOfParameter(types, definition, symbolic.name);
    case 'local': {
      const value = locals(symbolic.name);
      return value === undefined ? 'int' : inner(value);
    }
    case 'index':
    case 'dimension':
      return 'int';
    case 'list':
      return symbolic.items.some((item) => inner(item) === 'float') ? 'tuple[float, ...]' : 'tuple[int, ...]';
    case 'element':
      return inner(symbolic.list) === 'tuple[float, ...]' ? 'float' : 'int';
    case 'unary':
      return symbolic.operator === 'not' ? 'bool' : inner(symbolic.operand);
    case 'binary':
      if (/^(==|!=|<|<=|>|>=|and|or)$/.test(symbolic.operator)) return 'bool';
      return inner(symbolic.left) === 'float' || inner(symbolic.right) === 'float' ? 'float' : 'int';
    case 'call': {
      const wholeNumber = symbolic.name === 'len' || symbolic.name === 'round_to';
      return !wholeNumber && symbolic.arguments.some((part) => inner(part).includes('float'))
        ? 'float'
        : 'int';
    }
    case 'block':
      return 'str';
  }
}

function noteStep(types: Types, step: Step, definition: string): void {
  if (step.kind === 'operator') {
    for (const name of ['eps', 'momentum', 'rate', 'value']) {
      const symbolic = step.attributes[name];
      if (symbolic !== undefined && 'kind' in symbolic && symbolic.kind === 'parameter')
        note(types, definition, symbolic.name, 'float');
    }
  } else if (step.kind === 'call') noteArguments(types, step.callee, step.arguments, definition);
  else if (step.kind === 'stage') {
    noteArguments(types, step.callee, step.arguments, definition);
    noteArguments(types, step.callee, step.special, definition);
  }
}

function noteArguments(
  types: Types,
  callee: string,
  given: readonly SymbolicArgument[],
  definition: string,
): void {
  for (const { name, value } of given) {
    note(types, callee, name, typeOf(types, value, definition));
    // What becomes a float in there is one here.
    if (value.kind === 'parameter' && typeOfParameter(types, callee, name) === 'float')
      note(types, definition, value.name, 'float');
  }
}

function note(types: Types, definition: string, name: string, type: PythonType): void {
  const key = `${definition} ${name}`;
  const known = types.get(key);
  if (known === undefined || known === 'int' || known === 'tuple[int, ...]') types.set(key, type);
}

function floats(types: Types): number {
  return [...types.values()].filter((type) => type !== 'int').length * 1e6;
}

const none = (): undefined => undefined;
