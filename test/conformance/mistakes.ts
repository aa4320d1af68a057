/**
 * Changes of a network’s text that the cases must notice: what is wrong, the text and the wrong one. Not here is relu6 for relu, since no
 * published input is beyond 6.
 */
export const mistakes = [
  ['the padding counts in a mean', /, exclude_pad/, ''],
  ['padding on the wrong side', /pad \((\d+), (\d+), (\d+), (\d+)\)/, 'pad ($2, $1, $4, $3)'],
  ['another interpolation', /, nearest/, ', bilinear'],
  ['no interpolation', /, bilinear/, ', nearest'],
  ['another ε', /eps [\d.e-]+/, 'eps 0.5'],
  ['one group', /groupnorm \d+,/, 'groupnorm 1,'],
  ['the mean for the maximum', /: maxpool/, ': avgpool'],
  ['the maximum for the mean', /: avgpool/, ': maxpool'],
  ['tanh for sigmoid', /: sigmoid/, ': tanh'],
  ['silu for hardswish', /: hardswish/, ': silu'],
  ['silu for gelu', /: gelu/, ': silu'],
  ['sigmoid for hardsigmoid', /: hardsigmoid/, ': sigmoid'],
  ['no softmax', /: softmax/, ': relu'],
  ['a product for a sum', /: add /, ': multiply '],
  ['a sum for a product', /: multiply /, ': add '],
] as const;
