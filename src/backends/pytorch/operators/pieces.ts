import type { Code } from '../../../emission/python-layout.ts';
import { call } from '../../../emission/python-layout.ts';
import type { OperatorKind } from '../../../ir/operators.ts';
import { option, padding, pads, pair } from './padding.ts';
import type { Join, Piece, Pieces } from './piece.ts';
import { pool } from './pool.ts';

const light = (module: string, hint: string, apply: (value: Code) => Code): readonly Piece[] => [
  { module, hint, apply, heavy: false, owns: false },
];

const elementwise =
  (module: string, name: string): Pieces =>
  () =>
    light(`nn.${module}()`, name.replace(/^.*\./, ''), (value) => call(name, [value]));

/** How each operator is written: one that is missing here does not compile. Joins are expressions of `forward`. */
export const pieces: { readonly [K in Exclude<OperatorKind, Join>]: Pieces } = {
  input: () => [],
  conv: (context) => {
    const { parts, channels } = context;
    const strided = pair(parts('stride')) !== '1';
    const { before, own } =
      context.same && !strided ? { before: [], own: ['"same"'] } : padding(context, '0.0');
    const module = call('nn.Conv2d', [
      channels,
      parts('filters')[0]!,
      ...option('kernel_size', parts('kernel')),
      ...option('stride', parts('stride'), '1'),
      ...option('padding', own, '0'),
      ...option('dilation', parts('dilation'), '1'),
      ...option('groups', parts('groups'), '1'),
      ...context.bias(),
    ]);
    return [...before, { module, hint: 'conv', heavy: true, owns: true, needs: 'map' }];
  },
  linear: ({ parts, isTrue, bias: biasOf, channels, features, layout }) => {
    const bias = biasOf();
    const units = parts('units')[0]!;
    const common = { hint: 'linear', heavy: true, owns: true } as const;
    if (isTrue('pointwise') && layout === 'map') {
      const module = call('PointwiseLinear', [channels, units, ...bias]);
      return [{ ...common, module, needs: 'map', support: 'PointwiseLinear' }];
    }
    const inputs = isTrue('pointwise') ? channels : features();
    return [
      { ...common, module: call('nn.Linear', [inputs, units, ...bias]), needs: 'vector', gives: 'vector' },
    ];
  },
  batchnorm: ({ parts, channels, layout }) => {
    const module = call(layout === 'map' ? 'nn.BatchNorm2d' : 'nn.BatchNorm1d', [
      channels,
      ...option('eps', parts('eps'), '1e-5'),
      ...option('momentum', parts('momentum'), '0.1'),
    ]);
    return [{ module, hint: 'norm', heavy: false, owns: true }];
  },
  layernorm: ({ parts, channels, layout }) => {
    const given = [channels, ...option('eps', parts('eps'), '1e-5')];
    const common = { hint: 'norm', heavy: false, owns: true } as const;
    return layout === 'map'
      ? [{ ...common, module: call('LayerNorm2d', given), support: 'LayerNorm2d' }]
      : [{ ...common, module: call('nn.LayerNorm', given) }];
  },
  groupnorm: ({ parts, channels }) => {
    const module = call('nn.GroupNorm', [
      parts('groups')[0]!,
      channels,
      ...option('eps', parts('eps'), '1e-5'),
    ]);
    return [{ module, hint: 'norm', heavy: false, owns: true }];
  },
  relu: elementwise('ReLU', 'F.relu'),
  relu6: elementwise('ReLU6', 'F.relu6'),
  silu: elementwise('SiLU', 'F.silu'),
  gelu: elementwise('GELU', 'F.gelu'),
  sigmoid: elementwise('Sigmoid', 'torch.sigmoid'),
  hardswish: elementwise('Hardswish', 'F.hardswish'),
  hardsigmoid: elementwise('Hardsigmoid', 'F.hardsigmoid'),
  tanh: elementwise('Tanh', 'torch.tanh'),
  softmax: () => light('nn.Softmax(dim=1)', 'softmax', (value) => call('torch.softmax', [value, 'dim=1'])),
  maxpool: pool('Max'),
  avgpool: pool('Avg'),
  flatten: () => [
    {
      module: 'nn.Flatten()',
      apply: (value) => call('torch.flatten', [value, '1']),
      ...{ hint: 'flatten', heavy: false, owns: false, gives: 'vector' },
    },
  ],
  dropout: ({ parts }) => [
    {
      module: call('nn.Dropout', option('p', parts('rate'), '0.5')),
      hint: 'dropout',
      heavy: false,
      owns: false,
    },
  ],
  drop_path: ({ parts }) => [
    {
      module: call('DropPath', parts('rate')),
      ...{ hint: 'drop_path', heavy: false, owns: false, support: 'DropPath' },
    },
  ],
  zero_pad: (context) => {
    const { parts } = context;
    const [front, behind] = parts('channels') as [string, string];
    const sides = pads(context);
    const common = { hint: 'pad', heavy: false, owns: false, needs: 'map' } as const;
    const made: Piece[] = [];
    if (sides !== '0') made.push({ ...common, module: `nn.ZeroPad2d(${sides})` });
    if (front !== '0' || behind !== '0')
      made.push({ ...common, module: call('PadChannels', [front, behind]), support: 'PadChannels' });
    return made;
  },
  upsample: ({ parts }) => {
    const method = parts('method')[0]!;
    const corners = method === '"bilinear"' ? ['align_corners=False'] : [];
    const module = call('nn.Upsample', [
      ...option('scale_factor', parts('scale')),
      ...(method === '"nearest"' ? [] : [`mode=${method}`]),
      ...corners,
    ]);
    return [{ module, hint: 'upsample', heavy: true, owns: false, needs: 'map' }];
  },
  channel_shuffle: ({ parts }) => [
    {
      module: call('nn.ChannelShuffle', parts('groups')),
      ...{ hint: 'shuffle', heavy: false, owns: false, needs: 'map' },
    },
  ],
  // A parameter, not a module: the writer makes it.
  layer_scale: () => [],
};
