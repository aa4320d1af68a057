import { call, flatten } from '../../emission/python-layout.ts';
import type { Definition } from '../../ir/outline.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import type { Entry } from './chain.ts';
import {
  addStatements,
  appendStatements,
  isExpression,
  isPositional,
  sequentialArguments,
  statementsIn,
} from './chain.ts';
import { ForwardWriter } from './forward-writer.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { constant } from './operator-shape.ts';
import type { Layout } from './pieces.ts';
import type { Statement } from './statements.ts';
import { line, returning, withoutUnread } from './statements.ts';
import type { ModuleNames, Value, WrittenClass } from './written-class.ts';
import { dimension, extents, self } from './written-class.ts';

/** Writes one definition as a class. */
export class ClassWriter extends ForwardWriter {
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

  protected write(name: string, given: SymbolicShape | undefined): WrittenClass {
    const { definition } = this;
    const shape: SymbolicShape = given ?? [dimension('channels'), dimension('height'), dimension('width')];
    const takes = given === undefined ? this.takes(definition.steps) : 'map';
    const common = { name, definition, support: this.support, takes };
    if (given === undefined && this.isChain(definition.steps) && !this.readsWell(definition.steps)) {
      const chain = this.chain(definition.steps, shape, takes);
      const init = this.cleaned(this.sequentialInit(chain.entries));
      return {
        ...common,
        base: 'Sequential',
        init,
        forward: [],
        ...this.summary(chain.layout, chain.shape, false),
      };
    }
    const input: Value = { code: 'x', settled: true, heavy: false, layout: takes, shape };
    const label = given === undefined ? undefined : this.module.graph.outline.input;
    if (label !== undefined) this.values.set(label, { ...input, code: this.forwardNames.fresh(label) });
    if (label !== undefined) this.forward.push(line(`${flatten(this.values.get(label)!.code)} = x`));
    let result = this.sequence(definition.steps, input, 'x', self);
    if (given !== undefined && this.endsFlat()) result = this.as(result, 'vector');
    this.returned(result);
    const summary = this.summary(result.layout, result.shape, given !== undefined);
    if (summary.exposesChannels)
      this.init.push(line(`self.out_channels = ${this.extentCode(result.shape[0])}`));
    const init = this.cleaned([line('super().__init__()'), ...this.keepers(), ...this.init]);
    return { ...common, base: 'Module', init, forward: this.forward, ...summary };
  }

  protected summary(gives: Layout, shape: SymbolicShape, isMain: boolean) {
    const [formula] = isMain ? [constant(0)] : this.module.flow.own(this.definition);
    return {
      parameters: this.parameters,
      extents: extents.filter((extent) => this.usedExtents.has(extent)),
      gives,
      owns: this.owns,
      exposesChannels: formula === undefined && shape[0] !== undefined,
    };
  }

  /** A network whose result is C×1×1 gives N×C. */
  protected endsFlat(): boolean {
    const { nodes, output } = this.module.graph;
    const [, height, width] = nodes[output]!.output;
    return height === 1 && width === 1;
  }

  protected returned(result: Value): void {
    this.forward = [...returning(this.forward, result.code)];
  }

  protected cleaned(statements: readonly Statement[]): readonly Statement[] {
    this.written = statements;
    return withoutUnread(statements, this.madeUp);
  }

  /** `self.kernel = kernel`, for what `forward` reads of the parameters. */
  protected keepers(): readonly Statement[] {
    return [...this.kept].flatMap(([key, attribute]) => {
      const code = this.locals.get(key);
      return key.startsWith('parameter ') && code !== undefined ? [line(`self.${attribute} = ${code}`)] : [];
    });
  }

  protected sequentialInit(entries: readonly Entry[]): readonly Statement[] {
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
}
