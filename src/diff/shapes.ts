import { sameShape } from '../ir/shape.ts';
import type { Sides } from './changes.ts';
import type { ShapeChange, Shapes } from './difference.ts';
import { compareReads } from './inputs.ts';
import { everyPair, type Pair, type PairedNodes } from './pair.ts';
import { type Origins, propertiesOf } from './properties.ts';

/** Where results have another shape, and whether that comes from the operator itself. What was moved is no longer where it was. */
export function shapesOf(root: Pair, sides: Sides, nodes: PairedNodes, origins: Origins): Shapes {
  const graphs = { before: sides.before.graph, after: sides.after.graph };
  const operators = everyPair(root).filter(
    ({ before, after }) => before.node && after.node && !nodes.moved.has(before.node.id),
  );
  const changed = operators.flatMap((pair): readonly (ShapeChange & { readonly id: number })[] => {
    const [before, after] = [pair.before.node!, pair.after.node!];
    if (sameShape(before.output, after.output)) return [];
    const own = propertiesOf(pair, origins).some(({ follows }) => !follows);
    const { neighbour } = compareReads(before, after, graphs, nodes);
    const cause = own ? 'own' : neighbour ? 'neighbour' : 'follows';
    const shapes = { beforeShape: before.output, afterShape: after.output };
    return [{ before: before.path, after: after.path, ...shapes, cause, id: after.id }];
  });
  changed.sort((a, b) => a.id - b.id);
  return { operators: operators.length, changed: changed.map(({ id: _, ...change }) => change) };
}
