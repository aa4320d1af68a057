import type { OperatorCase } from '../wgsl/operator-cases.ts';

const add = (input: string, ...statements: readonly string[]): OperatorCase => ({
  input,
  statements,
  batch: 2,
  spread: 2,
  half: false,
  tiles: false,
});

/** Where ONNX has two ranks for what the language has one shape, and padding that its operators do not take. */
export const onnxCases: readonly OperatorCase[] = [
  // Vectors where a map is needed, and the other way round.
  add('6 x 3 x 4', 'flatten', 'conv 1x1, 5, bias'),
  add('6 x 3 x 4', 'linear 8', 'groupnorm 2'),
  add('6 x 3 x 4', 'linear 8', 'layernorm'),
  add('6 x 3 x 4', 'linear 8', 'batchnorm', 'relu6', 'softmax'),
  add('6 x 3 x 4', 'linear 8', 'scale: layer_scale', 'linear 3'),
  add('6 x 3 x 4', 'linear 8', 'linear 5, pointwise', 'linear 3'),
  add('6 x 3 x 4', 'linear 8', 'upsample 2x3', 'channel_shuffle 2'),
  add('6 x 3 x 4', 'linear 8', 'zero_pad channels (1, 2)'),
  add('6 x 3 x 4', 'linear 8', 'channel_shuffle 4', 'flatten', 'flatten'),
  add('6 x 3 x 4', 'linear 8', 'avgpool global', 'maxpool 1x1'),
  add('6 x 3 x 4', 'g: linear 6', 'from a', 'multiply g', 'add b'),
  add('6 x 3 x 4', 'v: linear 6', 'from a', 'avgpool global', 'concat v', 'linear 2'),
  add('6 x 3 x 4', 'v: linear 6', 'from a', 'w: linear 6', 'add v', 'multiply w', 'concat v'),
  add('6 x 3 x 4', 'v: linear 6', 'from a', 'w: linear 1', 'from v', 'multiply w'),
  // The input is the output, whole or as a vector.
  add('7 x 1 x 1', 'from a'),
  add('7 x 1 x 1', 'linear 4', 'conv 1x1, 3'),
  // Padding as large as the window, or larger, and means of nothing else.
  add('3 x 7 x 6', 'maxpool 3x3, stride 2, pad 2'),
  add('3 x 7 x 6', 'maxpool 2x2, stride 1, pad (0, 0, 1, 1)'),
  add('3 x 7 x 6', 'avgpool 2x2, stride 2, pad 2'),
  add('3 x 7 x 6', 'avgpool 3x2, stride 2, pad (2, 2, 1, 1), exclude_pad'),
  add('3 x 7 x 6', 'avgpool 3x3, stride 1, pad (0, 2, 1, 0), exclude_pad'),
  add('3 x 7 x 6', 'conv 3x3, 4, pad (4, 4, 7, 7)'),
  // ONNX Runtime moves a Pad of zeros into the pool behind it, where they are −∞, or do not count.
  add('3 x 7 x 6', 'conv 3x3, 4, bias', 'zero_pad 1', 'maxpool 3x3, stride 2, pad 0'),
  add('3 x 7 x 6', 'zero_pad 1', 'dropout 0.5', 'drop_path 0.5', 'maxpool 3x3, stride 2, pad 0'),
  add('3 x 7 x 6', 'zero_pad pad (0, 3, 2, 0)', 'maxpool 2x2, stride 2'),
  add('3 x 7 x 6', 'zero_pad 1', 'avgpool 3x3, stride 2, pad 1, exclude_pad'),
  add('3 x 7 x 6', 'zero_pad 2', 'avgpool 2x2, stride 2'),
  add('3 x 7 x 6', 'zero_pad 1', 'zero_pad 1', 'maxpool 2x2'),
  // All of it, and none.
  add('3 x 4 x 5', 'dropout 1', 'drop_path 1'),
  add('3 x 4 x 5', 'dropout 0', 'drop_path 0', 'batchnorm momentum 0, eps 0'),
  add('3 x 4 x 5', 'batchnorm momentum 1, eps 1'),
];
