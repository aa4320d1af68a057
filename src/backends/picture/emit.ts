import type { Target } from '../targets.ts';
import { drawNetwork } from './index.ts';

/** `rnc compile --target picture`: what `rnc picture` draws where it is told nothing. */
export const emitPicture: Target = ({ graph }) => {
  const { value: content, diagnostics } = drawNetwork(graph);
  return { value: [{ path: `${graph.name}.svg`, content }], diagnostics };
};
