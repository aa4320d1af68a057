import type { Code } from '../../emission/python-layout.ts';
import { call, flatten, prefixed, suffixed } from '../../emission/python-layout.ts';
import { equal } from '../../ir/trace.ts';
import { ChainWriter } from './chain-writer.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { operatorShape } from './operator-shape.ts';
import type { Join, Layout } from './pieces.ts';
import { operand } from './python-operand.ts';
import type { Statement } from './statements.ts';
import { branch, line, sameStatements } from './statements.ts';
import type { Value, Way } from './written-class.ts';

/** Values in `forward`: expressions until something needs them in a variable. */
export abstract class ValueWriter extends ChainWriter {
  protected as(value: Value, layout: Layout): Value {
    if (value.layout === layout) return value;
    const code =
      layout === 'vector'
        ? call('torch.flatten', [value.code, '1'])
        : suffixed(value.settled ? value.code : operand(value.code), '[:, :, None, None]');
    return { ...value, code, settled: false, layout };
  }

  protected settle(value: Value, target: string): Value {
    return value.settled ? value : this.assign(value, target);
  }

  protected assign(value: Value, variable: string): Value {
    this.forward.push(line(prefixed(`${variable} = `, value.code)));
    return { ...value, code: variable, settled: true, heavy: false };
  }

  protected assignTo(value: Value, variable: string): void {
    if (flatten(value.code) !== variable) this.assign(value, variable);
  }

  protected joined(op: Join, values: readonly Value[]): Value {
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

  /** Two ways, one of which the constructor chooses. */
  protected choose(
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
}
