// Over 300 lines: one method per kind of step, all of which share the variables that hold values at that point.

import { Identifiers } from '../../emission/identifiers.ts';
import { identifier, objectLiteral, stringLiteral, templateText } from '../../emission/javascript.ts';
import { fold } from '../../ir/fold.ts';
import type { Graph } from '../../ir/graph.ts';
import type {
  Definition,
  LabelTemplate,
  Shortcut,
  SpecialArgument,
  Step,
  SymbolicAttribute,
} from '../../ir/outline.ts';
import { parametersIn, type Symbolic } from '../../ir/symbolic.ts';
import { methodCall } from './operator-code.ts';
import type { AssignStatement, Statement } from './statements.ts';
import type { Support } from './symbolic-code.ts';
import { supportFor, symbolicCode } from './symbolic-code.ts';

/** What all functions of a module share. */
export interface ModuleNames {
  readonly graph: Graph;
  /** The function of each definition. */
  readonly functions: ReadonlyMap<string, string>;
  /** The parameters that each definition's function takes: those that its body mentions, and what its options call each. */
  readonly taken: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Code for a batchnorm's options, where all of the network agree. */
  readonly sharedBatchnorm: string | undefined;
}

/** Literal text, code that goes into a hole, or the inside of a template literal. */
export type PathPart = string | { readonly code: string } | { readonly template: string };

export interface WrittenFunction {
  readonly statements: readonly Statement[];
  readonly result: string;
  /** The variables of the parameters that the body mentions. */
  readonly parameters: ReadonlyMap<string, string>;
  /** What its expressions call. */
  readonly support: ReadonlySet<Support>;
}

/**
 * Writes one definition as a function over `nn`. A sequence of steps works on one variable (`x`, a residual path's `y`,
 * its `shortcut`); a value that is named later gets a constant of its own.
 */
export class FunctionWriter {
  private readonly module: ModuleNames;
  private readonly names: Identifiers;
  private readonly parameters = new Map<string, string>();
  private readonly locals = new Map<string, string>();
  private readonly values = new Map<string, string>();
  private readonly hoisted: Statement[] = [];
  private readonly constants: Map<string, Symbolic>;
  private out: Statement[] = [];
  private declared = new Set<string>(['x']);
  /** Variables that hold the same value as another one. */
  private held = new Map<string, string>();
  private join: string | undefined;
  private depth = 0;
  private readonly support = new Set<Support>();

  /**
   * `constants` are parameters that do not become parameters of the function: their value is written instead. `given` are the variables of
   * parameters that have one already.
   */
  constructor(
    module: ModuleNames,
    constants: ReadonlyMap<string, Symbolic> = new Map(),
    given: ReadonlyMap<string, string> = new Map(),
  ) {
    this.module = module;
    this.constants = new Map(constants);
    const taken = ['nn', 'x', 'path', 'tf', 'BATCHNORM', 'roundTo', 'modulo', ...module.functions.values()];
    this.names = new Identifiers([...taken, ...given.values()], identifier);
    for (const [name, variable] of given) this.locals.set(`parameter ${name}`, variable);
  }

  /** `input` is the name under which later steps find what the function is given. */
  write(definition: Definition, prefix: readonly PathPart[], input?: string): WrittenFunction {
    for (const { name } of definition.parameters) {
      const key = `parameter ${name}`;
      if (!this.constants.has(key) && !this.locals.has(key)) this.locals.set(key, this.names.fresh(name));
    }
    if (input !== undefined) {
      const name = this.names.fresh(input);
      this.values.set(input, name);
      this.out.push({ kind: 'assign', target: name, declares: true, value: 'x' });
    }
    const result = this.sequence(definition.steps, 'x', 'x', prefix);
    // A default may mention the parameters before its own.
    for (const { name, default: value } of definition.parameters.toReversed())
      if (value !== undefined && this.parameters.has(name))
        for (const mentioned of parametersIn(value)) this.nameOf('parameter', mentioned);
    return {
      statements: [...this.hoisted, ...this.out],
      result,
      parameters: this.parameters,
      support: this.support,
    };
  }

