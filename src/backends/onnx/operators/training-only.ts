import type { Lowering } from './lowering.ts';

/** float32's neighbour of 1, which ONNX does not allow. */
const highestRatio = 1 - 2 ** -24;

/** Without `training_mode`, which is the third input, Dropout passes its input on. */
export const dropout: Lowering<'dropout'> = ({ attributes: { rate } }, { inputs: [input] }, write) =>
  write.main('Dropout', [input, write.floats('ratio', [Math.min(rate, highestRatio)])], input!.extents);

/** ONNX has no operator for stochastic depth; in inference it does nothing. The node keeps its place. */
export const dropPath: Lowering<'drop_path'> = (_, { inputs: [input] }, write) =>
  write.main('Identity', [input], input!.extents);
