import type { Target } from '../targets.ts';

export const emitTfjs: Target = ({ graph }) => ({
  value: [{ path: `${graph.name}.js`, content: '' }],
  diagnostics: [],
});