  /** Writes steps that read `input` and assign `target`; gives the variable with the result. */
  private sequence(
    steps: readonly Step[],
    input: string,
    target: string,
    prefix: readonly PathPart[],
  ): string {
    let current = input;
    for (const step of steps) current = this.step(step, current, target, prefix);
    return current;
  }

  private step(step: Step, current: string, target: string, prefix: readonly PathPart[]): string {
    const path = step.label === undefined ? prefix : [...prefix, ...this.label(step.label, current)];
    switch (step.kind) {
      case 'operator':
        return this.operator(step, current, target, path);
      case 'call': {
        const given = this.arguments(step.callee, step.arguments, current);
        return this.assign(
          step,
          target,
          `${this.module.functions.get(step.callee)}(nn, ${current}, ${this.path(path)}${given})`,
        );
      }
      case 'stage':
        return this.stage(step, current, target, path);
      case 'repeat':
        return this.repeat(step, current, target, prefix);
      case 'residual': {
        const y = this.sequence(step.path, current, this.names.fresh('y'), path);
        if (step.shortcut.kind === 'none') return y;
        const shortcut = this.shortcut(step.shortcut, current, y, path);
        return this.assign(step, target, `nn.add(${y}, ${shortcut})`);
      }
      case 'gate': {
        const gate = this.sequence(step.body, current, this.names.fresh('gate'), path);
        return this.assign(step, target, `nn.multiply(${current}, ${gate})`);
      }
      case 'branches': {
        const ends = step.paths.map(({ label, steps }, position) => {
          const name = plainText(label) ?? `branch${position + 1}`;
          const inner = label === undefined ? path : [...path, ...this.label(label, current)];
          return this.sequence(steps, current, steps.length === 0 ? current : this.names.fresh(name), inner);
        });
        return ends.length === 1
          ? ends[0]!
          : this.assign(step, target, `nn.${step.join}(${ends.join(', ')})`);
      }
      case 'group':
        if (step.name === 'stem' || step.name === 'head') this.out.push({ kind: 'comment', text: step.name });
        return this.keep(step, this.sequence(step.body, current, target, path));
      case 'if': {
        this.settle(current, target);
        const condition = this.code(step.condition, current);
        const consequent = this.nested(() =>
          this.settle(this.sequence(step.consequent, current, target, prefix), target),
        );
        const alternative = this.nested(() =>
          this.settle(this.sequence(step.alternative, current, target, prefix), target),
        );
        this.out.push(
          consequent.length === 0
            ? { kind: 'branch', condition: `!(${condition})`, consequent: alternative, alternative: [] }
            : { kind: 'branch', condition, consequent, alternative },
        );
        this.changed(target);
        return target;
      }
      case 'from':
        return this.values.get(step.name) ?? current;
      case 'let': {
        const settled = this.settled(step.symbolic);
        if (isConstant(settled)) {
          this.constants.set(`local ${step.name}`, settled);
          return current;
        }
        this.constants.delete(`local ${step.name}`);
        const name = this.names.fresh(step.name);
        const value = this.code(step.symbolic, current);
        this.locals.set(`local ${step.name}`, name);
        this.out.push({ kind: 'assign', target: name, declares: true, value });
        return current;
      }
    }
  }

  private operator(
    step: Extract<Step, { kind: 'operator' }>,
    current: string,
    target: string,
    path: readonly PathPart[],
  ): string {
    const nodes = step.nodes.map((id) => this.module.graph.nodes[id]!);
    const { name, owns, options } = methodCall(nodes, step.attributes, (symbolic) =>
      this.attribute(symbolic, current),
    );
    const shared = step.op === 'batchnorm' ? this.module.sharedBatchnorm : undefined;
    const init = options.find(([option]) => option === 'init');
    const written =
      shared === undefined
        ? options.length === 0
          ? undefined
          : objectLiteral(options)
        : init === undefined
          ? shared
          : `{ ...${shared}, init: ${init[1]} }`;
    const values = step.values.map((value) => this.values.get(value) ?? value);
    const given = [
      current,
      ...values,
      ...(owns ? [this.path(path)] : []),
      ...(written === undefined ? [] : [written]),
    ];
    return this.assign(step, target, `nn.${name}(${given.join(', ')})`);
  }

