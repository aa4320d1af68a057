import type { Target } from '../targets.ts';

/** `rnc compile --target pytorch` */
export const emitPytorch: Target = () => {
  throw new Error('not written yet');
};
