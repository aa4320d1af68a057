/*
 * Runs the classes that rnc writes, on values without numbers. One file of over 300 lines: a statement or an expression of the emitted
 * Python each has its case here, and they call each other.
 */
import { moduleAttributes } from '../module-attributes.ts';
import type { Support } from '../operators/piece.ts';
import { isSupport } from '../operators/piece.ts';
import { binary, numericFunction } from './python-arithmetic.ts';
import type {
  Argument,
  Expression,
  PythonClass,
  PythonFunction,
  PythonStatement,
  Subscript,
} from './python-syntax.ts';
import { Unproven } from './python-syntax.ts';
import type { Given, Module, Parameter, PythonValue } from './python-values.ts';
import {
  bool,
  emptyModule,
  int,
  integer,
  itemsOf,
  moduleOf,
  none,
  number,
  text,
  truth,
} from './python-values.ts';
import { attributeOfTensor, tensorOperator, torchFunction } from './torch-functions.ts';
import type { Torch } from './torch-modules.ts';
import { makeModule, unflatten } from './torch-modules.ts';

/** The variables of a method; a comprehension sees those around it. */
class Variables {
  readonly self: Module;
  private readonly values: Map<string, PythonValue>;

  constructor(self: Module, values: Iterable<readonly [string, PythonValue]>) {
    this.self = self;
    this.values = new Map(values);
  }

  with(name: string, value: PythonValue): Variables {
    return new Variables(this.self, [...this.values, [name, value]]);
  }

  get(name: string): PythonValue | undefined {
    return this.values.get(name);
  }

  set(name: string, value: PythonValue): void {
    this.values.set(name, value);
  }
}

/** Runs emitted classes as Python and PyTorch would, on values whose numbers are unknown. */
export class Interpreter {
  private readonly classes: ReadonlyMap<string, PythonClass>;
  private readonly torch: Torch;
  private readonly support: ReadonlySet<Support>;

  /** `support` is what the file defines beside the classes. */
  constructor(classes: readonly PythonClass[], torch: Torch, support: ReadonlySet<Support>) {
    this.support = support;
    this.classes = new Map(classes.map((each) => [each.name, each]));
    this.torch = torch;
  }

  /** An object of one of the classes. */
  construct(name: string, given: Given): Module {
    const { base, methods } = this.classes.get(name)!;
    const forward = methods.get('forward');
    const made = emptyModule(
      base === 'Sequential' && forward === undefined ? 'Sequential' : name,
      forward === undefined
        ? oneByOne
        : (input, self) => this.run(forward, self, { items: [input], named: new Map() }),
    );
    const init = methods.get('__init__');
    if (init !== undefined) this.run(init, made, given);
    return made;
  }

  private run({ parameters, body }: PythonFunction, self: Module, { items, named }: Given): PythonValue {
    const own = parameters.slice(1);
    if (items.length > own.length) throw new Unproven('more arguments than parameters');
    for (const name of named.keys())
      if (own.findIndex((each) => each.name === name) < items.length)
        throw new Unproven(`an argument ${name}`);
    const variables = new Variables(self, [['self', self]]);
    for (const [position, parameter] of own.entries()) {
      const value = items[position] ?? named.get(parameter.name);
      if (value === undefined && parameter.default === undefined) throw new Unproven(`no ${parameter.name}`);
      variables.set(parameter.name, value ?? this.value(parameter.default!, variables));
    }
    return this.statements(body, variables) ?? none;
  }

  /** What a `return` gives; undefined where the end is reached. */
  private statements(body: readonly PythonStatement[], variables: Variables): PythonValue | undefined {
    for (const statement of body) {
      const returned = this.statement(statement, variables);
      if (returned !== undefined) return returned;
    }
    return undefined;
  }

