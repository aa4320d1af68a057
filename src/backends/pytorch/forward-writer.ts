import { identifier, isAttribute } from '../../emission/python.ts';
import type { Code } from '../../emission/python-layout.ts';
import { call, flatten, prefixed } from '../../emission/python-layout.ts';
import type { LabelTemplate, Step, Steps } from '../../ir/outline.ts';
import { equal } from '../../ir/trace.ts';
import { BranchWriter } from './branch-writer.ts';
import type { Entry } from './chain.ts';
import { statementsIn } from './chain.ts';
import { plain } from './label-code.ts';
import { moduleAttributes } from './module-attributes.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { isJoin } from './pieces.ts';
import { operand } from './python-operand.ts';
import type { Statement } from './statements.ts';
import { line, loop } from './statements.ts';
import { tuple } from './symbolic-code.ts';
import type { Place, Value, WrittenClass } from './written-class.ts';

/** Steps as statements of `forward`, beside the modules that they call. */
export abstract class ForwardWriter extends BranchWriter {
  protected readonly values = new Map<string, Value>();

  protected sequence(steps: Steps, input: Value, target: string, place: Place): Value {
    return steps.reduce((value, step) => this.named(step, this.step(step, value, target, place)), input);
  }

  /** A value that is named later gets a variable of its own. */
  protected named(step: Step, value: Value): Value {
    if (step.value === undefined) return value;
    const name = this.forwardNames.fresh(step.value);
    const kept = this.assign(value, name);
    this.values.set(step.value, kept);
    return kept;
  }

  protected step(step: Step, value: Value, target: string, place: Place): Value {
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

  protected operator(
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

  protected layerScale(step: Extract<Step, { kind: 'operator' }>, value: Value, place: Place): Value {
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
      // `register_parameter` refuses the names of methods.
      const label = step.label ?? [];
      this.support.add('attach').add('child');
      this.init.push(line(call('attach', [place.container, this.labelCode(label, value.shape), parameter])));
      access = `dict(self.named_parameters())[${this.pathCode(place, label)}]`;
    }
    const items = [operand(input.code), prefixed('* ', access)];
    const code: Code = { open: '', items, close: '', style: 'sum' };
    return { ...input, code, settled: false, heavy: true };
  }

  protected callStep(
    step: Extract<Step, { kind: 'call' }>,
    value: Value,
    target: string,
    place: Place,
  ): Value {
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
  protected after(
    made: { readonly callee: WrittenClass; readonly shape: SymbolicShape },
    access: string,
  ): SymbolicShape {
    const { shape } = made;
    if (shape[0] !== undefined || !made.callee.exposesChannels) return shape;
    return [this.variable(`${access}.out_channels`), shape[1], shape[2]];
  }

  /** Steps whose tensors lie below a label: an `nn.Sequential` where they are a chain, else a dictionary of modules. */
  protected labelled(
    label: LabelTemplate | undefined,
    steps: Steps,
    value: Value,
    target: string,
    place: Place,
  ): Value {
    if (label === undefined || !this.isChain(steps))
      return this.sequence(steps, value, target, label === undefined ? place : this.container(place, label));
    let input = this.as(value, this.takes(steps));
    if (input.heavy) input = this.assign(input, target);
    const owns = this.ownsAny(steps);
    const chain = this.chain(steps, input.shape, input.layout);
    const access = this.fill(place, label, chain.entries, owns);
    const code = call(access, [input.code]);
    return { code, settled: false, heavy: true, layout: chain.layout, shape: chain.shape };
  }

  protected copies(
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

  protected loops(
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
    const inner = step.numbered && step.label !== undefined ? this.container(place, step.label) : place;
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
          const deeper = step.numbered ? this.container(inner, own) : place;
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
}