  private stage(
    step: Extract<Step, { kind: 'stage' }>,
    current: string,
    target: string,
    path: readonly PathPart[],
  ): string {
    const callee = this.module.functions.get(step.callee)!;
    const count = this.code(step.count, current);
    this.settle(current, target);
    this.changed(target);
    const variable = this.names.counter('i');
    this.locals.set('index index', variable);
    const label = step.label === undefined ? [] : this.label(step.label, target);
    const numbered: readonly PathPart[] = step.numbered
      ? [...path, { code: variable }]
      : [...path.slice(0, path.length - label.length), ...label];
    const special = step.special.map(
      (argument) => [argument.name, this.special(argument, variable, count, target)] as const,
    );
    const given = this.arguments(step.callee, step.arguments, target, special);
    const value = `${callee}(nn, ${target}, ${this.path(numbered)}${given})`;
    this.out.push({
      kind: 'loop',
      variable,
      count,
      body: [{ kind: 'assign', target, declares: false, value }],
    });
    this.names.release(variable);
    return this.keep(step, target);
  }

  private special(argument: SpecialArgument, variable: string, count: string, current: string): string {
    const value = this.code(argument.value, current);
    if (argument.otherwise === undefined) return value;
    const index =
      argument.on === 'first' ? '0' : /^\d+$/.test(count) ? String(Number(count) - 1) : `${count} - 1`;
    return `${variable} === ${index} ? ${value} : ${this.code(argument.otherwise, current)}`;
  }

  private repeat(
    step: Extract<Step, { kind: 'repeat' }>,
    current: string,
    target: string,
    prefix: readonly PathPart[],
  ): string {
    const count = this.code(step.count, current);
    this.settle(current, target);
    this.changed(target);
    const variable = this.names.counter(step.variable);
    this.locals.set(`index ${step.variable}`, variable);
    const label = step.label === undefined ? [] : this.label(step.label, target);
    const path = [...prefix, ...label, ...(step.numbered ? [{ code: variable }] : [])];
    const body = this.nested(() => this.settle(this.sequence(step.body, target, target, path), target));
    this.out.push({ kind: 'loop', variable, count, body });
    this.names.release(variable);
    return this.keep(step, target);
  }

  private shortcut(shortcut: Shortcut, current: string, y: string, path: readonly PathPart[]): string {
    if (shortcut.kind === 'identity') return current;
    const target = this.names.fresh('shortcut');
    const inner = shortcut.label === undefined ? path : [...path, ...this.label(shortcut.label, current)];
    const outerJoin = this.join;
    this.join = y;
    let result: string;
    if (shortcut.when === 'always') result = this.sequence(shortcut.steps, current, target, inner);
    else {
      this.settle(current, target);
      const consequent = this.nested(() =>
        this.settle(this.sequence(shortcut.steps, current, target, inner), target),
      );
      this.out.push({
        kind: 'branch',
        condition: `!nn.sameShape(${current}, ${y})`,
        consequent,
        alternative: [],
      });
      this.changed(target);
      result = target;
    }
    this.join = outerJoin;
    return result;
  }

  /** Assigns a step's value: to a constant of its own where it is named later, else to the sequence's variable. */
  private assign(step: Step, target: string, value: string): string {
    if (step.value === undefined) return this.set(target, value);
    const name = this.names.fresh(step.value);
    this.values.set(step.value, name);
    if (this.depth > 0) {
      this.hoisted.push({ kind: 'assign', target: name, declares: true, value: 'undefined' });
      this.out.push({ kind: 'assign', target: name, declares: false, value });
    } else this.out.push({ kind: 'assign', target: name, declares: true, value });
    return name;
  }

  private set(target: string, value: string): string {
    this.changed(target);
    const declares = !this.declared.has(target);
    this.declared.add(target);
    this.out.push({ kind: 'assign', target, declares, value } satisfies AssignStatement);
    return target;
  }

  private changed(variable: string): void {
    for (const [copy, original] of this.held)
      if (copy === variable || original === variable) this.held.delete(copy);
  }

