import type { Dispatch } from './dispatch.ts';
import type { KernelContext } from './kernels/context.ts';

const maximumLayers = 40;

/** The comment above a kernel: what it computes, and for which layers of what shapes. */
export function headerOf(context: KernelContext, dispatches: readonly Dispatch[]): string {
  const [first] = dispatches;
  const lines = [...first!.comment, '', 'Layers (N×H×W×C in → out):'];
  for (const dispatch of dispatches.slice(0, maximumLayers)) {
    lines.push(`  ${commentText(dispatch.layers.join(' + '))}: ${shapesOf(context, dispatch)}`);
  }
  if (dispatches.length > maximumLayers) lines.push(`  and ${dispatches.length - maximumLayers} more`);
  return `${lines.map((line) => `// ${line}`.trimEnd()).join('\n')}\n\n`;
}

function shapesOf({ graph, batch }: KernelContext, { operands }: Dispatch): string {
  const shapes = (kind: 'read' | 'write'): readonly string[] =>
    operands.flatMap((operand) => {
      if (operand.kind !== kind) return [];
      const [channels, height, width] = graph.shapes.get(operand.value)!;
      return [`${batch}×${height}×${width}×${channels}`];
    });
  return `${shapes('read').join(', ') || 'statistics'} → ${shapes('write').join(', ') || 'statistics'}`;
}

/** A label is a user's text: whatever some language calls a line's end becomes a blank. */
function commentText(text: string): string {
  return text.replace(/[\n\r\v\f\u0085\u2028\u2029]/g, ' ');
}
