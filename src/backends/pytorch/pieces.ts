import type { Code } from '../../emission/python-layout.ts';
import { call } from '../../emission/python-layout.ts';
import type { Node } from '../../ir/graph.ts';
import type { OperatorKind } from '../../ir/operators.ts';
import { tuple } from './symbolic-code.ts';

/** Classes and functions that emitted code may use and that its file then has to define. */
export type Support =
  | 'LayerNorm2d'
  | 'PointwiseLinear'
  | 'DropPath'
  | 'SamePad2d'
  | 'PadChannels'
  | 'AvgPool2d'
  | 'round_to'
  | 'initialised'
  | 'attach'
  | 'child';

/** How a value lies in memory: N×C×H×W, or N×C once it is flat. */
export type Layout = 'map' | 'vector';

/** What an operator becomes: a module, or several one behind the other of which the last owns the tensors. */
export interface Piece {
  readonly module: Code;
  /** The same as a function of the value, where it has no numbers of its own. */
  readonly apply?: (value: Code) => Code;
  /** What an attribute that holds the module is called where the operator has no label. */
  readonly hint: string;
  /** Whether it is more than a pass over each value: such a call starts a line of `forward`. */
  readonly heavy: boolean;
  readonly owns: boolean;
  /** What it must be given; either, where undefined. */
  readonly needs?: Layout;
  readonly gives?: Layout;
  readonly support?: Support;
}

/** What the table knows of an operator: its attributes as code. */
export interface PieceContext {
  /** One code for each extent of an attribute. */
  readonly parts: (name: string) => readonly string[];
  readonly isTrue: (name: string) => boolean;
  readonly channels: string;
  /** Channels × height × width of what a linear layer flattens. */
  readonly features: () => string;
  readonly layout: Layout;
  /** Whether `pad` is TensorFlow's rule. */
  readonly same: boolean;
  /** Whether the pads are those of a pool whose last window hangs over the border. */
  readonly ceiling: boolean;
}

type Pieces = (context: PieceContext) => readonly Piece[];

const light = (module: string, hint: string, apply: (value: Code) => Code): readonly Piece[] => [
  { module, hint, apply, heavy: false, owns: false },
];

const elementwise =
  (module: string, name: string): Pieces =>
  () =>
    light(`nn.${module}()`, name.replace(/^.*\./, ''), (value) => call(name, [value]));

/** `kernel_size=3`, `stride=(2, 1)`: nothing where it is the default. */
function option(name: string, parts: readonly string[], unwritten?: string): readonly string[] {
  const code = pair(parts);
  return code === unwritten ? [] : [`${name}=${code}`];
}

function pair(parts: readonly string[]): string {
  return parts.every((part) => part === parts[0]) ? parts[0]! : tuple(parts);
}

interface Padding {
  readonly before: readonly Piece[];
  /** What the operator itself pads: rows and columns. */
  readonly own: readonly string[];
}

/** Pads that an operator of PyTorch cannot have, as a module in front of it. `most` is the widest that it can. */
function padding(context: PieceContext, value: '0.0' | '-torch.inf', most?: readonly string[]): Padding {
  const none = ['0', '0'];
  const { parts, same } = context;
  if (same) {
    const window = [
      ...option('kernel_size', parts('kernel')),
      ...option('stride', parts('stride'), '1'),
      ...(parts('dilation').length === 0 ? [] : option('dilation', parts('dilation'), '1')),
      ...(value === '0.0' ? [] : [`value=${value}`]),
    ];
    const module = call('SamePad2d', window);
    const pad: Piece = { module, hint: 'pad', heavy: false, owns: false, needs: 'map', support: 'SamePad2d' };
    return { before: [pad], own: none };
  }
  const [top, bottom, left, right] = parts('pad') as [string, string, string, string];
  const wide = [top, left].some((pad, axis) => {
    const limit = most?.[axis];
    if (limit === undefined || !/^\d+$/.test(pad) || !/^\d+$/.test(limit)) return false;
    return Number(pad) > Number(limit) / 2;
  });
  if (top === bottom && left === right && !wide) return { before: [], own: [top, left] };
  const sides = tuple([left, right, top, bottom]);
  const [module, apply] =
    value === '0.0'
      ? [`nn.ZeroPad2d(${sides})`, (code: Code) => call('F.pad', [code, sides])]
      : [
          `nn.ConstantPad2d(${sides}, ${value})`,
          (code: Code) => call('F.pad', [code, sides, `value=${value}`]),
        ];
  const constant = [top, bottom, left, right].every((pad) => /^\d+$/.test(pad));
  const before: Piece = {
    module,
    hint: 'pad',
    heavy: false,
    owns: false,
    needs: 'map',
    ...(constant && { apply }),
  };
  return { before: [before], own: none };
}

function pool(kind: 'Max' | 'Avg'): Pieces {
  return (context) => {
    const { parts, isTrue, ceiling } = context;
    const hint = `${kind.toLowerCase()}pool`;
    const common = { hint, owns: false, needs: 'map' } as const;
    if (isTrue('global')) {
      const name = `adaptive_${kind.toLowerCase()}_pool2d`;
      const apply = (value: Code): Code => call(`F.${name}`, [value, '1']);
      return [{ ...common, module: `nn.Adaptive${kind}Pool2d(1)`, apply, heavy: true }];
    }
    const kernel = parts('kernel');
    const stride = parts('stride');
    const strides = pair(stride) === pair(kernel) ? [] : option('stride', stride);
    const window = [...option('kernel_size', kernel), ...strides];
    const exclude = kind === 'Avg' && isTrue('exclude_pad');
    const counted = exclude ? ['count_include_pad=False'] : [];
    if (ceiling) {
      const module = call(`nn.${kind}Pool2d`, [...window, 'ceil_mode=True', ...counted]);
      return [{ ...common, module, heavy: true }];
    }
    const { before, own } = padding(context, kind === 'Max' ? '-torch.inf' : '0.0', kernel);
    if (exclude && before.length > 0) {
      const [inner] = before;
      const module = call('AvgPool2d', [inner!.module, ...window]);
      return [{ ...common, module, heavy: true, support: 'AvgPool2d' }];
    }
    const pads = option('padding', own, '0');
    const module = call(`nn.${kind}Pool2d`, [...window, ...pads, ...(pads.length === 0 ? [] : counted)]);
    return [...before, { ...common, module, heavy: true }];
  };
}

/** How each operator is written: one that is missing here does not compile. Joins are expressions of `forward`. */
export const pieces: { readonly [K in Exclude<OperatorKind, Join>]: Pieces } = {
  input: () => [],
  conv: (context) => {
    const { parts, channels, isTrue } = context;
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
      ...(isTrue('bias') ? [] : ['bias=False']),
    ]);
    return [...before, { module, hint: 'conv', heavy: true, owns: true, needs: 'map' }];
  },
  linear: ({ parts, isTrue, channels, features, layout }) => {
    const bias = isTrue('bias') ? [] : ['bias=False'];
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

export type Join = 'add' | 'multiply' | 'concat';

export function isJoin(op: Node['op']): op is Join {
  return op === 'add' || op === 'multiply' || op === 'concat';
}

/** One number, or (left, right, top, bottom). */
function pads({ parts }: PieceContext): string {
  const [top, bottom, left, right] = parts('pad') as [string, string, string, string];
  return top === bottom && left === right && top === left ? top : tuple([left, right, top, bottom]);
}
