import { Identifiers } from '../../emission/identifiers.ts';
import { identifier } from '../../emission/python.ts';
import { fold } from '../../ir/fold.ts';
import type { Definition, Step } from '../../ir/outline.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { everyPart } from '../../ir/symbolic.ts';
import { labelsOf } from './label-code.ts';
import { moduleAttributes } from './module-attributes.ts';
import type { SymbolicShape } from './operator-shape.ts';
import type { Support } from './pieces.ts';
import { withDimensions } from './shape-flow.ts';
import type { Statement } from './statements.ts';
import { countMentions, line } from './statements.ts';
import { callsRoundTo, constantCode, isConstant, symbolicCode } from './symbolic-code.ts';
import type { Extent, ModuleNames } from './written-class.ts';
import { axes, extentNames, unknownShape } from './written-class.ts';

/** The names and numbers of one class: what its code calls parameters, variables and extents. */
export abstract class ClassScope {
  protected readonly module: ModuleNames;
  protected readonly definition: Definition;
  protected readonly constants: Map<string, Symbolic>;
  /** Variables of `__init__` by what they stand for. */
  protected readonly locals = new Map<string, string>();
  protected readonly localValues = new Map<string, Symbolic>();
  protected readonly resolved = new Map<string, Symbolic>();
  protected readonly initNames: Identifiers;
  protected readonly forwardNames: Identifiers;
  protected readonly attributes: Identifiers;
  protected readonly parameters = new Map<string, string>();
  protected readonly usedExtents = new Set<Extent>();
  protected readonly support = new Set<Support>();
  /** Variables of `__init__` that `forward` reads too, and the attribute that keeps each. */
  protected readonly kept: Map<string, string>;
  protected readonly assigned = new Map<string, number>();
  /** How often the first writing assigned each attribute: one that is assigned twice needs a type of its own. */
  protected readonly repeated: ReadonlyMap<string, number>;
  protected init: Statement[] = [];
  protected forward: Statement[] = [];
  protected owns = false;
  protected join: SymbolicShape | undefined;
  protected joinCode: string | undefined;
  /** Expressions that have a variable, by their text. */
  protected hoisted: ReadonlyMap<string, string> = new Map();
  /** Expressions that the first writing found used more than once; undefined in the first writing. */
  protected readonly worth: ReadonlySet<string> | undefined;
  protected readonly hoistedNames = new Map<string, string>();
  /** Variables that this class made up: those that nothing reads are taken out again. */
  protected readonly madeUp = new Set<string>();
  protected written: readonly Statement[] = [];

  constructor(
    module: ModuleNames,
    definition: Definition,
    constants: ReadonlyMap<string, Symbolic>,
    first?: ClassScope,
  ) {
    this.module = module;
    this.definition = definition;
    this.constants = new Map(constants);
    this.initNames = new Identifiers([...module.taken, 'self', 'module', ...extentNames], identifier);
    this.forwardNames = new Identifiers([...module.taken, 'self', 'x'], identifier);
    this.attributes = new Identifiers([...moduleAttributes, ...labelsOf(definition.steps)], identifier);
    this.kept = new Map(first?.kept);
    this.repeated = first?.assigned ?? new Map();
    this.worth = first?.worthHoisting();
    for (const { name } of definition.parameters)
      if (!this.constants.has(`parameter ${name}`))
        this.locals.set(`parameter ${name}`, this.initNames.fresh(name));
  }

  protected worthHoisting(): ReadonlySet<string> {
    const found = new Set<string>();
    for (const [name, key] of this.hoistedNames) if (countMentions(this.written, name) > 2) found.add(key);
    return found;
  }

  protected let(step: Extract<Step, { kind: 'let' }>, shape: SymbolicShape, statements: Statement[]): void {
    this.localValues.set(step.name, step.symbolic);
    const key = `local ${step.name}`;
    this.constants.delete(key);
    const moves = everyPart(step.symbolic).some(
      (part) => part.kind === 'dimension' && part.axis !== 'channels',
    );
    if (moves) return;
    const settled = this.settled(step.symbolic, shape);
    if (isConstant(settled)) {
      this.constants.set(key, settled);
      return;
    }
    const name = this.initNames.fresh(step.name);
    const code = this.code(settled);
    this.locals.set(key, name);
    this.resolved.set(name, settled);
    statements.push(line(`${name} = ${code}`));
    const kept = this.kept.get(key);
    if (kept !== undefined) statements.push(line(`self.${kept} = ${name}`));
  }

