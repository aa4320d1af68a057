import { Identifiers } from '../../emission/identifiers.ts';
import { fstringText, identifier, isAttribute, stringLiteral } from '../../emission/python.ts';
import type { Code } from '../../emission/python-layout.ts';
import { call, flatten, prefixed, suffixed } from '../../emission/python-layout.ts';
import { everyStep } from '../../ir/every-step.ts';
import { fold } from '../../ir/fold.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { operatorOf } from '../../ir/operators.ts';
import type { Definition, LabelTemplate, Shortcut, Step, Steps } from '../../ir/outline.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { everyPart } from '../../ir/symbolic.ts';
import { equal } from '../../ir/trace.ts';
import type { Entry } from './chain.ts';
import {
  addStatements,
  appendStatements,
  isExpression,
  isPositional,
  sequentialArguments,
  statementsIn,
} from './chain.ts';
import { moduleAttributes } from './module-attributes.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { attributeParts, combine, constant, isSame, operatorShape } from './operator-shape.ts';
import type { ParameterTypes } from './parameter-types.ts';
import type { Join, Layout, Piece, PieceContext, Support } from './pieces.ts';
import { isJoin, pieces } from './pieces.ts';
import { afterCopies, increase, type ShapeFlow, withDimensions } from './shape-flow.ts';
import type { Statement } from './statements.ts';
import { branch, countMentions, line, loop, returning, sameStatements, withoutUnread } from './statements.ts';
import { callsRoundTo, constantCode, symbolicCode, tuple } from './symbolic-code.ts';

/** What all classes of a module share. */
export interface ModuleNames {
  readonly graph: Graph;
  readonly flow: ShapeFlow;
  readonly types: ParameterTypes;
  /** Of the definitions that are written already: those that a class may call. */
  readonly classes: ReadonlyMap<string, WrittenClass>;
  /** Names of the file: classes, imports. */
  readonly taken: readonly string[];
}

export interface WrittenClass {
  readonly name: string;
  readonly definition: Definition;
  /** `Sequential` where the class is a chain whose names are no identifiers. */
  readonly base: 'Module' | 'Sequential';
  readonly init: readonly Statement[];
  readonly forward: readonly Statement[];
  /** The parameters that the code mentions, by their name in the source. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The input's extents that the constructor takes. */
  readonly extents: readonly Extent[];
  readonly support: ReadonlySet<Support>;
  readonly takes: Layout;
  readonly gives: Layout;
  readonly owns: boolean;
  /** Whether the object says how many channels it makes, since no formula does. */
  readonly exposesChannels: boolean;
}

export type Extent = 'channels' | 'height' | 'width';
const extents = ['channels', 'height', 'width'] as const;

/** A value in `forward`, with what `__init__` knows of it. */
interface Value {
  readonly code: Code;
  /** Whether the code is a variable's name. */
  readonly settled: boolean;
  readonly heavy: boolean;
  readonly layout: Layout;
  readonly shape: SymbolicShape;
}

/** Where modules are registered: the object itself, or a container in it. */
interface Place {
  /** The container's code in `__init__`. */
  readonly container: string;
  /** In `forward`, where it is an attribute. */
  readonly direct: string | undefined;
  /** From the object, for `get_submodule`. */
  readonly path: readonly LabelTemplate[];
}

const self: Place = { container: 'self', direct: 'self', path: [] };

/** Writes one definition as a class. */
export class ClassWriter {
  private readonly module: ModuleNames;
  private readonly definition: Definition;
  private readonly constants: Map<string, Symbolic>;
  /** Variables of `__init__` by what they stand for. */
  private readonly locals = new Map<string, string>();
  private readonly localValues = new Map<string, Symbolic>();
  private readonly initNames: Identifiers;
  private readonly forwardNames: Identifiers;
  private readonly attributes: Identifiers;
  private readonly parameters = new Map<string, string>();
  private readonly usedExtents = new Set<Extent>();
  private readonly support = new Set<Support>();
  private readonly values = new Map<string, Value>();
  /** Variables of `__init__` that `forward` reads too, and the attribute that keeps each. */
  private readonly kept: Map<string, string>;
  private readonly assigned = new Map<string, number>();
  private init: Statement[] = [];
  private forward: Statement[] = [];
  private owns = false;
  private join: SymbolicShape | undefined;
  private joinCode: string | undefined;

