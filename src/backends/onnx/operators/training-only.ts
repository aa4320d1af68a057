import type { Lowering } from './lowering.ts';

/** Without `training_mode`, which is the third input, Dropout passes its input on. */
export const dropout: Lowering<'dropout'> = ({ attributes: { rate } }, { inputs: [input] }, write) =>
  write.main('Dropout', [input, write.floats('ratio', [rate])], input!.extents);

/** ONNX has no operator for stochastic depth; in inference it does nothing. The node keeps its place. */
export const dropPath: Lowering<'drop_path'> = (_, { inputs: [input] }, write) =>
  write.main('Identity', [input], input!.extents);
