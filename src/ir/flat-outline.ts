import type { NodeId } from './graph.ts';
import type { Outline, Step } from './outline.ts';
import type { FlatGraph } from './passes/weighted-graph.ts';

/**
 * An outline for a graph whose author's structure is gone: one step for each node, labelled with its whole path. What targets write
 * from it computes the same and reads like a list.
 */
export function flatOutline({ name, documentation, nodes, output }: FlatGraph): Outline {
  const nameOf = (id: NodeId): string => `value${id}`;
  // A value is named where something else than the next step alone reads it.
  const named = new Set<NodeId>();
  for (const { id, inputs } of nodes)
    for (const [position, input] of inputs.entries()) if (position > 0 || input !== id - 1) named.add(input);
  const last = nodes.at(-1)!;
  if (output !== last.id) named.add(output);
  const steps = nodes.flatMap((node): readonly Step[] => {
    if (node.op === 'input') return [];
    const common = { documentation: undefined, source: node.source };
    const [first, ...others] = node.inputs;
    const from: readonly Step[] =
      first === node.id - 1
        ? []
        : [{ ...common, kind: 'from', name: nameOf(first!), label: undefined, value: undefined }];
    return [
      ...from,
      {
        ...common,
        kind: 'operator',
        op: node.op,
        attributes: {},
        values: others.map(nameOf),
        nodes: [node.id],
        label: node.tensors.length > 0 ? [node.path] : undefined,
        value: named.has(node.id) ? nameOf(node.id) : undefined,
      },
    ];
  });
  // The result may be an earlier value, with something behind it that nothing reads.
  if (output !== last.id)
    steps.push({
      ...{ kind: 'from', name: nameOf(output), label: undefined, value: undefined },
      ...{ documentation: undefined, source: last.source },
    });
  return {
    definitions: [],
    main: { name, documentation, parameters: [], steps },
    input: named.has(0) ? nameOf(0) : undefined,
    decided: new Set(),
  };
}
