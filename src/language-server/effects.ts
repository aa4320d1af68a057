import { nodeCost } from '../ir/cost.ts';
import type { Instance, Observation, Observations } from '../ir/observations.ts';
import { receptiveFields } from '../ir/receptive-field.ts';
import type { Shape } from '../ir/shape.ts';
import type { Declaration, Statement } from '../parser/ast.ts';
import type { Analysis } from './analysis.ts';

/** What a statement, or a whole block or network, did where it was run. */
export interface Effect {
  readonly network: string;
  /** Labels from the network down to it; empty for what has none. */
  readonly path: string;
  readonly before: Shape | undefined;
  readonly after: Shape | undefined;
  /** Trainable. */
  readonly parameters: number;
  readonly macs: number;
  /** Of the value behind it, in pixels of the input; undefined where an operator took in the whole map. */
  readonly receptiveField: number | undefined;
}

/** Every run of a statement in the document's networks, as far as they have no error. */
export function effectsOf(analysis: Analysis, statement: Statement): readonly Effect[] {
  return everyNetwork(
    analysis,
    ({ statements }) => statements.get(statement) ?? [],
    ({ prefix }) => prefix + labelOf(statement),
  );
}

/** Every instance of a block, every network that a declaration is run for. */
export function instancesOf(analysis: Analysis, declaration: Declaration): readonly Effect[] {
  return everyNetwork(
    analysis,
    ({ instances }) => instances.get(declaration) ?? [],
    ({ prefix }) => prefix,
  );
}

function everyNetwork<T extends Observation | Instance>(
  { networks }: Analysis,
  passagesIn: (observations: Observations) => readonly T[],
  pathOf: (passage: T) => string,
): readonly Effect[] {
  return networks.flatMap(({ entity, observations }) => {
    if (observations === undefined) return [];
    const sums = sumsOf(observations);
    return passagesIn(observations).map((passage) => {
      const { before, after, firstNode, endNode } = passage;
      const shapeOf = (id: number | undefined): Shape | undefined =>
        id === undefined ? undefined : observations.nodes[id]!.output;
      return {
        network: entity.declaration.name.text,
        path: pathOf(passage).replace(/\.$/, ''),
        before: shapeOf(before),
        after: shapeOf(after),
        parameters: sums.parameters[endNode]! - sums.parameters[firstNode]!,
        macs: sums.macs[endNode]! - sums.macs[firstNode]!,
        receptiveField: after === undefined ? undefined : sums.receptiveFields[after],
      };
    });
  });
}

/** A label without holes; the label of a stage or repeat is that of its copies together. */
function labelOf({ label }: Statement): string {
  if (label === undefined) return '';
  return label.parts.every((part) => typeof part === 'string') ? label.parts.join('') : '';
}

/** Of one network, by node: what all nodes before it cost. */
interface Sums {
  readonly parameters: readonly number[];
  readonly macs: readonly number[];
  readonly receptiveFields: readonly (number | undefined)[];
}

/** By the nodes, which stay what they are where the network only moves. */
const known = new WeakMap<Observations['nodes'], Sums>();

function sumsOf({ nodes }: Observations): Sums {
  const before = known.get(nodes);
  if (before !== undefined) return before;
  const parameters = [0];
  const macs = [0];
  for (const node of nodes) {
    const cost = nodeCost({ nodes }, node);
    parameters.push(parameters.at(-1)! + cost.trainable);
    macs.push(macs.at(-1)! + cost.macs);
  }
  const sums = { parameters, macs, receptiveFields: receptiveFields({ nodes }) };
  known.set(nodes, sums);
  return sums;
}