  constructor(
    module: ModuleNames,
    definition: Definition,
    constants: ReadonlyMap<string, Symbolic>,
    first?: ClassWriter,
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

  /** How often the first writing assigned each attribute: one that is assigned twice needs a type of its own. */
  private readonly repeated: ReadonlyMap<string, number>;

  /** Twice: what `forward` keeps and what is assigned more than once is known after the first time. */
  static write(
    module: ModuleNames,
    name: string,
    definition: Definition,
    constants: ReadonlyMap<string, Symbolic> = new Map(),
    input?: SymbolicShape,
  ): WrittenClass {
    const first = new ClassWriter(module, definition, constants);
    first.write(name, input);
    return new ClassWriter(module, definition, constants, first).write(name, input);
  }

  private write(name: string, given: SymbolicShape | undefined): WrittenClass {
    const { definition } = this;
    const shape: SymbolicShape = given ?? [dimension('channels'), dimension('height'), dimension('width')];
    const takes = given === undefined ? this.takes(definition.steps) : 'map';
    const common = { name, definition, support: this.support, takes };
    if (given === undefined && this.isChain(definition.steps) && !this.readsWell(definition.steps)) {
      const chain = this.chain(definition.steps, shape, takes);
      const init = this.cleaned(this.sequentialInit(chain.entries));
      return { ...common, base: 'Sequential', init, forward: [], ...this.summary(chain.layout, chain.shape) };
    }
    const input: Value = { code: 'x', settled: true, heavy: false, layout: takes, shape };
    const label = given === undefined ? undefined : this.module.graph.outline.input;
    if (label !== undefined) this.values.set(label, { ...input, code: this.forwardNames.fresh(label) });
    if (label !== undefined) this.forward.push(line(`${flatten(this.values.get(label)!.code)} = x`));
    let result = this.sequence(definition.steps, input, 'x', self);
    if (given !== undefined && this.endsFlat()) result = this.as(result, 'vector');
    this.returned(result);
    const summary = this.summary(result.layout, result.shape);
    if (summary.exposesChannels)
      this.init.push(line(`self.out_channels = ${this.extentCode(result.shape[0])}`));
    const init = this.cleaned([line('super().__init__()'), ...this.keepers(), ...this.init]);
    return { ...common, base: 'Module', init, forward: this.forward, ...summary };
  }

  private summary(gives: Layout, shape: SymbolicShape) {
    const formula = this.module.flow.own(this.definition);
    return {
      parameters: this.parameters,
      extents: extents.filter((extent) => this.usedExtents.has(extent)),
      gives,
      owns: this.owns,
      exposesChannels: formula[0] === undefined && shape[0] !== undefined,
    };
  }

  /** A network whose result is C×1×1 gives N×C. */
  private endsFlat(): boolean {
    const { nodes, output } = this.module.graph;
    const [, height, width] = nodes[output]!.output;
    return height === 1 && width === 1;
  }

  private returned(result: Value): void {
    this.forward = [...returning(this.forward, result.code)];
  }

  private worthHoisting(): ReadonlySet<string> {
    const found = new Set<string>();
    for (const [name, key] of this.hoistedNames) if (countMentions(this.written, name) > 2) found.add(key);
    return found;
  }

  private madeUpName(name: string): string {
    const fresh = this.initNames.fresh(name);
    this.madeUp.add(fresh);
    return fresh;
  }

  private cleaned(statements: readonly Statement[]): readonly Statement[] {
    this.written = statements;
    return withoutUnread(statements, this.madeUp);
  }

  private written: readonly Statement[] = [];

  /** `self.kernel = kernel`, for what `forward` reads of the parameters. */
  private keepers(): readonly Statement[] {
    return [...this.kept].flatMap(([key, attribute]) => {
      const code = this.locals.get(key);
      return key.startsWith('parameter ') && code !== undefined ? [line(`self.${attribute} = ${code}`)] : [];
    });
  }

  private sequentialInit(entries: readonly Entry[]): readonly Statement[] {
    const start = line('super().__init__()');
    if (isExpression(entries))
      return [
        ...this.init,
        ...statementsIn(entries),
        line(call('super().__init__', sequentialArguments(entries))),
      ];
    if (!isPositional(entries)) return [start, ...this.init, ...addStatements(entries, 'self')];
    const list = this.initNames.fresh('layers');
    return [
      ...this.init,
      line(`${list}: list[nn.Module] = []`),
      ...appendStatements(entries, list),
      line(`super().__init__(*${list})`),
    ];
  }

  // ---- forward and __init__ together

  private sequence(steps: Steps, input: Value, target: string, place: Place): Value {
    return steps.reduce((value, step) => this.named(step, this.step(step, value, target, place)), input);
  }

  /** A value that is named later gets a variable of its own. */
  private named(step: Step, value: Value): Value {
    if (step.value === undefined) return value;
    const name = this.forwardNames.fresh(step.value);
    const kept = this.assign(value, name);
    this.values.set(step.value, kept);
    return kept;
  }

  private step(step: Step, value: Value, target: string, place: Place): Value {
    switch (step.kind) {
      case 'operator':
        return this.operator(step, value, target, place);
      case 'call':
        return this.callStep(step, value, target, place);
      case 'stage':
      case 'repeat':
        return this.copies(step, value, target, place);
      case 'residual':
        return this.residual(step, value, target, place);
      case 'gate': {
        const input = this.settle(value, target);
        const gate = this.labelled(step.label, step.body, input, this.forwardNames.fresh('gate'), place);
        return this.joined('multiply', [input, gate]);
      }
      case 'branches':
        return this.branches(step, value, target, place);
      case 'group':
        if (step.label !== undefined) return this.labelled(step.label, step.body, value, target, place);
        return this.sequence(step.body, value, target, place);
      case 'if':
        return this.choice(step, value, target, place);
      case 'from':
        return this.values.get(step.name) ?? value;
      case 'let':
        this.let(step, value.shape, this.init);
        return value;
    }
  }

  private operator(
    step: Extract<Step, { kind: 'operator' }>,
    value: Value,
    target: string,
    place: Place,
  ): Value {
    if (isJoin(step.op)) {
      const others = step.values.map((name) => this.values.get(name) ?? value);
      return this.joined(step.op, [this.settle(value, target), ...others]);
    }
    if (step.op === 'layer_scale') return this.layerScale(step, value, place);
    this.init.push(...this.hoist(step, value.shape));
    const moving = this.movingPads(step);
    let current = value;
    let inside: ((padded: string) => string) | undefined;
    const made = this.pieces(step, moving === undefined ? value : { ...value }, moving !== undefined);
    if (moving !== undefined) {
      current = this.settle(current.layout === 'map' ? current : this.as(current, 'map'), target);
      const variable = flatten(current.code);
      const pads = moving.map((part) => this.forwardCode(part, variable));
      const [top, bottom, left, right] = pads as [string, string, string, string];
      const filler = step.op === 'maxpool' ? ['value=-torch.inf'] : [];
      const code = call('F.pad', [variable, tuple([left, right, top, bottom]), ...filler]);
      current = this.assign({ ...current, code }, target);
      const excludes = step.op === 'avgpool' && this.codes(step, 'exclude_pad', value.shape)[0] === 'True';
      if (excludes) {
        const ones = this.forwardNames.fresh('inside');
        const given = [call('torch.ones_like', [`${variable}[:1, :1]`]), tuple([left, right, top, bottom])];
        const padded = this.forward.pop()!;
        this.forward.push(line(prefixed(`${ones} = `, call('F.pad', given))), padded);
        inside = () => ones;
      }
    }
    for (const [position, piece] of made.entries()) {
      const isLast = position === made.length - 1;
      current = this.as(current, piece.needs ?? current.layout);
      if (piece.heavy && current.heavy) current = this.assign(current, target);
      const layout = piece.gives ?? current.layout;
      const heavy = piece.heavy || current.heavy;
      if (piece.apply !== undefined && !piece.owns)
        current = { ...current, code: piece.apply(current.code), settled: false, heavy, layout };
      else {
        const label = isLast && piece.owns ? step.label : undefined;
        const access = this.register(place, label, piece.hint, piece.module, piece.owns);
        const padded = current.code;
        const code = call(access, [padded]);
        current = { ...current, code, settled: false, heavy, layout };
        if (inside !== undefined)
          current = { ...current, code: `${flatten(code)} / ${access}(${inside(flatten(padded))})` };
      }
    }
    return { ...current, shape: this.shapeAfter(step, [value.shape]) };
  }

  private layerScale(step: Extract<Step, { kind: 'operator' }>, value: Value, place: Place): Value {
    const input = this.as(value, 'map');
    const [start] = this.codes(step, 'value', value.shape);
    const size = this.extentCode(value.shape[0]);
    const parameter = call('nn.Parameter', [call('torch.full', [tuple([size, '1', '1']), start!])]);
    const label = plain(step.label);
    let access: string;
    this.owns = true;
    if (
      place.direct === 'self' &&
      label !== undefined &&
      isAttribute(label) &&
      !moduleAttributes.has(label)
    ) {
      access = `self.${label}`;
      this.init.push(line(prefixed(`${access} = `, parameter)));
    } else {
      // Straight into the dictionary: `register_parameter` refuses the names of methods.
      const key = this.labelCode(step.label ?? [], value.shape);
      this.init.push(line(prefixed(`${place.container}._parameters[${key}] = `, parameter)));
      this.support.add('attach').add('child');
      const owner = place.path.length === 0 ? 'self' : `child(self, ${this.placeCode(place)})`;
      access = `dict(${owner}.named_parameters())[${this.pathCode(self, step.label ?? [])}]`;
    }
    const code = `${operand(input.code)} * ${access}`;
    return { ...input, code, settled: false, heavy: true };
  }

  private callStep(step: Extract<Step, { kind: 'call' }>, value: Value, target: string, place: Place): Value {
    const made = this.called(step.callee, step.arguments, value.shape);
    let input = this.as(value, made.callee.takes);
    if (input.heavy) input = this.assign(input, target);
    const access = this.register(place, step.label, identifier(step.callee), made.code, made.callee.owns);
    const shape = this.after(made, access);
    return {
      code: call(access, [input.code]),
      settled: false,
      heavy: true,
      layout: made.callee.gives,
      shape,
    };
  }

  /** What a call makes; where no formula says how many channels that is, the object does. */
  private after(
    made: { readonly callee: WrittenClass; readonly shape: SymbolicShape },
    access: string,
  ): SymbolicShape {
    const { shape } = made;
    if (shape[0] !== undefined || !made.callee.exposesChannels) return shape;
    return [this.variable(`${access}.out_channels`), shape[1], shape[2]];
  }

  private residual(
    step: Extract<Step, { kind: 'residual' }>,
    value: Value,
    target: string,
    place: Place,
  ): Value {
    const inner = step.label === undefined ? place : this.container(place, step.label, value.shape);
    const input = this.settle(value, target);
    const strides = this.module.flow.stridesOf(step.path);
    const variable = this.forwardNames.fresh('y');
    let path = this.sequence(step.path, input, variable, inner);
    if (step.shortcut.kind === 'none') return path;
    if (step.shortcut.kind === 'identity') {
      if (flatten(path.code).length > 32) path = this.settle(path, variable);
      return this.joined('add', [path, input]);
    }
    path = this.settle(path, variable);
    const shortcut = this.shortcut(step.shortcut, input, path, inner, strides);
    return this.joined('add', [path, shortcut]);
  }

  private shortcut(
    shortcut: Shortcut,
    input: Value,
    path: Value,
    place: Place,
    strides: readonly Symbolic[],
  ): Value {
    const outer = [this.join, this.joinCode] as const;
    this.join = path.shape;
    this.joinCode = flatten(path.code);
    const isChain =
      this.isChain(shortcut.steps) && (shortcut.label !== undefined || !this.ownsAny(shortcut.steps));
    let result: Value;
    const always = shortcut.when === 'always';
    if (always && shortcut.label !== undefined)
      result = this.labelled(
        shortcut.label,
        shortcut.steps,
        input,
        this.forwardNames.fresh('shortcut'),
        place,
      );
    else if (always)
      result = this.sequence(shortcut.steps, input, this.forwardNames.fresh('shortcut'), place);
    else {
      const condition = this.shapesDiffer(input.shape, path.shape, strides);
      if (isChain) {
        const label = shortcut.label ?? [this.attributes.fresh('shortcut')];
        const owns = this.ownsAny(shortcut.steps);
        const access = this.register(place, label, 'shortcut', 'nn.Identity()', owns, 'nn.Module');
        const body = this.nestedInit(() => {
          const chain = this.chain(shortcut.steps, input.shape, input.layout);
          this.fill(place, label, chain.entries, owns);
        });
        this.init.push(...branch(condition, body, []));
        result = {
          ...path,
          code: call(access, [input.code]),
          settled: false,
          heavy: true,
          layout: input.layout,
        };
      } else {
        const inner =
          shortcut.label === undefined ? place : this.container(place, shortcut.label, input.shape);
        result = this.choose('projects', condition, input, this.forwardNames.fresh('shortcut'), [
          (value, target) => this.sequence(shortcut.steps, value, target, inner),
          (value) => value,
        ]);
      }
    }
    [this.join, this.joinCode] = outer;
    return result;
  }

  /** `stride != 1 or in_channels != width`, as a constructor can ask. */
  private shapesDiffer(input: SymbolicShape, path: SymbolicShape, strides: readonly Symbolic[]): string {
    const terms: string[] = [];
    for (const stride of strides) {
      const settled = this.settled(stride, input);
      const term =
        settled.kind === 'constant' && settled.value === 1 ? [] : [`${this.code(settled, 5)} != 1`];
      for (const text of term) if (!terms.includes(text)) terms.push(text);
    }
    if (!equal(input[0], path[0]))
      terms.push(`${this.extentCode(input[0], 5)} != ${this.extentCode(path[0], 5)}`);
    if (terms.length > 0) return terms.join(' or ');
    return [1, 2]
      .filter((axis) => !equal(input[axis], path[axis]))
      .map((axis) => `${this.extentCode(input[axis], 5)} != ${this.extentCode(path[axis], 5)}`)
      .join(' or ');
  }

  private branches(
    step: Extract<Step, { kind: 'branches' }>,
    value: Value,
    target: string,
    place: Place,
  ): Value {
    const inner = step.label === undefined ? place : this.container(place, step.label, value.shape);
    const input = this.settle(value, target);
    const ends = step.paths.map(({ label, steps }, position) => {
      if (steps.length === 0) return input;
      const alone = step.paths.every(({ steps: others }, index) => index === position || others.length === 0);
      const variable = this.forwardNames.fresh(plain(label) ?? (alone ? 'y' : `branch${position + 1}`));
      const end =
        label === undefined
          ? this.sequence(steps, input, variable, inner)
          : this.labelled(label, steps, input, variable, inner);
      return flatten(end.code).length <= 24 ? end : this.settle(end, variable);
    });
    return ends.length === 1 ? ends[0]! : this.joined(step.join, ends);
  }

  /** Steps whose tensors lie below a label: an `nn.Sequential` where they are a chain, else a dictionary of modules. */
  private labelled(
    label: LabelTemplate | undefined,
    steps: Steps,
    value: Value,
    target: string,
    place: Place,
  ): Value {
    if (label === undefined || !this.isChain(steps))
      return this.sequence(
        steps,
        value,
        target,
        label === undefined ? place : this.container(place, label, value.shape),
      );
    let input = this.as(value, this.takes(steps));
    if (input.heavy) input = this.assign(input, target);
    const owns = this.ownsAny(steps);
    const chain = this.chain(steps, input.shape, input.layout);
    const access = this.fill(place, label, chain.entries, owns);
    const code = call(access, [input.code]);
    return { code, settled: false, heavy: true, layout: chain.layout, shape: chain.shape };
  }

  private choice(step: Extract<Step, { kind: 'if' }>, value: Value, target: string, place: Place): Value {
    const condition = this.code(this.settled(step.condition, value.shape));
    const hint = this.flagOf(step);
    return this.choose(hint, condition, value, target, [
      (input, variable) => this.sequence(step.consequent, input, variable, place),
      (input, variable) => this.sequence(step.alternative, input, variable, place),
    ]);
  }

  /** What the attribute is called that keeps a choice: by what is there only then. */
  private flagOf(step: Extract<Step, { kind: 'if' }>): string {
    const steps = step.consequent.length > 0 ? step.consequent : step.alternative;
    if (everyStep(steps).some(({ kind }) => kind === 'residual')) return 'residual';
    if (this.join !== undefined && this.ownsAny(steps)) return 'projects';
    const first = everyStep(steps).find(({ kind }) => kind === 'operator' || kind === 'call');
    const label = plain(first?.label);
    if (label !== undefined && isAttribute(label)) return `has_${label}`;
    if (first?.kind === 'operator') return `has_${first.op}`;
    return first?.kind === 'call' ? `has_${identifier(first.callee)}` : 'extended';
  }

  /** Two ways, one of which the constructor chooses. */
  private choose(
    hint: string,
    condition: string,
    value: Value,
    target: string,
    ways: readonly [Way, Way],
  ): Value {
    const input = value.settled ? value : this.settle(value, target);
    const run = (way: Way) => {
      let result: Value | undefined;
      let forward: readonly Statement[] = [];
      const init = this.nestedInit(() => {
        forward = this.nestedForward(() => {
          result = way(input, target);
        });
      });
      return { init, forward, result: result!, assigned: new Map(this.assigned) };
    };
    const [yes, no] = [run(ways[0]), run(ways[1])];
    const layout = yes.result.layout === no.result.layout ? yes.result.layout : 'map';
    for (const end of [yes, no])
      end.forward = [
        ...end.forward,
        ...this.nestedForward(() => this.assignTo(this.as(end.result, layout), target)),
      ];
    const flag = this.attributes.fresh(hint);
    let channels = yes.result.shape[0];
    if (!equal(yes.result.shape[0], no.result.shape[0])) {
      const name = this.madeUpName('channels');
      yes.init = [...yes.init, line(`${name} = ${this.extentCode(yes.result.shape[0])}`)];
      no.init = [...no.init, line(`${name} = ${this.extentCode(no.result.shape[0])}`)];
      channels = this.variable(name);
    }
    const needsFlag = yes.forward.length > 0 || no.forward.length > 0;
    const [first] = yes.forward;
    void first;
    if (sameStatements(yes.init, no.init)) {
      // Once is enough, and needs no type.
      for (const [name, times] of yes.assigned) this.assigned.set(name, times);
      this.init.push(...yes.init);
      if (needsFlag) this.init.push(line(`self.${flag} = ${condition}`));
    } else if (needsFlag) {
      this.init.push(line(`self.${flag} = ${condition}`));
      this.init.push(...branch(`self.${flag}`, yes.init, no.init));
    } else this.init.push(...branch(condition, yes.init, no.init));
    this.forward.push(...branch(`self.${flag}`, yes.forward, no.forward));
    const shape: SymbolicShape = [
      channels,
      equal(yes.result.shape[1], no.result.shape[1]) ? yes.result.shape[1] : undefined,
      equal(yes.result.shape[2], no.result.shape[2]) ? yes.result.shape[2] : undefined,
    ];
    return { code: target, settled: true, heavy: false, layout, shape };
  }

  private joined(op: Join, values: readonly Value[]): Value {
    const layout = values.every((value) => value.layout === 'vector') ? 'vector' : 'map';
    const terms = values.map((value) => this.as(value, layout));
    const codes = terms.map(({ code }) => code);
    const shape = operatorShape(
      op,
      () => [],
      values.map((value) => value.shape),
    );
    const sign = op === 'add' ? '+' : '*';
    const code: Code =
      op === 'concat'
        ? call('torch.cat', [{ open: '[', items: codes, close: ']', style: 'collection' }, 'dim=1'])
        : {
            open: '',
            items: codes.map((each, position) => prefixed(position === 0 ? '' : `${sign} `, each)),
            close: '',
            style: 'sum',
          };
    return { code, settled: false, heavy: true, layout, shape };
  }

  // ---- chains

  /** Whether the steps are modules one behind the other: then an `nn.Sequential` is their `forward`. */
  private isChain(steps: Steps): boolean {
    return steps.every((step) => this.isLink(step));
  }

  private isLink(step: Step): boolean {
    if (step.value !== undefined) return false;
    if (step.label !== undefined && step.label.length === 1) {
      const text = plain(step.label);
      if (isHostile(text)) return false;
    }
    switch (step.kind) {
      case 'operator':
        return !isJoin(step.op) && step.op !== 'layer_scale' && this.movingPads(step) === undefined;
      case 'stage':
        return this.isComprehension(step);
      case 'call':
      case 'let':
        return true;
      case 'repeat':
      case 'group':
        return this.isChain(step.body);
      case 'if':
        return this.isChain(step.consequent) && this.isChain(step.alternative);
      case 'residual':
      case 'gate':
      case 'branches':
      case 'from':
        return false;
    }
  }

  /** Whether each copy's channels can be told from its number. */
  private isComprehension(step: Extract<Step, { kind: 'stage' }>): boolean {
    if (this.settled(step.count, unknownShape).kind === 'constant') return true;
    const { flow } = this.module;
    return flow.own({ ...this.definition, steps: [step] })[0] !== undefined;
  }

  /** Whether every label is an attribute's name, and nothing is looped over: then a `forward` of its own reads better. */
  private readsWell(steps: Steps): boolean {
    return steps.every((step) => {
      const text = plain(step.label);
      if (step.label !== undefined && (text === undefined || !isAttribute(text))) return false;
      if (step.kind === 'repeat' || step.kind === 'if') return false;
      return step.kind !== 'group' || step.label !== undefined || this.readsWell(step.body);
    });
  }

  private chain(
    steps: Steps,
    shape: SymbolicShape,
    layout: Layout,
  ): { readonly entries: readonly Entry[]; readonly shape: SymbolicShape; readonly layout: Layout } {
    const entries: Entry[] = [];
    let current = { shape, layout };
    for (const step of steps) current = this.link(step, current.shape, current.layout, entries);
    return { entries, shape: current.shape, layout: current.layout };
  }

  private link(
    step: Step,
    shape: SymbolicShape,
    layout: Layout,
    entries: Entry[],
  ): { shape: SymbolicShape; layout: Layout } {
    const add = (label: LabelTemplate | undefined, owns: boolean, hint: string, code: Code): void => {
      const entry = label === undefined ? undefined : this.entryLabel(label, shape);
      if (owns) this.owns = true;
      entries.push({ kind: 'module', label: entry, owns, hint, code });
    };
    const turn = (to: Layout, from: Layout): void => {
      if (to === 'vector' && from === 'map') add(undefined, false, 'flatten', 'nn.Flatten()');
      if (to === 'map' && from === 'vector')
        add(undefined, false, 'unflatten', 'nn.Unflatten(1, (-1, 1, 1))');
    };
    switch (step.kind) {
      case 'operator': {
        for (const statement of this.hoist(step, shape)) entries.push({ kind: 'statement', statement });
        const value: Value = { code: '', settled: true, heavy: false, layout, shape };
        let current = layout;
        for (const piece of this.pieces(step, value, false)) {
          turn(piece.needs ?? current, current);
          add(piece.owns ? step.label : undefined, piece.owns, piece.hint, piece.module);
          current = piece.gives ?? piece.needs ?? current;
        }
        return { shape: this.shapeAfter(step, [shape]), layout: current };
      }
      case 'call': {
        const made = this.called(step.callee, step.arguments, shape);
        turn(made.callee.takes, layout);
        add(step.label, made.callee.owns, identifier(step.callee), made.code);
        return { shape: made.shape, layout: made.callee.gives };
      }
      case 'stage': {
        const callee = this.module.classes.get(step.callee)!;
        turn(callee.takes, layout);
        const copies = this.stage(step, shape);
        if (step.numbered && step.label !== undefined) {
          const code = call('nn.Sequential', sequentialArguments(copies.entries));
          add(step.label, callee.owns, identifier(step.callee), code);
        } else entries.push(...copies.entries);
        return { shape: copies.shape, layout: callee.gives };
      }
      case 'group': {
        if (step.label === undefined) {
          const inner = this.chain(step.body, shape, layout);
          entries.push(...inner.entries);
          return inner;
        }
        const takes = this.takes(step.body);
        turn(takes, layout);
        const inner = this.chain(step.body, shape, takes);
        entries.push(
          ...statementsIn(inner.entries).map((statement) => ({ kind: 'statement', statement }) as const),
        );
        const owns = this.ownsAny(step.body);
        if (isExpression(inner.entries))
          add(step.label, owns, 'block', call('nn.Sequential', sequentialArguments(inner.entries)));
        else {
          const name = this.initNames.fresh(plain(step.label) ?? 'block');
          for (const statement of this.fillStatements(name, inner.entries))
            entries.push({ kind: 'statement', statement });
          add(step.label, owns, 'block', name);
        }
        return inner;
      }
      case 'if': {
        const condition = this.code(this.settled(step.condition, shape));
        const [yes, no] = [
          this.chain(step.consequent, shape, layout),
          this.chain(step.alternative, shape, layout),
        ];
        let channels = yes.shape[0];
        const ends: readonly [Entry[], Entry[]] = [[...yes.entries], [...no.entries]];
        if (!equal(yes.shape[0], no.shape[0])) {
          // Where only one way changes them, what it makes them is what both have: else the code would not be a chain's.
          const name = this.madeUpName('channels');
          for (const [position, end] of [yes, no].entries()) {
            const statement = line(`${name} = ${this.extentCode(end.shape[0])}`);
            const list = position === 1 && no.entries.length === 0 ? entries : ends[position]!;
            list.push({ kind: 'statement', statement });
          }
          channels = this.variable(name);
        }
        entries.push({ kind: 'if', condition, consequent: ends[0], alternative: ends[1] });
        return { shape: [channels, undefined, undefined], layout: yes.layout };
      }
      case 'repeat':
        return this.repeatInChain(step, shape, layout, entries);
      case 'let': {
        const statements: Statement[] = [];
        this.let(step, shape, statements);
        for (const statement of statements) entries.push({ kind: 'statement', statement });
        return { shape, layout };
      }
      case 'residual':
      case 'gate':
      case 'branches':
      case 'from':
        throw new Error('no step of a chain');
    }
  }

  /** The variable that holds the channels at the end of the last loop: the next goes on with it. */
  private running: { readonly name: string; readonly value: Symbolic | undefined } | undefined;

  private repeatInChain(
    step: Extract<Step, { kind: 'repeat' }>,
    shape: SymbolicShape,
    layout: Layout,
    entries: Entry[],
  ): { shape: SymbolicShape; layout: Layout } {
    const count = this.code(this.settled(step.count, shape));
    const after = this.module.flow.copied(step, shape, this.frame());
    const variable = this.initNames.fresh(step.variable);
    this.locals.set(`index ${step.variable}`, variable);
    const changes = !equal(after.first[0], shape[0]);
    const running =
      this.running !== undefined && equal(this.running.value, shape[0]) ? this.running : undefined;
    const name = changes ? (running?.name ?? this.madeUpName('channels')) : undefined;
    const inner: SymbolicShape = [name === undefined ? shape[0] : this.variable(name), undefined, undefined];
    if (name !== undefined && running === undefined)
      entries.push({ kind: 'statement', statement: line(`${name} = ${this.extentCode(shape[0])}`) });
    if (name !== undefined) this.running = { name, value: after.last[0] };
    const chain = this.chain(step.body, inner, layout);
    const body = [...chain.entries];
    if (name !== undefined)
      body.push({ kind: 'statement', statement: line(`${name} = ${this.extentCode(chain.shape[0])}`) });
    this.initNames.release(variable);
    const names = { variable, index: step.variable, count };
    const numbered = step.numbered && step.label !== undefined;
    if (numbered) {
      const list = this.initNames.fresh(plain(step.label) ?? 'blocks');
      const block = sequentialArguments(body.filter((entry) => entry.kind !== 'statement'));
      const statements = [
        ...statementsIn(body.slice(0, -1)),
        line(call(`${list}.append`, [call('nn.Sequential', block)])),
        ...(name === undefined ? [] : statementsIn(body.slice(-1))),
      ];
      entries.push({ kind: 'statement', statement: line(`${list}: list[nn.Module] = []`) });
      entries.push({ kind: 'statement', statement: loop(variable, count, statements) });
      const label = this.entryLabel(step.label, shape);
      entries.push({ kind: 'module', label, owns: true, hint: 'blocks', code: `nn.Sequential(*${list})` });
      this.owns = true;
    } else entries.push({ kind: 'loop', ...names, body });
    const channels = after.last[0] ?? inner[0];
    return { shape: [channels, after.last[1], after.last[2]], layout: chain.layout };
  }

  /** The copies of a stage: the first or last on their own where they differ from the others. */
  private stage(
    step: Extract<Step, { kind: 'stage' }>,
    input: SymbolicShape,
  ): { readonly entries: readonly Entry[]; readonly shape: SymbolicShape } {
    const { flow } = this.module;
    const counted = this.settled(step.count, input);
    const callee = this.module.classes.get(step.callee)!;
    if (callee.owns) this.owns = true;
    const variable = this.initNames.fresh('i');
    const label: LabelTemplate = step.numbered ? [{ kind: 'index', name: 'index' }] : (step.label ?? []);
    const at = (index: Symbolic, first: boolean, last: boolean, shape: SymbolicShape, explicit = false) => {
      const special = step.special.flatMap(({ name, on, value, otherwise }) => {
        const chosen = (on === 'first' ? first : last) ? value : otherwise;
        return chosen === undefined ? [] : [{ name, value: chosen }];
      });
      if (index.kind === 'constant') this.constants.set('index index', index);
      else this.constants.delete('index index');
      this.locals.set('index index', variable);
      const made = this.called(step.callee, [...step.arguments, ...special], shape, [], explicit);
      const entry = this.entryLabel(label, shape);
      this.constants.delete('index index');
      return { ...made, entry };
    };
    const loopIndex: Symbolic = { kind: 'index', name: 'index' };
    const finish = (entries: readonly Entry[], shape: SymbolicShape) => {
      this.initNames.release(variable);
      return { entries, shape };
    };
    const common = { owns: callee.owns, index: 'index' } as const;
    if (counted.kind !== 'constant') {
      const count = this.code(counted);
      const first = at(loopIndex, true, false, input, true);
      const second = at(loopIndex, false, false, first.shape, true);
      const more = equal(first.shape[0], second.shape[0])
        ? undefined
        : increase(input[0], first.shape[0], second.shape[0]);
      const grown: SymbolicShape =
        more === undefined
          ? first.shape
          : [combine('+', input[0], combine('*', more, loopIndex)), undefined, undefined];
      const ends = more === undefined ? [input, first.shape, first.shape] : [grown, grown, grown];
      const calls = ends.map(
        (shape, position) => at(loopIndex, position === 0, position === 2, shape!, true).code,
      );
      const code = mergedCalls(calls[0]!, calls[1]!, calls[2]!, variable, count);
      const entry = {
        kind: 'copies',
        label: first.entry,
        ...common,
        code,
        variable,
        start: 0,
        end: count,
      } as const;
      return finish(
        [entry],
        [afterCopies(input[0], first.shape[0], second.shape[0], counted), undefined, undefined],
      );
    }
    const count = Number(counted.value);
    const shapes: SymbolicShape[] = [input];
    for (let index = 0; index < count; index++)
      shapes.push(at(constant(index), index === 0, index === count - 1, shapes[index]!).shape);
    const codes = shapes
      .slice(0, -1)
      .map((shape, index) => at(loopIndex, index === 0, index === count - 1, shape));
    const texts = codes.map(({ code }) => flatten(code));
    const single = (index: number): Entry => {
      const made = at(constant(index), index === 0, index === count - 1, shapes[index]!);
      return { kind: 'module', label: made.entry, ...common, hint: identifier(step.callee), code: made.code };
    };
    const many = (start: number, end: number, code: Code): Entry => {
      const label = codes[start]!.entry;
      return { kind: 'copies', label, ...common, code, variable, start, end: String(end) };
    };
    const result = shapes.at(-1)!;
    void flow;
    // Channels that grow by the same number with each copy: 64 + 32 * i.
    const growing = count > 2 ? growth(shapes.slice(0, -1).map(([channels]) => channels)) : undefined;
    if (growing !== undefined && step.special.length === 0) {
      const channels = combine('+', growing.start, combine('*', growing.step, loopIndex));
      const code = at(loopIndex, false, false, [channels, undefined, undefined]).code;
      return finish([many(0, count, code)], result);
    }
    const entries: Entry[] = [];
    for (let start = 0; start < count; ) {
      let end = start + 1;
      while (end < count && texts[end] === texts[start]) end++;
      entries.push(end === start + 1 ? single(start) : many(start, end, codes[start]!.code));
      start = end;
    }
    return finish(entries, result);
  }

  /** Registers a chain under a label; gives its code in `forward`. */
  private fill(place: Place, label: LabelTemplate, entries: readonly Entry[], owns: boolean): string {
    if (isExpression(entries)) {
      this.init.push(...statementsIn(entries));
      const code = call('nn.Sequential', sequentialArguments(entries));
      return this.register(place, label, 'block', code, owns);
    }
    const name = this.initNames.fresh(plain(label) ?? 'block');
    this.init.push(...this.fillStatements(name, entries));
    const code = isPositional(entries) ? `nn.Sequential(*${name})` : name;
    return this.register(place, label, 'block', code, owns);
  }

  private fillStatements(name: string, entries: readonly Entry[]): readonly Statement[] {
    return isPositional(entries)
      ? [line(`${name}: list[nn.Module] = []`), ...appendStatements(entries, name)]
      : [line(`${name} = nn.Sequential()`), ...addStatements(entries, name)];
  }

  // ---- copies that are no chain of a label's own

  private copies(
    step: Extract<Step, { kind: 'stage' | 'repeat' }>,
    value: Value,
    target: string,
    place: Place,
  ): Value {
    if (this.isChain([{ ...step, value: undefined }]) && step.label !== undefined && step.numbered) {
      const entries: Entry[] = [];
      const callee = step.kind === 'stage' ? this.module.classes.get(step.callee)! : undefined;
      let input = this.as(value, callee?.takes ?? value.layout);
      if (input.heavy) input = this.assign(input, target);
      const after = this.link({ ...step, value: undefined }, input.shape, input.layout, entries);
      this.init.push(...statementsIn(entries));
      const made = entries.find((entry) => entry.kind === 'module')!;
      const access = this.register(place, step.label, 'blocks', made.code, made.owns);
      return { code: call(access, [input.code]), settled: false, heavy: true, ...after };
    }
    return this.loops(step, value, target, place);
  }

  private loops(
    step: Extract<Step, { kind: 'stage' | 'repeat' }>,
    value: Value,
    target: string,
    place: Place,
  ): Value {
    const input = this.settle(value, target);
    if (flatten(input.code) !== target) this.assignTo(input, target);
    const counted = this.settled(step.count, value.shape);
    const index = step.kind === 'stage' ? 'index' : step.variable;
    const variable = this.initNames.fresh(step.kind === 'stage' ? 'i' : step.variable);
    this.locals.set(`index ${index}`, variable);
    const count = this.code(counted);
    const forwardCount = counted.kind === 'constant' ? count : this.forwardCode(step.count, target);
    const name = this.madeUpName('channels');
    const shape: SymbolicShape = [this.variable(name), undefined, undefined];
    const current: Value = { code: target, settled: true, heavy: false, layout: input.layout, shape };
    const inner =
      step.numbered && step.label !== undefined ? this.container(place, step.label, value.shape) : place;
    const own: LabelTemplate = step.numbered ? [{ kind: 'index', name: index }] : (step.label ?? []);
    let end = current;
    let forward: readonly Statement[] = [];
    const init = this.nestedInit(() => {
      forward = this.nestedForward(() => {
        if (step.kind === 'stage') {
          const first = `${variable} == 0`;
          const last = `${variable} == ${count} - 1`;
          const special = step.special.map(({ name: parameter, on, value: given, otherwise }) => ({
            parameter,
            code: `${this.code(this.settled(given, shape))} if ${on === 'first' ? first : last} else ${this.code(this.settled(otherwise ?? given, shape))}`,
          }));
          const made = this.called(step.callee, step.arguments, shape, special);
          const access = this.register(inner, own, 'block', made.code, made.callee.owns);
          const turned = this.as(current, made.callee.takes);
          const after = this.after(made, access);
          end = {
            code: call(access, [turned.code]),
            settled: false,
            heavy: true,
            layout: made.callee.gives,
            shape: after,
          };
        } else {
          const deeper = step.numbered ? this.container(inner, own, shape) : place;
          end = this.sequence(step.body, current, target, deeper);
        }
        this.assignTo(this.as(end, input.layout), target);
      });
      if (!equal(end.shape[0], shape[0])) this.init.push(line(`${name} = ${this.extentCode(end.shape[0])}`));
    });
    this.init.push(line(`${name} = ${this.extentCode(value.shape[0])}`), loop(variable, count, init));
    this.forward.push(loop(variable, forwardCount, forward));
    this.initNames.release(variable);
    const { last: known } = this.module.flow.copied(step, value.shape, this.frame());
    return { ...current, shape: [known[0] ?? shape[0], known[1], known[2]] };
  }

  // ---- modules and their names

  private register(
    place: Place,
    label: LabelTemplate | undefined,
    hint: string,
    module: Code,
    owns: boolean,
    type?: string,
  ): string {
    if (owns) this.owns = true;
    const text = plain(label);
    if (label === undefined || (!owns && (text === undefined || !isAttribute(text) || place !== self))) {
      const attribute = this.attributes.fresh(hint);
      this.init.push(line(prefixed(`self.${attribute} = `, module)));
      return `self.${attribute}`;
    }
    if (text !== undefined && isHostile(text)) {
      this.support.add('attach').add('child');
      this.init.push(line(call('attach', [place.container, stringLiteral(text), module])));
      return `child(self, ${this.pathCode(place, label)})`;
    }
    if (place.direct === 'self' && text !== undefined && isAttribute(text)) {
      const times = (this.assigned.get(text) ?? 0) + 1;
      this.assigned.set(text, times);
      const declared = type ?? (times === 1 && (this.repeated.get(text) ?? 0) > 1 ? 'nn.Module' : undefined);
      this.init.push(
        line(prefixed(`self.${text}${declared === undefined ? '' : `: ${declared}`} = `, module)),
      );
      return `self.${text}`;
    }
    const key = this.labelCode(label, undefined);
    this.init.push(line(call(`${place.container}.add_module`, [key, module])));
    if (place.direct !== undefined && place.direct !== 'self') return `${place.direct}[${key}]`;
    if (place.path.some((each) => isHostile(plain(each)))) {
      this.support.add('attach').add('child');
      return `child(self, ${this.pathCode(place, label)})`;
    }
    return `self.get_submodule(${this.pathCode(place, label)})`;
  }

  /** A dictionary of modules below a label. */
  private container(place: Place, label: LabelTemplate, shape: SymbolicShape): Place {
    void shape;
    const text = plain(label);
    const path = [...place.path, label];
    if (place.direct === 'self' && text !== undefined && isAttribute(text) && !moduleAttributes.has(text)) {
      if (!this.containers.has(text)) this.init.push(line(`self.${text} = nn.ModuleDict()`));
      this.containers.add(text);
      return { container: `self.${text}`, direct: `self.${text}`, path };
    }
    const name = this.initNames.fresh(text !== undefined && isAttribute(text) ? text : 'block');
    this.init.push(line(`${name} = nn.ModuleDict()`));
    this.register(place, label, 'block', name, true);
    return { container: name, direct: undefined, path };
  }

  private readonly containers = new Set<string>();

  private entryLabel(label: LabelTemplate, shape: SymbolicShape) {
    const template = label.map((part) => (typeof part === 'string' ? part : this.settled(part, shape)));
    const settled = template.map((part) =>
      typeof part !== 'string' && part.kind === 'constant' ? String(part.value) : part,
    );
    const merged = settled.every((part) => typeof part === 'string') ? [settled.join('')] : settled;
    return { template: merged, code: this.labelCode(merged, shape) };
  }

  /** `"conv1"`, `str(i)`, `f"denselayer{i + 1}"`. */
  private labelCode(label: LabelTemplate, shape: SymbolicShape | undefined): string {
    const parts = label.map((part) =>
      typeof part === 'string' ? part : this.settled(part, shape ?? unknownShape),
    );
    return fstring(parts.map((part) => (typeof part === 'string' ? part : { code: this.code(part) })));
  }

  private placeCode({ path }: Place): string {
    return this.pathCode({ ...self, path: path.slice(0, -1) }, path.at(-1)!);
  }

  private pathCode(place: Place, label: LabelTemplate): string {
    const parts: (string | { code: string })[] = [];
    for (const each of [...place.path, label]) {
      if (parts.length > 0) parts.push('.');
      for (const part of each)
        parts.push(typeof part === 'string' ? part : { code: this.forwardCode(part, 'x') });
    }
    return fstring(parts);
  }

  // ---- calls, operators and their numbers

  private called(
    name: string,
    given: readonly { readonly name: string; readonly value: Symbolic }[],
    shape: SymbolicShape,
    codes: readonly { readonly parameter: string; readonly code: string }[] = [],
    explicit = false,
  ) {
    const callee = this.module.classes.get(name)!;
    const resolved = given.map(({ name: parameter, value }) => ({
      name: parameter,
      value: this.settled(value, shape),
    }));
    const items: string[] = callee.extents.map((extent) => this.extentCode(shape[axes[extent]]));
    const keywords: string[] = [];
    for (const { name: parameter, default: value } of callee.definition.parameters) {
      const python = callee.parameters.get(parameter);
      if (python === undefined) continue;
      const argument = resolved.find(({ name: each }) => each === parameter);
      const special = codes.find((each) => each.parameter === parameter);
      const float = this.module.types.of(name, parameter) === 'float';
      const code = special?.code ?? (argument && this.code(argument.value, 0, float));
      if (code === undefined) continue;
      if (value === undefined) items.push(code);
      else if (explicit || argument === undefined || !equal(argument.value, value))
        keywords.push(`${python}=${code}`);
    }
    return {
      callee,
      code: call(callee.name, [...items, ...keywords]),
      shape: this.module.flow.call(name, resolved, shape),
    };
  }

  private pieces(
    step: Extract<Step, { kind: 'operator' }>,
    { shape, layout }: Value,
    moving: boolean,
  ): readonly Piece[] {
    const op = step.op;
    if (isJoin(op)) return [];
    const nodes = this.nodes(step);
    const isCeiling = this.isCeiling(step);
    const context: PieceContext = {
      parts: (name) => {
        if (name === 'pad' && moving) return ['0', '0', '0', '0'];
        if (name === 'dilation' && !('dilation' in operatorOf(op).attributes)) return [];
        return this.codes(step, name, shape);
      },
      isTrue: (name) => this.codes(step, name, shape)[0] === 'True',
      get channels() {
        return writer.extentCode(shape[0]);
      },
      features: () =>
        this.featuresCode(
          shape,
          nodes.every(({ inputs: [id] }) => {
            const [, height, width] = this.module.graph.nodes[id!]!.output;
            return height === 1 && width === 1;
          }),
        ),
      layout,
      same: !moving && 'pad' in step.attributes && isSame(attributeParts(nodes, step.attributes, 'pad')),
      ceiling: isCeiling,
    };
    const writer = this;
    const made = pieces[op](context);
    for (const { support } of made) if (support !== undefined) this.support.add(support);
    return made;
  }

  private featuresCode(shape: SymbolicShape, flat: boolean): string {
    const [channels, height, width] = shape;
    const isOne = (extent: Symbolic | undefined) => extent?.kind === 'constant' && extent.value === 1;
    if ((isOne(height) && isOne(width)) || flat) return this.extentCode(channels);
    return [channels, height, width].map((extent) => this.extentCode(extent, 7)).join(' * ');
  }

  private codes(
    step: Extract<Step, { kind: 'operator' }>,
    name: string,
    shape: SymbolicShape,
  ): readonly string[] {
    const nodes = this.nodes(step);
    const float = name === 'rate' || name === 'value';
    return attributeParts(nodes, step.attributes, name).map((part) =>
      this.code(this.settled(part, shape), 0, float),
    );
  }

  private nodes(step: Extract<Step, { kind: 'operator' }>): readonly Node[] {
    return step.nodes.map((id) => this.module.graph.nodes[id]!);
  }

  private shapeAfter(
    step: Extract<Step, { kind: 'operator' }>,
    shapes: readonly SymbolicShape[],
  ): SymbolicShape {
    const nodes = this.nodes(step);
    const parts = (name: string): readonly Symbolic[] =>
      attributeParts(nodes, step.attributes, name).map((part) => this.settled(part, shapes[0]!));
    return operatorShape(step.op, parts, shapes);
  }

  /** Pads that follow from the input's height and width, which only `forward` knows. */
  private movingPads(step: Extract<Step, { kind: 'operator' }>): readonly Symbolic[] | undefined {
    if (!('pad' in step.attributes) || this.isCeiling(step)) return undefined;
    const parts = attributeParts(this.nodes(step), step.attributes, 'pad');
    const moves = (part: Symbolic): boolean =>
      everyPart(part).some(
        (each) =>
          (each.kind === 'dimension' && each.axis !== 'channels') ||
          (each.kind === 'local' && moves(this.localValues.get(each.name) ?? constant(0))),
      );
    return parts.some(moves) ? parts : undefined;
  }

  /** `pad (0, (k - in.height) % s, 0, (k - in.width) % s)`: what PyTorch calls `ceil_mode`. */
  private isCeiling(step: Extract<Step, { kind: 'operator' }>): boolean {
    if ((step.op !== 'maxpool' && step.op !== 'avgpool') || !('pad' in step.attributes)) return false;
    const nodes = this.nodes(step);
    const excludes =
      step.op === 'maxpool' ||
      nodes.every(({ attributes }) => 'exclude_pad' in attributes && attributes.exclude_pad);
    const pads = attributeParts(nodes, step.attributes, 'pad');
    const kernel = attributeParts(nodes, step.attributes, 'kernel');
    const stride = attributeParts(nodes, step.attributes, 'stride');
    const zero = constant(0);
    const along = (axis: 0 | 1): boolean => {
      const extent: Symbolic = { kind: 'dimension', of: 'in', axis: axis === 0 ? 'height' : 'width' };
      const over: Symbolic = {
        kind: 'binary',
        operator: '%',
        left: { kind: 'binary', operator: '-', left: kernel[axis]!, right: extent },
        right: stride[axis]!,
      };
      // (k - n) % 2 is n % 2 where k is even.
      const odd: Symbolic = { kind: 'binary', operator: '%', left: extent, right: constant(2) };
      const halves = nodes.every(
        ({ attributes }) =>
          'stride' in attributes && attributes.stride[axis] === 2 && attributes.kernel[axis]! % 2 === 0,
      );
      const behind = pads[2 * axis + 1];
      return equal(pads[2 * axis], zero) && (equal(behind, over) || (halves && equal(behind, odd)));
    };
    return excludes && along(0) && along(1);
  }

  private let(step: Extract<Step, { kind: 'let' }>, shape: SymbolicShape, statements: Statement[]): void {
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

  private readonly resolved = new Map<string, Symbolic>();

  /** With the extents before the statement, and the values of what is constant here. */
  private settled(symbolic: Symbolic, shape: SymbolicShape): Symbolic {
    return (
      withDimensions(symbolic, shape, this.join, (part) => this.constants.get(`${part.kind} ${part.name}`)) ??
      symbolic
    );
  }

  /** A variable of `__init__` as a symbolic. */
  private variable(code: string): Symbolic {
    this.locals.set(`local ${code}`, code);
    return { kind: 'local', name: code };
  }

  private extentCode(extent: Symbolic | undefined, minimum = 0): string {
    return extent === undefined ? 'None' : this.code(extent, minimum);
  }

  private code(given: Symbolic, minimum = 0, float = false): string {
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

  /** Expressions that have a variable, by their text. */
  private hoisted: ReadonlyMap<string, string> = new Map();
  /** Expressions that the first writing found used more than once; undefined in the first writing. */
  private readonly worth: ReadonlySet<string> | undefined;
  /** Variables that this class made up: those that nothing reads are taken out again. */
  private readonly madeUp = new Set<string>();

  /** A variable for an operator's output channels where they are a formula: `out_channels = width * expansion`. */
  private hoist(step: Extract<Step, { kind: 'operator' }>, shape: SymbolicShape): readonly Statement[] {
    if (step.op !== 'conv' && step.op !== 'linear') return [];
    const [channels] = this.shapeAfter(step, [shape]);
    if (channels === undefined || channels.kind !== 'binary') return [];
    const key = JSON.stringify(channels);
    if (this.hoisted.has(key) || this.worth?.has(key) === false) return [];
    const [own] = this.module.flow.own(this.definition);
    const code = this.code(channels);
    const name = this.initNames.fresh(
      equal(own, this.expanded(channels)) ? 'out_channels' : 'hidden_channels',
    );
    this.hoisted = new Map([...this.hoisted, [key, name]]);
    this.hoistedNames.set(name, key);
    this.madeUp.add(name);
    this.locals.set(`local ${name}`, name);
    return [line(`${name} = ${code}`)];
  }

  private readonly hoistedNames = new Map<string, string>();

  private withHoisted(symbolic: Symbolic): Symbolic {
    const name = this.hoisted.get(JSON.stringify(symbolic));
    if (name !== undefined) return { kind: 'local', name };
    if (symbolic.kind !== 'binary') return symbolic;
    return { ...symbolic, left: this.withHoisted(symbolic.left), right: this.withHoisted(symbolic.right) };
  }

  /** With the values of `let`s, as shapes flow. */
  private expanded(symbolic: Symbolic): Symbolic {
    return fold(symbolic, (part) => {
      const value = part.kind === 'local' ? this.resolved.get(part.name) : undefined;
      return value === undefined ? undefined : this.expanded(value);
    });
  }

  private readonly isFloat = (symbolic: Symbolic): boolean =>
    this.module.types.typeOf(symbolic, this.definition.name, (name) => this.localValues.get(name)) ===
    'float';

  /** Code that stands in `forward`: the input's extents are those of the variable, other names become attributes. */
  private forwardCode(symbolic: Symbolic, variable: string): string {
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

  private frame() {
    return new Map([...this.constants]);
  }

  // ---- layouts and variables

  /** What steps want to be given: flat where they flatten it at once. */
  private takes(steps: Steps): Layout {
    for (const step of steps) {
      switch (step.kind) {
        case 'operator': {
          if (isJoin(step.op) || step.value !== undefined) return 'map';
          if (step.op === 'flatten') return 'vector';
          if (step.op === 'linear')
            return this.codes(step, 'pointwise', unknownShape)[0] === 'True' ? 'map' : 'vector';
          if (operatorOf(step.op).activation !== true && step.op !== 'dropout') return 'map';
          continue;
        }
        case 'call':
        case 'stage':
          return this.module.classes.get(step.callee)!.takes;
        case 'group':
          return this.takes(step.body);
        case 'let':
          continue;
        default:
          return 'map';
      }
    }
    return 'map';
  }

  private as(value: Value, layout: Layout): Value {
    if (value.layout === layout) return value;
    const code =
      layout === 'vector'
        ? call('torch.flatten', [value.code, '1'])
        : suffixed(value.settled ? value.code : operand(value.code), '[:, :, None, None]');
    return { ...value, code, settled: false, layout };
  }

  private settle(value: Value, target: string): Value {
    return value.settled ? value : this.assign(value, target);
  }

  private assign(value: Value, variable: string): Value {
    this.forward.push(line(prefixed(`${variable} = `, value.code)));
    return { ...value, code: variable, settled: true, heavy: false };
  }

  private assignTo(value: Value, variable: string): void {
    if (flatten(value.code) !== variable) this.assign(value, variable);
  }

  private nestedInit(body: () => void): Statement[] {
    const { init: outer, hoisted } = this;
    this.init = [];
    body();
    const inner = this.init;
    this.init = outer;
    this.hoisted = hoisted;
    return inner;
  }

  private nestedForward(body: () => void): Statement[] {
    const outer = this.forward;
    this.forward = [];
    body();
    const inner = this.forward;
    this.forward = outer;
    return inner;
  }

  private ownsAny(steps: Steps): boolean {
    return everyStep(steps).some((step) => {
      if (step.kind === 'operator') return this.nodes(step).some(({ tensors }) => tensors.length > 0);
      if (step.kind === 'call' || step.kind === 'stage') return this.module.classes.get(step.callee)!.owns;
      return false;
    });
  }
}

const unknownShape: SymbolicShape = [undefined, undefined, undefined];

type Way = (input: Value, target: string) => Value;

const axes = { channels: 0, height: 1, width: 2 } as const;
export const extentNames = ['in_channels', 'in_height', 'in_width'] as const;

function dimension(axis: Extent): Symbolic {
  return { kind: 'dimension', of: 'in', axis };
}

/** A label's text where it has no holes. */
function plain(label: LabelTemplate | undefined): string | undefined {
  const [first] = label ?? [];
  return label?.length === 1 && typeof first === 'string' ? first : undefined;
}

/** Whether neither an attribute nor `add_module` can have the name. */
function isHostile(label: string | undefined): boolean {
  return label !== undefined && (moduleAttributes.has(label) || label.includes('.'));
}

/** Every label's text: attributes without labels are called otherwise. */
function labelsOf(steps: Steps): readonly string[] {
  return everyStep(steps).flatMap((step) => {
    const inner = step.kind === 'branches' ? step.paths.map(({ label }) => plain(label)) : [];
    const shortcut = step.kind === 'residual' ? [plain(step.shortcut.label)] : [];
    return [plain(step.label), ...inner, ...shortcut].filter((text) => text !== undefined);
  });
}

/** In parentheses where it is a sum. */
function operand(code: Code): string {
  const text = flatten(code);
  return /^[\w.]+(\(.*\))?$/.test(text) && !/ [+*] (?![^(]*\))/.test(text) ? text : `(${text})`;
}

function fstring(parts: readonly (string | { readonly code: string })[]): string {
  if (parts.every((part) => typeof part === 'string')) return stringLiteral(parts.join(''));
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return `str(${only.code})`;
  if (parts.some((part) => typeof part === 'object' && /["\\{}]/.test(part.code)))
    return parts
      .map((part) => (typeof part === 'string' ? stringLiteral(part) : `str(${part.code})`))
      .join(' + ');
  return `f"${parts.map((part) => (typeof part === 'string' ? fstringText(part) : `{${part.code}}`)).join('')}"`;
}

/** The first number and the step of an arithmetic progression. */
function growth(
  channels: readonly (Symbolic | undefined)[],
): { readonly start: Symbolic; readonly step: Symbolic } | undefined {
  const [start, second, third] = channels;
  const step = increase(start, second, third);
  if (start === undefined || step === undefined) return undefined;
  const grows = channels
    .slice(2)
    .every((each, position) => equal(increase(channels[position], channels[position + 1], each), step));
  return grows ? { start, step } : undefined;
}

/** One call for all copies: an argument that the first or last has otherwise asks for the number. */
function mergedCalls(first: Code, middle: Code, last: Code, variable: string, count: string): Code {
  if (typeof first === 'string' || typeof middle === 'string' || typeof last === 'string') return middle;
  const items = middle.items.map((item, position) => {
    const [a, b, c] = [first.items[position], item, last.items[position]].map((each) =>
      flatten(each ?? item),
    );
    const keyword = /^\w+=/.exec(b!)?.[0] ?? '';
    const bare = (text: string): string => text.slice(keyword.length);
    let text = bare(b!);
    if (c !== b) text = `${bare(c!)} if ${variable} == ${count} - 1 else ${text}`;
    if (a !== b) text = `${bare(a!)} if ${variable} == 0 else ${text}`;
    return keyword + text;
  });
  return { ...middle, items };
}

function isConstant(symbolic: Symbolic): boolean {
  return symbolic.kind === 'constant' || (symbolic.kind === 'list' && symbolic.items.every(isConstant));
}
