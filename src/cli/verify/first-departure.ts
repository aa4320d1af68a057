import { emit, type Origin } from '../../compile.ts';
import { flatOutline } from '../../ir/flat-outline.ts';
import type { Node, NodeId } from '../../ir/graph.ts';
import { removeDead } from '../../ir/passes/remove-dead.ts';
import type { FlatGraph } from '../../ir/passes/weighted-graph.ts';
import { relativeDifference } from '../../reference/difference.ts';
import { type Batch, reference } from '../../reference/run.ts';
import type { Form, Material } from './forms.ts';

export interface Departure {
  readonly node: Node;
  readonly difference: number;
}

/**
 * The first layer at which a form departs from the reference: it does, and nothing that it reads does. Undefined where no layer
 * departs by itself: then the fault lies in how the parts are put together.
 */
export async function firstDeparture(
  form: Form,
  material: Material,
  origin: Origin,
  tolerance: number,
): Promise<Departure | undefined> {
  const { graph, weights, input } = material;
  const right = reference(graph, weights, { shape: input.shape as Batch['shape'], data: input.data });
  const departureOf = (id: NodeId, found: ArrayLike<number>): Departure | undefined => {
    const difference = relativeDifference(found, right[id]!);
    return difference > tolerance ? { node: graph.nodes[id]!, difference } : undefined;
  };

  // An engine that tells what its parts gave is asked.
  if (form.layers !== undefined) {
    const { value: files } = emit(graph, { ...form.options, target: form.target, weights }, origin);
    const found = await form.layers(files, material);
    for (const { id, path } of graph.nodes) {
      const values = found.get(path);
      const departure = values && departureOf(id, values);
      if (departure !== undefined) return departure;
    }
    return undefined;
  }

  // For others the network is cut behind a layer, compiled again and run.
  const departureAt = async (id: NodeId): Promise<Departure | undefined> => {
    const flat = removeDead({ graph: { ...graph, output: id }, weights }).graph;
    const cut = { ...flat, outline: flatOutline(flat) };
    const options = { ...form.options, target: form.target, weights, batch: input.shape[0]! };
    const { value: files } = emit(cut, options, origin);
    return departureOf(id, (await form.run(files, { ...material, graph: cut })).data);
  };
  const atEnd = await departureAt(graph.output);
  if (atEnd === undefined) return undefined;
  let departure: Departure = atEnd;
  const narrows = bottlenecks(graph);
  for (let first = 0, last = narrows.length - 1; first < last; ) {
    const middle = Math.floor((first + last) / 2);
    const found = await departureAt(narrows[middle]!);
    if (found === undefined) first = middle + 1;
    else {
      last = middle;
      departure = found;
    }
  }
  for (;;) {
    const earlier: Departure | undefined = await firstOf(departure.node.inputs, departureAt);
    if (earlier === undefined) return departure;
    departure = earlier;
  }
}

async function firstOf<T>(
  ids: readonly NodeId[],
  look: (id: NodeId) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const id of ids) {
    // The input is what it is.
    const found = id === 0 ? undefined : await look(id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The nodes past which everything flows to the output, in order: no edge leads around one of them. The output is the last. */
function bottlenecks({ nodes, output }: FlatGraph): readonly NodeId[] {
  const alive = new Set([output]);
  for (const { id, inputs } of nodes.toReversed())
    if (alive.has(id)) for (const input of inputs) alive.add(input);
  const narrow: NodeId[] = [];
  let reach = 0;
  const furthest = nodes.map(() => 0);
  for (const { id, inputs } of nodes)
    if (alive.has(id)) for (const input of inputs) furthest[input] = Math.max(furthest[input]!, id);
  for (const { id } of nodes) {
    if (!alive.has(id)) continue;
    // Nothing before this node is read behind it.
    if (id > 0 && reach <= id) narrow.push(id);
    reach = Math.max(reach, furthest[id]!);
  }
  return narrow;
}
