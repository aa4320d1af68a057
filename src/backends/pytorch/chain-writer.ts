import { identifier, isAttribute } from '../../emission/python.ts';
import type { Code } from '../../emission/python-layout.ts';
import { call } from '../../emission/python-layout.ts';
import type { LabelTemplate, Step, Steps } from '../../ir/outline.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
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
import { isHostile, plain } from './label-code.ts';
import type { SymbolicShape } from './operator-shape.ts';
import type { Layout } from './pieces.ts';
import { isJoin } from './pieces.ts';
import { StageWriter } from './stage-writer.ts';
import type { Statement } from './statements.ts';
import { line, loop } from './statements.ts';
import type { Place, Value } from './written-class.ts';

/** Steps one behind the other as an `nn.Sequential`, which needs no `forward`. */
export abstract class ChainWriter extends StageWriter {
  /** The variable that holds the channels at the end of the last loop: the next goes on with it. */
  protected running: { readonly name: string; readonly value: Symbolic | undefined } | undefined;

  /** Whether the steps are modules one behind the other: then an `nn.Sequential` is their `forward`. */
  protected isChain(steps: Steps): boolean {
    return steps.every((step) => this.isLink(step));
  }

  protected isLink(step: Step): boolean {
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

  /** Whether every label is an attribute's name, and nothing is looped over: then a `forward` of its own reads better. */
  protected readsWell(steps: Steps): boolean {
    return steps.every((step) => {
      const text = plain(step.label);
      if (step.label !== undefined && (text === undefined || !isAttribute(text))) return false;
      if (step.kind === 'repeat' || step.kind === 'if') return false;
      return step.kind !== 'group' || step.label !== undefined || this.readsWell(step.body);
    });
  }

  protected chain(
    steps: Steps,
    shape: SymbolicShape,
    layout: Layout,
  ): { readonly entries: readonly Entry[]; readonly shape: SymbolicShape; readonly layout: Layout } {
    const entries: Entry[] = [];
    let current = { shape, layout };
    for (const step of steps) current = this.link(step, current.shape, current.layout, entries);
    return { entries, shape: current.shape, layout: current.layout };
  }

  protected link(
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

  protected repeatInChain(
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

  /** Registers a chain under a label; gives its code in `forward`. */
  protected fill(place: Place, label: LabelTemplate, entries: readonly Entry[], owns: boolean): string {
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

  protected fillStatements(name: string, entries: readonly Entry[]): readonly Statement[] {
    return isPositional(entries)
      ? [line(`${name}: list[nn.Module] = []`), ...appendStatements(entries, name)]
      : [line(`${name} = nn.Sequential()`), ...addStatements(entries, name)];
  }
}
