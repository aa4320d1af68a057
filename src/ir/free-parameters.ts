import { everyStep } from './every-step.ts';
import type { Graph, Node, NodeId } from './graph.ts';
import { consumersOf } from './graph.ts';
import { operatorOf } from './operators.ts';
import type { DefinitionParameter, Step } from './outline.ts';
import type { Symbolic } from './symbolic.ts';
import { everyPart, parametersIn } from './symbolic.ts';

/**
 * Parameters of the network that its user may change without compiling again: those that only operators at the very end
 * mention (`classes`). Any other value of any other parameter might be a network with other branches.
 */
export function freeParameters(graph: Graph): readonly DefinitionParameter[] {
  const { main, decided } = graph.outline;
  const consumers = consumersOf(graph);
  const uses = new Map<string, NodeId[]>();
  const bound = new Set<string>();
  for (const step of everyStep(main.steps)) {
    const mentioned = new Set(symbolicsOf(step).flatMap(parametersIn));
    for (const name of mentioned) {
      if (step.kind === 'operator') uses.set(name, [...(uses.get(name) ?? []), ...step.nodes]);
      else bound.add(name);
    }
  }
  return main.parameters.filter(({ name, default: value }) => {
    const nodes = uses.get(name) ?? [];
    if (value?.kind !== 'constant' || bound.has(name) || decided.has(name) || nodes.length === 0)
      return false;
    return nodes.every((id) => endsThere(graph.nodes[id]!, graph, consumers));
  });
}

/** Nothing behind the node cares for its shape. */
function endsThere(node: Node, graph: Graph, consumers: readonly (readonly NodeId[])[]): boolean {
  return consumers[node.id]!.every((id) => {
    const reader = graph.nodes[id]!;
    const indifferent =
      operatorOf(reader.op).activation === true || reader.op === 'softmax' || reader.op === 'dropout';
    return indifferent && endsThere(reader, graph, consumers);
  });
}

/** Whether the emitted code is right for one input size only: `pad same`, or arithmetic on heights and widths. */
export function fixedSize(graph: Graph): boolean {
  const { definitions, main } = graph.outline;
  const steps = [main, ...definitions].flatMap((definition) => everyStep(definition.steps));
  return steps.some((step) =>
    symbolicsOf(step)
      .flatMap(everyPart)
      .some(
        (part) =>
          (part.kind === 'dimension' && part.axis !== 'channels') ||
          (part.kind === 'constant' && part.value === 'same'),
      ),
  );
}

/** Every symbolic that a step itself mentions. */
export function symbolicsOf(step: Step): readonly Symbolic[] {
  const label = (step.label ?? []).filter((part): part is Symbolic => typeof part !== 'string');
  switch (step.kind) {
    case 'operator':
      return [...label, ...(Object.values(step.attributes).flat() as Symbolic[])];
    case 'call':
      return [...label, ...step.arguments.map(({ value }) => value)];
    case 'stage': {
      const special = step.special.flatMap(({ value, otherwise }) =>
        otherwise === undefined ? [value] : [value, otherwise],
      );
      return [...label, step.count, ...step.arguments.map(({ value }) => value), ...special];
    }
    case 'repeat':
      return [...label, step.count];
    case 'if':
      return [...label, step.condition];
    case 'let':
      return [step.symbolic];
    default:
      return label;
  }
}