  private statement(statement: PythonStatement, variables: Variables): PythonValue | undefined {
    switch (statement.kind) {
      case 'expression':
        this.value(statement.value, variables);
        return undefined;
      case 'assign':
        this.assign(statement.target, this.value(statement.value, variables), variables);
        return undefined;
      case 'extend':
        itemsOf(this.value(statement.target, variables)).push(
          ...itemsOf(this.value(statement.value, variables)),
        );
        return undefined;
      case 'return':
        return this.value(statement.value, variables);
      case 'if':
        return this.statements(
          truth(this.value(statement.condition, variables)) ? statement.consequent : statement.alternative,
          variables,
        );
      case 'for':
        for (const item of itemsOf(this.value(statement.over, variables))) {
          variables.set(statement.variable, item);
          const returned = this.statements(statement.body, variables);
          if (returned !== undefined) return returned;
        }
        return undefined;
    }
  }

  private assign(target: Expression, value: PythonValue, variables: Variables): void {
    if (target.kind === 'name') {
      variables.set(target.name, value);
      return;
    }
    if (target.kind !== 'attribute') throw new Unproven(`a ${target.kind} is assigned`);
    const owner = moduleOf(this.value(target.of, variables));
    if (value.kind === 'module' || value.kind === 'parameter') register(owner, target.name, value);
    else owner.attributes.set(target.name, value);
  }

  private value(expression: Expression, variables: Variables): PythonValue {
    const inner = (part: Expression): PythonValue => this.value(part, variables);
    switch (expression.kind) {
      case 'number':
        return { kind: 'number', value: expression.value, float: expression.float };
      case 'string':
        return { kind: 'string', text: expression.text };
      case 'formatted': {
        const parts = expression.parts.map((part) => (typeof part === 'string' ? part : shown(inner(part))));
        return { kind: 'string', text: parts.join('') };
      }
      case 'constant':
        return expression.value === undefined ? none : bool(expression.value);
      case 'name': {
        const value = variables.get(expression.name);
        if (value === undefined) throw new Unproven(`no variable ${expression.name}`);
        return value;
      }
      case 'attribute':
        return this.attribute(expression.of, expression.name, variables);
      case 'subscript':
        return this.subscript(inner(expression.of), expression.items, variables);
      case 'call':
        return this.call(expression.callee, expression.arguments, variables);
      case 'list':
      case 'tuple':
        return { kind: expression.kind, items: this.items(expression.items, variables) };
      case 'dictionary': {
        const entries = new Map<string, PythonValue>();
        for (const { key, value } of expression.entries) {
          const made = inner(value);
          if (key !== undefined) entries.set(text(inner(key)), made);
          else if (made.kind === 'dictionary') for (const entry of made.entries) entries.set(...entry);
          else throw new Unproven('no dictionary');
        }
        return { kind: 'dictionary', entries };
      }
      case 'comprehension': {
        const rounds = itemsOf(inner(expression.over)).map((item) =>
          variables.with(expression.variable, item),
        );
        const { key, element } = expression;
        if (key === undefined)
          return { kind: 'list', items: rounds.map((round) => this.value(element, round)) };
        const entries = rounds.map(
          (round) => [text(this.value(key, round)), this.value(element, round)] as const,
        );
        return { kind: 'dictionary', entries: new Map(entries) };
      }
      case 'conditional':
        return inner(truth(inner(expression.condition)) ? expression.consequent : expression.alternative);
      case 'unary': {
        const operand = inner(expression.operand);
        if (expression.operator === 'not') return bool(!truth(operand));
        return { ...(operand as Extract<PythonValue, { kind: 'number' }>), value: -number(operand) };
      }
      case 'binary': {
        const left = inner(expression.left);
        const { operator } = expression;
        if (operator === 'and' || operator === 'or')
          return truth(left) === (operator === 'or') ? left : bool(truth(inner(expression.right)));
        const right = inner(expression.right);
        return left.kind === 'tensor'
          ? tensorOperator(this.torch, operator, left, right)
          : binary(operator, left, right);
      }
      case 'starred':
        throw new Unproven('a star');
    }
  }

  private items(expressions: readonly Expression[], variables: Variables): PythonValue[] {
    return expressions.flatMap((item) =>
      item.kind === 'starred' ? itemsOf(this.value(item.of, variables)) : [this.value(item, variables)],
    );
  }

