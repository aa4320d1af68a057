/** What papers and other libraries call an operator, in lower case and without `_`, and how it is written here. */
const spellings: ReadonlyMap<string, string> = new Map([
  ...['conv2d', 'convolution', 'convolution2d', 'convolutional', 'conv2dlayer'].map(
    (name) => [name, 'conv'] as const,
  ),
  ...['bn', 'batchnorm2d', 'batchnormalization', 'batchnormalisation'].map(
    (name) => [name, 'batchnorm'] as const,
  ),
  ...['ln', 'layernormalization', 'layernorm2d'].map((name) => [name, 'layernorm'] as const),
  ...['gn', 'groupnormalization'].map((name) => [name, 'groupnorm'] as const),
  ...['dense', 'fc', 'fullyconnected', 'affine', 'innerproduct'].map((name) => [name, 'linear'] as const),
  ...['swish', 'silu6'].map((name) => [name, 'silu'] as const),
  ...['maxpool2d', 'maxpooling', 'maxpooling2d'].map((name) => [name, 'maxpool'] as const),
  ...['avgpool2d', 'averagepool', 'averagepooling', 'averagepooling2d', 'meanpool'].map(
    (name) => [name, 'avgpool'] as const,
  ),
  ...[
    'globalaveragepool',
    'globalaveragepooling',
    'globalaveragepooling2d',
    'globalavgpool',
    'gap',
    'adaptiveavgpool',
    'adaptiveavgpool2d',
  ].map((name) => [name, 'avgpool global'] as const),
  ...['globalmaxpool', 'globalmaxpooling2d', 'adaptivemaxpool2d'].map(
    (name) => [name, 'maxpool global'] as const,
  ),
  ...['mul', 'product'].map((name) => [name, 'multiply'] as const),
  ...['cat', 'concatenate', 'merge'].map((name) => [name, 'concat'] as const),
  ...['sum', 'plus', 'eltwise'].map((name) => [name, 'add'] as const),
  ...['zeropadding2d', 'zeropad2d', 'zeropadding', 'pad'].map((name) => [name, 'zero_pad'] as const),
  ...['upsampling2d', 'interpolate', 'resize'].map((name) => [name, 'upsample'] as const),
  ...['stochasticdepth', 'droppath'].map((name) => [name, 'drop_path'] as const),
]);

/** `Conv2D`, `batch_norm`, `GlobalAveragePooling2D`: the operator that is meant, as it is written here. */
export function otherSpelling(name: string, operators: ReadonlySet<string>): string | undefined {
  const plain = name.toLowerCase().replaceAll('_', '');
  const known = spellings.get(plain);
  if (known !== undefined) return known;
  return [...operators].find((operator) => operator.replaceAll('_', '') === plain);
}
