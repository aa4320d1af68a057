import type { Node, NodeId } from '../graph.ts';
import { consumersOf } from '../graph.ts';
import type { Pads, Shape } from '../shape.ts';
import { hasEmptyWindow } from '../sliding.ts';
import type { Bounds } from './bounds.ts';
import { boundsOf } from './bounds.ts';
import { rewrite, withAttributes } from './rewrite.ts';
import type { WeightedGraph } from './weighted-graph.ts';

type ZeroPad = Extract<Node, { op: 'zero_pad' }>;

/**
 * Gives a zero_pad's rows and columns to the windows that read it, where all of its readers can take them, and makes one of two
 * zero_pads in a row.
 */
export function foldPadding(program: WeightedGraph): WeightedGraph {
  const { graph } = program;
  const consumers = consumersOf(graph);
  const bounds = boundsOf(graph);
  const replaced = new Map<NodeId, NodeId>();
  const changed = new Map<NodeId, Node>();
  for (const node of graph.nodes) {
    // One that has just taken another's padding waits for the next round.
    if (node.op !== 'zero_pad' || node.id === graph.output || changed.has(node.id)) continue;
    const input = graph.nodes[node.inputs[0]!]!;
    const readers = consumers[node.id]!.map((id) =>
      takePadding(graph.nodes[id]!, node, input.output, bounds[input.id]!),
    );
    if (!readers.every((reader) => reader !== undefined)) continue;
    replaced.set(node.id, input.id);
    for (const reader of readers) changed.set(reader.id, reader);
  }
  return rewrite(program, { replaced, changed });
}

/** The reader with the padding as its own, or undefined where it would then compute something else. */
function takePadding(reader: Node, padding: ZeroPad, input: Shape, { least }: Bounds): Node | undefined {
  const { channels } = padding.attributes;
  if (reader.op === 'zero_pad') {
    const [front, behind] = reader.attributes.channels;
    const pad = sum(reader.attributes.pad, padding);
    return withAttributes(reader, { pad, channels: [front + channels[0], behind + channels[1]] }, [input]);
  }
  if (channels[0] > 0 || channels[1] > 0) return undefined;
  if (reader.op === 'conv')
    return withAttributes(reader, { pad: sum(reader.attributes.pad, padding) }, [input]);
  if (reader.op !== 'maxpool' && reader.op !== 'avgpool') return undefined;
  const { attributes } = reader;
  const pad = sum(attributes.pad, padding);
  // A window that stands wholly in the padding has no value of its own, and engines refuse it.
  const window = { ...attributes, pad, dilation: [1, 1] as const };
  if (attributes.global || hasEmptyWindow(input, window, reader.output)) return undefined;
  if (reader.op === 'maxpool')
    // Its own padding is −∞, which is as good as 0 only where no value is below 0.
    return least >= 0 ? withAttributes(reader, { pad }, [input]) : undefined;
  // The zeros were counted. Own padding that is not counted cannot be told from them afterwards.
  const counts = !reader.attributes.exclude_pad || reader.attributes.pad.every((side) => side === 0);
  return counts ? withAttributes(reader, { pad, exclude_pad: false }, [input]) : undefined;
}

function sum(own: Pads, { attributes: { pad } }: ZeroPad): Pads {
  return [own[0] + pad[0], own[1] + pad[1], own[2] + pad[2], own[3] + pad[3]];
}