  private attribute(of: Expression, name: string, variables: Variables): PythonValue {
    if (of.kind === 'name' && of.name === 'torch' && variables.get('torch') === undefined && name === 'inf')
      return { kind: 'number', value: Number.POSITIVE_INFINITY, float: true };
    const owner = this.value(of, variables);
    if (owner.kind === 'tensor') return attributeOfTensor(owner, name);
    const { attributes, modules, parameters } = moduleOf(owner);
    if (moduleAttributes.has(name)) throw new Unproven(`${name} is an attribute of nn.Module`);
    const found = attributes.get(name) ?? modules.get(name) ?? parameters.get(name);
    if (found === undefined) throw new Unproven(`no attribute ${name}`);
    return found;
  }

  private subscript(of: PythonValue, items: readonly Subscript[], variables: Variables): PythonValue {
    const indices = items.map((item) => (item.slice ? item : this.value(item.index, variables)));
    const [first] = indices;
    if (of.kind === 'tensor') {
      const shape = items.map((item) => (item.slice ? (item.end === undefined ? ':' : ':1') : 'None')).join();
      if (shape === ':,:,None,None') return unflatten(of);
      if (shape === ':1,:1') return { ...of, shape: [1, of.shape[1], of.shape[2]] };
      throw new Unproven('a part of a value');
    }
    if (first === undefined || 'slice' in first) throw new Unproven('a slice');
    if (of.kind === 'dictionary' || of.kind === 'module') {
      const found = of.kind === 'module' ? of.modules.get(text(first)) : of.entries.get(text(first));
      if (found === undefined) throw new Unproven(`no ${text(first)}`);
      return found;
    }
    const all = itemsOf(of);
    const item = all.at(integer(first));
    if (item === undefined) throw new Unproven('no such item');
    return item;
  }

  private call(callee: Expression, given: readonly Argument[], variables: Variables): PythonValue {
    const dotted = dottedName(callee);
    if (dotted === 'super().__init__') {
      const { items, named } = this.given(given, variables);
      return fill(variables.self, items, named);
    }
    const path = dotted?.split('.') ?? [];
    const isGlobal = path.length > 0 && variables.get(path[0]!) === undefined;
    if (isGlobal) return this.callGlobal(dotted!, this.given(given, variables));
    if (callee.kind === 'attribute') {
      const owner = this.value(callee.of, variables);
      const method = this.method(owner, callee.name);
      if (method !== undefined) return method(this.given(given, variables));
    }
    const called = moduleOf(this.value(callee, variables));
    const { items, named } = this.given(given, variables);
    if (items.length !== 1 || named.size > 0) throw new Unproven('a module is called with more than a value');
    return called.forward(items[0]!, called);
  }

  private given(given: readonly Argument[], variables: Variables): Given {
    const named = new Map<string, PythonValue>();
    for (const { name, value } of given) {
      if (name === undefined) continue;
      if (named.has(name)) throw new Unproven(`${name} twice`);
      named.set(name, this.value(value, variables));
    }
    return {
      items: this.items(
        given.filter(({ name }) => name === undefined).map(({ value }) => value),
        variables,
      ),
      named,
    };
  }

  private callGlobal(name: string, given: Given): PythonValue {
    const { items, named } = given;
    const [first, second, third] = items;
    if (this.classes.has(name)) return this.construct(name, given);
    if (name.startsWith('F.') || name.startsWith('torch.') || name === 'nn.Parameter')
      return torchFunction(this.torch, name, given);
    if (isSupport(name) && !this.support.has(name)) throw new Unproven(`${name} is not defined`);
    switch (name) {
      case 'range': {
        const [start, end] = items.length === 1 ? [0, integer(first)] : [integer(first), integer(second)];
        const length = Math.max(0, end - start);
        if (length > 1e6) throw new Unproven('too many rounds');
        return { kind: 'list', items: Array.from({ length }, (_, at) => int(start + at)) };
      }
      case 'str':
        return { kind: 'string', text: shown(first!) };
      case 'len':
        return int(itemsOf(first).length);
      case 'dict':
        return first!;
      case 'OrderedDict': {
        if (first?.kind === 'dictionary') return first;
        return { kind: 'dictionary', entries: new Map(named) };
      }
      case 'nn.Sequential':
        return fill(emptyModule('Sequential', oneByOne), items, named);
      case 'nn.ModuleDict':
        return emptyModule('ModuleDict', () => {
          throw new Unproven('a dictionary is called');
        });
      case 'initialised':
        return moduleOf(first);
      case 'attach':
        attach(moduleOf(first), text(second), third!);
        return none;
      case 'child':
        return below(moduleOf(first), text(second));
    }
    const numeric = numericFunction(name, items);
    if (numeric !== undefined) return numeric;
    if (name.startsWith('nn.')) return makeModule(this.torch, name.slice(3), given);
    return makeModule(this.torch, name === 'AvgPool2d' ? 'AvgPool2d of a file' : name, given);
  }

