import { float, int, ints } from '../attributes.ts';
import { type Lowering, mapOf } from './lowering.ts';

/** The weight is out×in, as PyTorch has it; over each position it is a 1×1 convolution's. */
export const linear: Lowering<'linear'> = ({ attributes, output }, { inputs: [input], tensors }, write) => {
  const [weight, ...bias] = tensors;
  if (!attributes.pointwise) {
    const transposed = { alpha: float(1), beta: float(1), transA: int(0), transB: int(1) };
    return write.main('Gemm', [write.vector(input!), weight, ...bias], ['batch', output[0]], transposed);
  }
  const axes = write.integers('kernel', [2, 3]);
  const filters = write.step('filters', 'Unsqueeze', [weight, axes], [...weight!.extents, 1, 1]);
  return write.main('Conv', [write.map(input!), filters, ...bias], mapOf(output), {
    dilations: ints(1, 1),
    group: int(1),
    kernel_shape: ints(1, 1),
    pads: ints(0, 0, 0, 0),
    strides: ints(1, 1),
  });
};
