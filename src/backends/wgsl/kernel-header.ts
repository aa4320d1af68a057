import { commentText } from '../../emission/wgsl.ts';
import type { Dispatch, Operand } from './dispatch.ts';
import type { KernelContext } from './kernels/context.ts';

const maximumLayers = 40;

/** The comment above a kernel: what it computes, and for which layers of what shapes. */
export function headerOf(context: KernelContext, dispatches: readonly Dispatch[]): string {
  const [first] = dispatches;
  const lines = [...first!.comment, '', 'Layers (N×H×W×C in → out):'];
  for (const dispatch of dispatches.slice(0, maximumLayers)) {
    lines.push(`  ${dispatch.layers.join(' + ')}: ${shapesOf(context, dispatch)}`);
  }
  if (dispatches.length > maximumLayers) lines.push(`  and ${dispatches.length - maximumLayers} more`);
  return `${lines.map((line) => `// ${commentText(line)}`.trimEnd()).join('\n')}\n\n`;
}

/** `1×56×56×64 (layer1.0.relu1)`: what is read and written, but for parameters; memory between dispatches by its name. */
function shapesOf({ graph, batch }: KernelContext, { operands }: Dispatch): string {
  const shown = (operand: Operand): string => {
    if (operand.kind === 'parameter' || 'scratch' in operand) return operand.name;
    const [channels, height, width] = graph.shapes.get(operand.value)!;
    const shape = `${batch}×${height}×${width}×${channels}`;
    return operand.name === 'input' || operand.name === 'output'
      ? shape
      : `${operand.name} ${graph.paths.get(operand.value)!}`;
  };
  const list = (...kinds: readonly Operand['kind'][]): string =>
    operands
      .filter(({ kind }) => kinds.includes(kind))
      .map(shown)
      .join(', ');
  return `${list('read', 'read-scratch')} → ${list('write', 'write-scratch')}`;
}
