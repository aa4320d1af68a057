import type { Target } from '../targets.ts';

/** `rnc compile --target onnx` */
export const emitOnnx: Target = () => {
  throw new Error('not written yet');
};
