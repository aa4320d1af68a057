import { everyStep } from '../ir/every-step.ts';
import type { Graph, Node } from '../ir/graph.ts';
import type { SymbolicAttribute } from '../ir/outline.ts';
import { everyPart, type Symbolic } from '../ir/symbolic.ts';

/** Whether an operator's attribute is computed from the shapes around it, as in `groups in.channels` or by `pad same`. */
export type FollowsShapes = (node: Node, attribute: string) => boolean;

export function followsShapes({ outline }: Graph): FollowsShapes {
  const following = new Map<number, Set<string>>();
  for (const { steps } of [...outline.definitions, outline.main]) {
    /** The definition's `let`s that are computed from shapes; each mentions only those before it. */
    const locals = new Set<string>();
    const mentionsShape = (symbolic: Symbolic): boolean =>
      everyPart(symbolic).some(
        (part) =>
          part.kind === 'dimension' ||
          (part.kind === 'local' && locals.has(part.name)) ||
          (part.kind === 'constant' && part.value === 'same'),
      );
    for (const step of everyStep(steps)) {
      if (step.kind === 'let' && mentionsShape(step.symbolic)) locals.add(step.name);
      if (step.kind !== 'operator') continue;
      for (const [name, attribute] of Object.entries(step.attributes)) {
        if (!symbolicsOf(attribute).some(mentionsShape)) continue;
        for (const node of step.nodes) {
          const names = following.get(node) ?? new Set();
          following.set(node, names.add(name));
        }
      }
    }
  }
  return (node, attribute) => following.get(node.id)?.has(attribute) ?? false;
}

function symbolicsOf(attribute: SymbolicAttribute): readonly Symbolic[] {
  return Array.isArray(attribute) ? attribute : [attribute as Symbolic];
}
