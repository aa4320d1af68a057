/** A small network, the same for the runtime and for PyTorch. Value 0 is the input, value i + 1 the result of step i. */
export interface Case {
  readonly title: string;
  /** N×C×H×W. */
  readonly input: readonly [number, number, number, number];
  readonly steps: readonly Step[];
}

export interface Step {
  readonly op: string;
  readonly inputs: readonly number[];
  readonly name?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

const one = (op: string, input: Case['input'], options?: Step['options'], title = ''): Case => ({
  title: `${op} ${title || JSON.stringify(options ?? {})} of ${input.join('×')}`,
  input,
  steps: [{ op, inputs: [0], name: 'op', ...(options === undefined ? {} : { options }) }],
});

const chain = (
  title: string,
  input: Case['input'],
  ...steps: readonly (Partial<Step> & { op: string })[]
): Case => ({
  title,
  input,
  steps: steps.map((step, index) => ({ inputs: [index], name: `op${index}`, ...step })),
});

const conv = (filters: number, options: Step['options'] = {}) => ({
  op: 'conv',
  options: { kernel: 3, pad: 1, filters, ...options },
});
const norm = { op: 'batchnorm', options: { epsilon: 1e-3, momentum: 0.9 } };

/** Operators one at a time: odd and unequal sizes, strides, four different pads, dilation, groups, batches. */
export const operators: readonly Case[] = [
  one('conv', [2, 3, 9, 7], { kernel: 3, filters: 5, pad: 1 }),
  one('conv', [1, 3, 10, 7], { kernel: [3, 5], filters: 4, stride: [2, 1], pad: [0, 2, 1, 3], bias: true }),
  one('conv', [1, 3, 15, 12], { kernel: 7, filters: 4, stride: 2, pad: 3 }),
  one('conv', [3, 6, 5, 4], { kernel: 1, filters: 8, stride: 2 }),
  one('conv', [1, 2, 11, 13], { kernel: 3, filters: 3, dilation: [2, 3], pad: 2, bias: true }),
  one('conv', [1, 2, 11, 13], { kernel: 3, filters: 3, dilation: 2, stride: [2, 3], pad: [2, 1, 0, 3] }),
  one('conv', [2, 6, 7, 6], { kernel: 3, filters: 9, groups: 3, stride: 2, pad: 1, bias: true }),
  one('conv', [1, 128, 4, 5], { kernel: 3, filters: 128, groups: 32, pad: 1 }),
  one('conv', [1, 90, 4, 5], { kernel: 3, filters: 18, groups: 9, pad: [1, 0, 0, 1], dilation: [1, 2] }),
  one('conv', [2, 5, 9, 8], { kernel: 3, filters: 5, groups: 5, stride: 2, pad: 1 }),
  one('conv', [1, 4, 7, 9], { kernel: [5, 3], filters: 12, groups: 4, pad: [2, 1, 1, 0], bias: true }),
  one('conv', [1, 4, 9, 9], { kernel: 3, filters: 8, groups: 4, dilation: 2, stride: 2, pad: 2 }),
  one('conv', [1, 4, 9, 8], { kernel: 3, filters: 4, groups: 4, stride: [1, 2], pad: 1 }),
  one('linear', [3, 4, 3, 5], { units: 7 }),
  one('linear', [2, 6, 1, 1], { units: 4, bias: false }),
  one('linear', [2, 6, 3, 4], { units: 5, pointwise: true }),
  one('batchnorm', [2, 5, 4, 3], { epsilon: 1.001e-5, momentum: 0.99 }),
  one('layernorm', [2, 6, 3, 5], { epsilon: 1e-6 }),
  one('groupnorm', [2, 6, 3, 5], { groups: 3, epsilon: 1e-5 }),
  ...['relu', 'relu6', 'silu', 'gelu', 'sigmoid', 'hardswish', 'hardsigmoid', 'tanh', 'softmax'].map((op) =>
    one(op, [2, 5, 4, 3]),
  ),
  one('maxpool', [1, 3, 11, 8], { kernel: 3, stride: 2, pad: 1 }),
  one('maxpool', [2, 2, 7, 9], { kernel: [2, 3], stride: [2, 1], pad: [1, 0, 0, 2] }),
  one('maxpool', [1, 3, 7, 6], { kernel: 2 }),
  one('maxpool', [1, 3, 7, 6], { kernel: 1, stride: 2 }),
  one('avgpool', [1, 3, 7, 9], { kernel: 3, stride: 2 }),
  one('avgpool', [1, 3, 7, 9], { kernel: 3, stride: 2, pad: 1 }),
  one('avgpool', [1, 3, 7, 9], { kernel: 3, stride: 2, pad: 1, excludePad: true }),
  one('avgpool', [2, 2, 6, 5], { kernel: [3, 2], stride: 1, pad: [2, 0, 1, 0], excludePad: true }),
  one('globalMaxpool', [2, 3, 5, 4]),
  one('globalAvgpool', [2, 3, 5, 4]),
  one('flatten', [2, 3, 4, 5]),
  one('dropout', [1, 2, 3, 4], { rate: 0.5 }),
  one('dropPath', [3, 2, 3, 4], { rate: 0.5 }),
  one('zeroPad', [2, 3, 4, 5], { pad: [1, 0, 2, 3] }),
  one('zeroPad', [2, 3, 4, 5], { pad: 1, channels: [2, 1] }),
  one('zeroPad', [2, 3, 4, 5], { channels: [0, 3] }),
  one('upsample', [2, 3, 5, 4], { scale: [3, 2], method: 'nearest' }),
  one('upsample', [2, 3, 5, 4], { scale: [3, 2], method: 'bilinear' }),
  one('channelShuffle', [2, 12, 3, 2], { groups: 3 }),
  one('layerScale', [2, 5, 3, 4], { value: 0.1 }),
  chain(
    'add of a vector and a 1×1 map',
    [2, 4, 3, 3],
    { op: 'globalAvgpool' },
    conv(4, { kernel: 1, pad: 0 }),
    { op: 'add', inputs: [1, 2, 1] },
  ),
  chain(
    'multiply by a C×1×1 vector',
    [2, 4, 3, 5],
    { op: 'globalAvgpool' },
    { op: 'sigmoid' },
    { op: 'multiply', inputs: [0, 2] },
  ),
  chain('multiply by a 1×H×W map', [2, 4, 3, 5], conv(1), { op: 'multiply', inputs: [0, 1] }),
  chain(
    'multiply a vector by a 1×1 map',
    [2, 4, 3, 5],
    { op: 'globalMaxpool' },
    conv(4, { kernel: 1, pad: 0 }),
    { op: 'multiply', inputs: [1, 2] },
  ),
  chain('concat of maps', [2, 3, 4, 5], conv(2), { op: 'relu' }, { op: 'concat', inputs: [2, 0, 1] }),
  chain(
    'concat of vectors',
    [2, 3, 4, 5],
    { op: 'globalMaxpool' },
    { op: 'globalAvgpool', inputs: [0] },
    { op: 'concat', inputs: [1, 2] },
  ),
  chain(
    'linear after flatten and an activation',
    [2, 3, 2, 3],
    { op: 'flatten' },
    { op: 'tanh' },
    { op: 'linear', options: { units: 4 } },
  ),
  chain('softmax of a vector', [3, 4, 2, 3], { op: 'linear', options: { units: 5 } }, { op: 'softmax' }),
];

/** What folding, fusing and freeing must not change. */
export const networks: readonly Case[] = [
  // On wasm these are Winograd’s: even and odd sizes, batches, each activation.
  chain('wide 3×3 convolution, odd size, relu', [2, 64, 7, 5], conv(66, { bias: true }), norm, {
    op: 'relu',
  }),
  chain('wide 3×3 convolution, even size, relu6', [1, 64, 6, 4], conv(64), norm, { op: 'relu6' }),
  chain('wide 3×3 convolution of a vector', [2, 64, 3, 4], { op: 'globalAvgpool' }, conv(64)),
  chain('wide 3×3 convolution, one row', [1, 64, 1, 8], conv(64), norm, { op: 'add', inputs: [0, 2] }),
  chain('convolution, batchnorm, relu', [2, 3, 7, 6], conv(4, { bias: true }), norm, { op: 'relu' }),
  chain('depthwise convolution, batchnorm, relu6', [1, 4, 7, 6], conv(8, { groups: 4, stride: 2 }), norm, {
    op: 'relu6',
  }),
  chain(
    'grouped convolution, batchnorm, relu',
    [1, 80, 5, 6],
    conv(40, { groups: 8, dilation: 2, stride: 2, pad: 2 }),
    norm,
    { op: 'relu' },
  ),
  chain('linear layer, batchnorm, relu', [2, 3, 4, 5], { op: 'linear', options: { units: 6 } }, norm, {
    op: 'relu',
  }),
  chain(
    'two normalisations and a layer scale',
    [1, 3, 4, 5],
    conv(4),
    norm,
    { ...norm },
    { op: 'layerScale', options: { value: 1 } },
  ),
  chain(
    'pre-activation: batchnorm and relu before',
    [1, 3, 4, 5],
    norm,
    { op: 'relu' },
    conv(4),
    { op: 'relu6' },
    { op: 'relu' },
  ),
  chain('relu between convolution and batchnorm', [1, 3, 4, 5], conv(4), { op: 'relu' }, norm),
  chain(
    'convolution with two readers',
    [1, 3, 4, 5],
    conv(4),
    norm,
    { op: 'relu' },
    { op: 'add', inputs: [1, 3] },
  ),
  chain(
    'batchnorm with two readers',
    [1, 3, 4, 5],
    conv(4),
    norm,
    { op: 'relu' },
    { op: 'add', inputs: [2, 3] },
  ),
  chain('values read again and again by one operator', [1, 3, 4, 5], conv(4), norm, {
    op: 'add',
    inputs: [2, 1, 2, 2, 1],
  }),
  chain('a value read twice by one operator', [1, 3, 4, 5], conv(4), norm, {
    op: 'multiply',
    inputs: [2, 2],
  }),
  chain('batchnorm of a vector', [2, 3, 4, 5], { op: 'globalAvgpool' }, norm, { op: 'relu' }),
  chain(
    'flatten, dropout, linear',
    [2, 3, 4, 5],
    conv(4),
    { op: 'flatten' },
    { op: 'dropout', options: { rate: 0.5 } },
    { op: 'linear', options: { units: 3 } },
  ),
  chain(
    'bottleneck with projection and squeeze-excitation',
    [2, 6, 9, 7],
    conv(4, { kernel: 1, pad: 0 }),
    norm,
    { op: 'relu' },
    conv(4, { stride: 2 }),
    norm,
    { op: 'relu' },
    conv(8, { kernel: 1, pad: 0 }),
    norm,
    { op: 'globalAvgpool' },
    conv(2, { kernel: 1, pad: 0, bias: true }),
    { op: 'relu' },
    conv(8, { kernel: 1, pad: 0, bias: true }),
    { op: 'sigmoid' },
    { op: 'multiply', inputs: [8, 13] },
    { ...conv(8, { kernel: 1, pad: 0, stride: 2 }), inputs: [0] },
    norm,
    { op: 'add', inputs: [14, 16] },
    { op: 'relu' },
    { op: 'globalAvgpool' },
    { op: 'linear', options: { units: 5 } },
  ),
  chain(
    'ConvNeXt block',
    [2, 8, 6, 5],
    conv(8, { kernel: 7, pad: 3, groups: 8, bias: true }),
    { op: 'layernorm', options: { epsilon: 1e-6 } },
    { op: 'linear', options: { units: 16, pointwise: true } },
    { op: 'gelu' },
    { op: 'linear', options: { units: 8, pointwise: true } },
    { op: 'layerScale', options: { value: 1e-6 } },
    { op: 'dropPath', options: { rate: 0.1 } },
    { op: 'add', inputs: [0, 7] },
  ),
];