  private method(owner: PythonValue, name: string): ((given: Given) => PythonValue) | undefined {
    if (owner.kind === 'list' && name === 'append')
      return ({ items: [item] }) => {
        owner.items.push(item!);
        return none;
      };
    if (owner.kind !== 'module') return undefined;
    // Python finds a class's method before a module of that name.
    switch (name) {
      case 'add_module':
        return ({ items: [key, module] }) => {
          if (moduleAttributes.has(text(key)) || owner.attributes.has(text(key)) || text(key).includes('.'))
            throw new Unproven(`add_module takes no ${text(key)}`);
          owner.modules.set(text(key), moduleOf(module));
          return none;
        };
      case 'get_submodule':
        return ({ items: [path] }) => below(owner, text(path));
      case 'named_parameters':
        return () => ({ kind: 'dictionary', entries: new Map(parametersBelow(owner, '')) });
      case 'modules':
        // What the end of the constructor does with them changes only how they start.
        return () => ({ kind: 'list', items: [] });
    }
    return undefined;
  }
}

function oneByOne(input: PythonValue, self: Module): PythonValue {
  return [...self.modules.values()].reduce((value, module) => module.forward(value, module), input);
}

/** `nn.Sequential(*modules)` or of an `OrderedDict`; `nn.Module` takes nothing. */
function fill(
  target: Module,
  items: readonly PythonValue[],
  named: ReadonlyMap<string, PythonValue>,
): Module {
  const [first] = items;
  if (named.size > 0) throw new Unproven('named arguments of a Sequential');
  if (items.length > 0 && target.className !== 'Sequential') throw new Unproven('nn.Module takes nothing');
  if (first?.kind === 'dictionary')
    for (const [key, module] of first.entries) register(target, key, moduleOf(module));
  else for (const [position, module] of items.entries()) register(target, String(position), moduleOf(module));
  return target;
}

function register(owner: Module, name: string, value: Module | Parameter): void {
  if (moduleAttributes.has(name) || name.includes('.')) throw new Unproven(`${name} is no name of a module`);
  owner.attributes.delete(name);
  if (value.kind === 'module') owner.modules.set(name, value);
  else owner.parameters.set(name, value);
}

/** What the file's `attach` does. */
function attach(root: Module, path: string, part: PythonValue): void {
  const names = path.split('.');
  const name = names.pop()!;
  let owner = root;
  for (const each of names) {
    const found = owner.modules.get(each) ?? emptyModule('Module', () => none);
    owner.modules.set(each, found);
    owner = found;
  }
  if (part.kind === 'parameter') owner.parameters.set(name, part);
  else owner.modules.set(name, moduleOf(part));
}

function below(root: Module, path: string): Module {
  return path.split('.').reduce((module, name) => moduleOf(module.modules.get(name)), root);
}

export function parametersBelow(module: Module, prefix: string): readonly (readonly [string, Parameter])[] {
  const own = [...module.parameters].map(([name, each]) => [prefix + name, each] as const);
  return [
    ...own,
    ...[...module.modules].flatMap(([name, each]) => parametersBelow(each, `${prefix}${name}.`)),
  ];
}

function shown(value: PythonValue): string {
  if (value.kind === 'string') return value.text;
  return String(integer(value));
}

function dottedName(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind === 'call' && dottedName(expression.callee) === 'super') return 'super()';
  if (expression.kind !== 'attribute') return undefined;
  const owner = dottedName(expression.of);
  return owner === undefined ? undefined : `${owner}.${expression.name}`;
}
