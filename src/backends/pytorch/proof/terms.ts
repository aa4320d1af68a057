import type { Pads } from '../../../ir/shape.ts';

/**
 * What is computed, written in one way only: equal terms compute the same numbers, whether they were read from the graph or from
 * emitted code. A term is a number, equal for equal terms.
 */
export type TermId = number;

export interface Term {
  readonly op: string;
  /** Attributes, and the path of the tensors, in a fixed order. */
  readonly given: readonly (string | number | boolean | readonly number[])[];
  readonly inputs: readonly TermId[];
}

export class Terms {
  private readonly all: Term[] = [];
  private readonly known = new Map<string, TermId>();

  make(op: string, given: Term['given'], inputs: readonly TermId[]): TermId {
    const key = JSON.stringify([op, given, inputs]);
    const id = this.known.get(key) ?? this.all.length;
    if (id === this.all.length) {
      this.all.push({ op, given, inputs });
      this.known.set(key, id);
    }
    return id;
  }

  of(id: TermId): Term {
    return this.all[id]!;
  }

  /** The same for each number, so that it is no matter whether they lie flat. */
  elementwise(op: string, given: Term['given'], input: TermId): TermId {
    const before = this.of(input);
    if (before.op !== 'flatten') return this.make(op, given, [input]);
    return this.make('flatten', [], [this.elementwise(op, given, before.inputs[0]!)]);
  }

  /** Values around the input; one padding behind another of the same value is one padding. */
  pad(input: TermId, pads: Pads, value: number): TermId {
    if (pads.every((side) => side === 0)) return input;
    const before = this.of(input);
    const filler = value === 0 ? 'zeros' : '-inf';
    if (before.op !== `pad ${filler}`) return this.make(`pad ${filler}`, [pads], [input]);
    const [inner] = before.given as readonly [Pads];
    const both = pads.map((side, index) => side + inner[index]!);
    return this.make(`pad ${filler}`, [both], before.inputs);
  }

  padChannels(input: TermId, front: number, behind: number): TermId {
    return front === 0 && behind === 0 ? input : this.make('pad channels', [front, behind], [input]);
  }

  /** The mean of windows; where padding does not count, windows without it are plain windows. */
  average(
    input: TermId,
    window: readonly [kernel: readonly number[], stride: readonly number[]],
    pads: Pads,
    excludesPads: boolean,
  ): TermId {
    if (excludesPads && pads.some((side) => side !== 0))
      return this.make('avgpool of values', [...window, pads], [input]);
    return this.make('avgpool', window, [this.pad(input, pads, 0)]);
  }

  /** Two values added or multiplied: their order is no matter. */
  join(op: 'add' | 'multiply', left: TermId, right: TermId): TermId {
    return this.make(op, [], left <= right ? [left, right] : [right, left]);
  }

  concat(inputs: readonly TermId[]): TermId {
    return inputs.length === 1 ? inputs[0]! : this.make('concat', [], inputs);
  }

  /** C×1×1 is flat already. */
  flatten(input: TermId, [, height, width]: readonly number[]): TermId {
    return height === 1 && width === 1 ? input : this.make('flatten', [], [input]);
  }
}
