import { everyStep } from '../../ir/every-step.ts';
import type { Outline, Step } from '../../ir/outline.ts';
import type { Symbolic, SymbolicArgument } from '../../ir/symbolic.ts';

export type PythonType = 'int' | 'float' | 'bool' | 'str' | 'tuple[int, ...]' | 'tuple[float, ...]';

/** What each parameter of each definition holds, from what callers give and what it is used for. */
export class ParameterTypes {
  private readonly types = new Map<string, PythonType>();

  constructor({ definitions, main }: Outline) {
    const all = [...definitions, main];
    for (const definition of all)
      for (const { name, default: value } of definition.parameters)
        if (value !== undefined) this.note(definition.name, name, this.typeOf(value, definition.name));
    for (let size = -1; size !== this.types.size + this.floats(); ) {
      size = this.types.size + this.floats();
      for (const definition of all)
        for (const step of everyStep(definition.steps)) this.step(step, definition.name);
    }
  }

  of(definition: string, parameter: string): PythonType {
    return this.types.get(`${definition} ${parameter}`) ?? 'int';
  }

  typeOf(
    symbolic: Symbolic,
    definition: string,
    locals: (name: string) => Symbolic | undefined = none,
  ): PythonType {
    const inner = (part: Symbolic): PythonType => this.typeOf(part, definition, locals);
    switch (symbolic.kind) {
      case 'constant':
        if (typeof symbolic.value === 'boolean') return 'bool';
        if (typeof symbolic.value === 'string') return 'str';
        return Number.isInteger(symbolic.value) ? 'int' : 'float';
      case 'parameter':
        return this.of(definition, symbolic.name);
      case 'local': {
        const value = locals(symbolic.name);
        return value === undefined ? 'int' : inner(value);
      }
      case 'index':
      case 'dimension':
        return 'int';
      case 'list':
        return symbolic.items.some((item) => inner(item) === 'float')
          ? 'tuple[float, ...]'
          : 'tuple[int, ...]';
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

  private step(step: Step, definition: string): void {
    if (step.kind === 'operator') {
      for (const name of ['eps', 'momentum', 'rate', 'value']) {
        const symbolic = step.attributes[name];
        if (symbolic !== undefined && 'kind' in symbolic && symbolic.kind === 'parameter')
          this.note(definition, symbolic.name, 'float');
      }
    } else if (step.kind === 'call') this.arguments(step.callee, step.arguments, definition);
    else if (step.kind === 'stage') {
      this.arguments(step.callee, step.arguments, definition);
      this.arguments(step.callee, step.special, definition);
    }
  }

  private arguments(callee: string, given: readonly SymbolicArgument[], definition: string): void {
    for (const { name, value } of given) {
      this.note(callee, name, this.typeOf(value, definition));
      // What becomes a float in there is one here.
      if (value.kind === 'parameter' && this.of(callee, name) === 'float')
        this.note(definition, value.name, 'float');
    }
  }

  private note(definition: string, name: string, type: PythonType): void {
    const key = `${definition} ${name}`;
    const known = this.types.get(key);
    if (known === undefined || known === 'int' || known === 'tuple[int, ...]') this.types.set(key, type);
  }

  private floats(): number {
    return [...this.types.values()].filter((type) => type !== 'int').length * 1e6;
  }
}

const none = (): undefined => undefined;