  /** With the extents before the statement, and the values of what is constant here. */
  protected settled(symbolic: Symbolic, shape: SymbolicShape): Symbolic {
    return this.known(symbolic, shape) ?? symbolic;
  }

  /** The same, or undefined where an extent has no formula. */
  protected known(symbolic: Symbolic, shape: SymbolicShape): Symbolic | undefined {
    return withDimensions(symbolic, shape, this.join, (part) =>
      this.constants.get(`${part.kind} ${part.name}`),
    );
  }

  /** A variable of `__init__` as a symbolic. */
  protected variable(code: string): Symbolic {
    this.locals.set(`local ${code}`, code);
    return { kind: 'local', name: code };
  }

  protected extentCode(extent: Symbolic | undefined, minimum = 0): string {
    return extent === undefined ? 'None' : this.code(extent, minimum);
  }

  protected code(given: Symbolic, minimum = 0, float = false): string {
    const symbolic = this.hoisted.size === 0 ? given : this.withHoisted(given);
    if (callsRoundTo(symbolic)) this.support.add('round_to');
    if (symbolic.kind === 'constant') return constantCode(symbolic.value, float);
    return symbolicCode(
      symbolic,
      {
        nameOf: (part) => {
          if (part.kind === 'dimension') {
            this.usedExtents.add(part.axis);
            return extentNames[axes[part.axis]]!;
          }
          const code = this.locals.get(`${part.kind} ${part.name}`) ?? identifier(part.name);
          if (part.kind === 'parameter') this.parameters.set(part.name, code);
          if (part.kind === 'local' && /[ +*]/.test(code) && minimum > 5) return `(${code})`;
          return code;
        },
        isFloat: this.isFloat,
      },
      minimum,
    );
  }

  protected withHoisted(symbolic: Symbolic): Symbolic {
    const name = this.hoisted.get(JSON.stringify(symbolic));
    if (name !== undefined) return { kind: 'local', name };
    if (symbolic.kind !== 'binary') return symbolic;
    return { ...symbolic, left: this.withHoisted(symbolic.left), right: this.withHoisted(symbolic.right) };
  }

  /** With the values of `let`s, as shapes flow. */
  protected expanded(symbolic: Symbolic): Symbolic {
    return fold(symbolic, (part) => {
      const value = part.kind === 'local' ? this.resolved.get(part.name) : undefined;
      return value === undefined ? undefined : this.expanded(value);
    });
  }

  protected readonly isFloat = (symbolic: Symbolic): boolean =>
    this.module.types.typeOf(symbolic, this.definition.name, (name) => this.localValues.get(name)) ===
    'float';

  /** Code that stands in `forward`: the input's extents are those of the variable, other names become attributes. */
  protected forwardCode(symbolic: Symbolic, variable: string): string {
    const settled = this.settled(symbolic, unknownShape);
    const sizes = { channels: 1, height: 2, width: 3 } as const;
    return symbolicCode(settled, {
      nameOf: (part) => {
        if (part.kind === 'dimension')
          return `${part.of === 'join' ? (this.joinCode ?? variable) : variable}.shape[${sizes[part.axis]}]`;
        const key = `${part.kind} ${part.name}`;
        if (part.kind === 'index') return this.locals.get(key) ?? identifier(part.name);
        const value = part.kind === 'local' ? this.localValues.get(part.name) : undefined;
        if (value !== undefined && !this.locals.has(key)) return `(${this.forwardCode(value, variable)})`;
        const code = this.locals.get(key) ?? identifier(part.name);
        if (part.kind === 'parameter') this.parameters.set(part.name, code);
        if (!this.kept.has(key)) this.kept.set(key, this.attributes.fresh(part.name));
        return `self.${this.kept.get(key)!}`;
      },
      isFloat: this.isFloat,
    });
  }

  protected frame() {
    return new Map([...this.constants]);
  }

  protected madeUpName(name: string): string {
    const fresh = this.initNames.fresh(name);
    this.madeUp.add(fresh);
    return fresh;
  }

  protected nestedInit(body: () => void): Statement[] {
    const { init: outer, hoisted } = this;
    this.init = [];
    body();
    const inner = this.init;
    this.init = outer;
    this.hoisted = hoisted;
    return inner;
  }

  protected nestedForward(body: () => void): Statement[] {
    const outer = this.forward;
    this.forward = [];
    body();
    const inner = this.forward;
    this.forward = outer;
    return inner;
  }
}
