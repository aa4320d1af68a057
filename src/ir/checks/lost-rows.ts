import { diagnose } from '../../diagnostics/diagnose.ts';
import { operatorOf } from '../operators.ts';
import { effectiveKernel } from '../shape.ts';
import type { Rule } from './check-graph.ts';

/** A stride that does not divide leaves the last rows or columns of the input unread. */
export const lostRows: Rule = ({ graph }) =>
  graph.nodes.flatMap((node) => {
    const window = operatorOf(node.op).window?.(node.attributes as never);
    if (window === undefined || ('global' in node.attributes && node.attributes.global)) return [];
    const input = graph.nodes[node.inputs[0]!]!.output;
    const lost = ([0, 1] as const).map((axis) => {
      const kernel = effectiveKernel(window.kernel[axis], window.dilation[axis]);
      const stride = window.stride[axis];
      if (kernel < stride) return 0;
      const [before, after] = [window.pad[2 * axis]!, window.pad[2 * axis + 1]!];
      const unread = (input[axis + 1]! + before + after - kernel) % stride;
      return Math.max(0, unread - after);
    });
    const [rows, columns] = lost as [number, number];
    if (rows + columns === 0) return [];
    return [
      diagnose('lint/lost-rows', { operator: node.op, rows, columns, input }, node.source, {
        help: `pad ${rows > 0 ? 'the bottom' : 'the right'}, or choose an input size that every stride divides`,
      }),
    ];
  });
