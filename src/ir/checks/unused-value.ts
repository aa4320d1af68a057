import { diagnose } from '../../diagnostics/diagnose.ts';
import { consumersOf } from '../graph.ts';
import type { Rule } from './check-graph.ts';

/** Work whose result never reaches the output. */
export const unusedValue: Rule = ({ graph }) => {
  const consumers = consumersOf(graph);
  return graph.nodes.flatMap((node) => {
    if (consumers[node.id]!.length > 0 || node.id === graph.output) return [];
    return [diagnose('shape/unused-value', { path: node.path }, node.source)];
  });
};
