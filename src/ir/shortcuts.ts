import type { Location } from '../diagnostics/diagnostic.ts';
import type { GivenAttribute } from './attribute-value.ts';
import type { Place } from './frame.ts';
import type { NodeId } from './graph.ts';
import { makeNode, written } from './make-node.ts';
import type { OperatorKind } from './operators.ts';
import type { SymbolicAttribute } from './outline.ts';
import type { Pair } from './shape.ts';
import type { BodyResult } from './statements.ts';
import type { Symbolic } from './symbolic.ts';
import type { TraceStep } from './trace.ts';
import { constant } from './value.ts';

/** How far a path strides, and where that came from. */
export interface PathStride {
  readonly pair: Pair;
  readonly symbolic: Symbolic | undefined;
}

const joinChannels: Symbolic = { kind: 'dimension', of: 'join', axis: 'channels' };

/** Option B: a 1×1 convolution with the path's stride, and a batchnorm. `defaults` hold for both, as for any operator. */
export function projectionTrace(
  input: NodeId,
  channels: number,
  stride: PathStride,
  place: Place,
  at: Location,
): BodyResult {
  const builder = new StepBuilder(input, place, at);
  builder.add('conv', '0', {
    kernel: { raw: [1, 1], symbolic: constant(1) },
    filters: { raw: channels, symbolic: joinChannels },
    stride: { raw: stride.pair, symbolic: strideSymbolic(stride) },
    pad: { raw: [0, 0, 0, 0], symbolic: constant(0) },
  });
  builder.add('batchnorm', '1', {});
  return builder.result();
}

/** Option A: every stride-th row and column, and zeros for the channels that are missing; no parameters. */
export function zeroPadTrace(
  input: NodeId,
  missing: number,
  stride: PathStride,
  split: boolean,
  place: Place,
  at: Location,
): BodyResult {
  const builder = new StepBuilder(input, place, at);
  if (stride.pair[0] !== 1 || stride.pair[1] !== 1) {
    builder.add('maxpool', undefined, {
      kernel: { raw: [1, 1], symbolic: constant(1) },
      stride: { raw: stride.pair, symbolic: strideSymbolic(stride) },
      pad: { raw: [0, 0, 0, 0], symbolic: constant(0) },
    });
  }
  if (missing > 0) {
    const front = split ? Math.floor(missing / 2) : 0;
    const difference: Symbolic = {
      kind: 'binary',
      operator: '-',
      left: joinChannels,
      right: { kind: 'dimension', of: 'in', axis: 'channels' },
    };
    const half: Symbolic = { kind: 'binary', operator: '//', left: difference, right: constant(2) };
    const rest: Symbolic =
      missing % 2 === 0 ? half : { kind: 'binary', operator: '-', left: difference, right: half };
    builder.add('zero_pad', undefined, {
      channels: { raw: [front, missing - front], symbolic: split ? [half, rest] : [constant(0), difference] },
    });
  }
  return builder.result();
}

function strideSymbolic({ pair, symbolic }: PathStride): SymbolicAttribute {
  return symbolic ?? (pair[0] === pair[1] ? constant(pair[0]) : pair.map(constant));
}

/** Adds operators one behind the other, as statements that rnc wrote. */
class StepBuilder {
  private flow: NodeId | 'unknown';
  private readonly steps: TraceStep[] = [];
  private readonly place: Place;
  private readonly at: Location;

  constructor(input: NodeId, place: Place, at: Location) {
    this.flow = input;
    this.place = place;
    this.at = at;
  }

  add(
    op: OperatorKind,
    name: string | undefined,
    attributes: Readonly<Record<string, GivenAttribute>>,
  ): void {
    if (this.flow === 'unknown') return;
    const given = written(attributes, this.at);
    const made = makeNode({ op, given, inputs: [this.flow], name, at: this.at }, this.place);
    if (made === undefined) {
      this.flow = 'unknown';
      return;
    }
    this.flow = made.id;
    this.steps.push({
      key: `${this.at.file}:${this.at.span.start}:${op}`,
      documentation: undefined,
      source: this.at,
      label: name === undefined ? undefined : [name],
      valueName: undefined,
      kind: 'operator',
      op,
      attributes: made.symbolics,
      values: [],
      nodes: [made.id],
    });
  }

  result(): BodyResult {
    return { flow: this.flow, steps: this.steps };
  }
}