  /** Makes sure that `target` holds the value. */
  private settle(current: string, target: string): void {
    if (current === target || this.held.get(target) === current) return;
    this.set(target, current);
    this.held.set(target, current);
  }

  /** Where the value of a whole construct is named later, a constant remembers it. */
  private keep(step: Step, current: string): string {
    if (step.value === undefined) return current;
    const name = this.assign(step, current, current);
    this.held.set(current, name);
    return name;
  }

  private nested(body: () => void): readonly Statement[] {
    const { out, held } = this;
    this.out = [];
    this.held = new Map(held);
    this.depth++;
    body();
    this.depth--;
    const inner = this.out;
    this.out = out;
    this.held = held;
    return inner;
  }

  private code(origin: Symbolic, current: string): string {
    const symbolic = this.settled(origin);
    for (const support of supportFor(symbolic)) this.support.add(support);
    return symbolicCode(symbolic, { nameOf: this.nameOf, current, join: this.join });
  }

  /** With the values of parameters that are constants here. */
  private settled(symbolic: Symbolic): Symbolic {
    if (this.constants.size === 0) return symbolic;
    return fold(symbolic, (part) =>
      'name' in part ? this.constants.get(`${part.kind} ${part.name}`) : undefined,
    );
  }

  private readonly nameOf = (kind: 'parameter' | 'local' | 'index', name: string): string => {
    const code = this.locals.get(`${kind} ${name}`) ?? name;
    if (kind === 'parameter') this.parameters.set(name, code);
    return code;
  };

  private attribute(symbolic: SymbolicAttribute, current: string): string | undefined {
    const parts = ((Array.isArray(symbolic) ? symbolic : [symbolic]) as readonly Symbolic[]).map((part) =>
      this.settled(part),
    );
    if (parts.every(({ kind }) => kind === 'constant')) return undefined;
    const codes = parts.map((part) => this.code(part, current));
    return codes.every((code) => code === codes[0]) ? codes[0] : `[${codes.join(', ')}]`;
  }

  /** `, { width: 64, stride: i === 0 ? 2 : 1 }`: what the callee takes of what it is given. */
  private arguments(
    callee: string,
    given: readonly { readonly name: string; readonly value: Symbolic }[],
    current: string,
    special: readonly (readonly [name: string, code: string])[] = [],
  ): string {
    const taken = this.module.taken.get(callee)!;
    const all = [...given.map(({ name, value }) => [name, this.code(value, current)] as const), ...special];
    const entries = all.flatMap(([name, code]) => {
      const option = taken.get(name);
      return option === undefined ? [] : [[option, code] as const];
    });
    return entries.length === 0 ? '' : `, ${objectLiteral(entries)}`;
  }

  private label(template: LabelTemplate, current: string): readonly PathPart[] {
    const [first] = template;
    if (template.length === 1)
      return [typeof first === 'string' ? first : { code: this.code(first!, current) }];
    const text = template.map((part) =>
      typeof part === 'string' ? templateText(part) : `\${${this.code(part, current)}}`,
    );
    return [{ template: text.join('') }];
  }

  /** `'conv1'`, `` `${path}.conv1` `` */
  private path(parts: readonly PathPart[]): string {
    if (parts.every((part) => typeof part === 'string')) return stringLiteral(parts.join('.'));
    const [only] = parts;
    if (parts.length === 1 && typeof only === 'object' && 'code' in only)
      return only.code === 'path' ? 'path' : `String(${only.code})`;
    const text = parts.map((part) => {
      if (typeof part === 'string') return templateText(part);
      return 'template' in part ? part.template : `\${${part.code}}`;
    });
    return `\`${text.join('.')}\``;
  }
}

function plainText(label: LabelTemplate | undefined): string | undefined {
  const [first] = label ?? [];
  return label?.length === 1 && typeof first === 'string' && /^[A-Za-z]/.test(first) ? first : undefined;
}

function isConstant(symbolic: Symbolic): boolean {
  return symbolic.kind === 'constant' || (symbolic.kind === 'list' && symbolic.items.every(isConstant));
}
