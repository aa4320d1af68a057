/** A small network before and after an edit, and what a reviewer should be told: by hand. */
export interface DiffCase {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** As `told` writes them. */
  readonly changes: readonly string[];
  /** Of the old checkpoint's tensors: how many load, and the names of the others. */
  readonly tensors?: {
    readonly same: number;
    readonly renamed?: readonly string[];
    readonly reshaped?: readonly string[];
    readonly removed?: readonly string[];
    readonly added?: readonly string[];
    readonly misplaced?: readonly string[];
  };
}

const network = (body: string, blocks = ''): string => `${blocks}
network net {
  input 3 x 32 x 32
${body}
}
`;

const plain = network(`  conv1: conv 3x3, 8
  bn1: batchnorm
  relu
  conv2: conv 3x3, 16, stride 2
  bn2: batchnorm
  relu
  avgpool global
  fc: linear 10`);

const unit = `block unit(width: int, stride: int = 1) {
  residual {
    conv1: conv 3x3, width, stride stride
    bn1: batchnorm
    relu
    conv2: conv 3x3, width
    bn2: batchnorm
  } shortcut projection as downsample
  relu
}
`;
const other = `block other(width: int) {
  conv: conv 1x1, width
  bn: batchnorm
}
`;
const stages = (first: string): string =>
  network(
    `  conv1: conv 3x3, 8\n${first}\n  layer2: stage 2 x unit(16), stride 2\n  fc: linear 10`,
    unit + other,
  );
const twoStages = stages('  layer1: stage 2 x unit(8)');
/** A loop whose second round, if any, is another block. */
const loop = (rounds: number, odd: number): string =>
  network(
    `  conv1: conv 3x3, 8
  layer1: repeat i in ${rounds} { if i == ${odd} { odd: other(8) } else { even: unit(8) } }
  fc: linear 10`,
    unit + other,
  );

const unitTensors = ['1', '2'].flatMap((number) => [
  `conv${number}.weight`,
  ...['weight', 'bias', 'running_mean', 'running_var'].map((name) => `bn${number}.${name}`),
]);

export const cases: readonly DiffCase[] = [
  { name: 'nothing', before: plain, after: plain, changes: [], tensors: { same: 12 } },
  {
    name: 'comments, blanks, braces that only group, and a document',
    before: plain,
    after: plain
      .replace('  conv1:', '  // first\n  stem {\n  conv1:')
      .replace('  conv2:', '  }\n  conv2:')
      .replace('network', '/// A network.\nnetwork'),
    changes: [],
    tensors: { same: 12 },
  },
  {
    name: 'a stride',
    before: plain,
    after: plain.replace(', stride 2', ''),
    changes: ['changed conv2: stride 2 → 1'],
    tensors: { same: 12 },
  },
  {
    name: 'a kernel, whose padding follows',
    before: plain,
    after: plain.replace('conv 3x3, 8', 'conv 5x5, 8'),
    changes: ['changed conv1: kernel 3×3 → 5×5'],
    tensors: { same: 11, reshaped: ['conv1.weight'] },
  },
  {
    name: 'a width, which changes the shapes of what comes after it',
    before: plain,
    after: plain.replace('conv 3x3, 8', 'conv 3x3, 12'),
    changes: ['changed conv1: filters 8 → 12'],
    tensors: {
      same: 6,
      reshaped: [
        'conv1.weight',
        'bn1.weight',
        'bn1.bias',
        'bn1.running_mean',
        'bn1.running_var',
        'conv2.weight',
      ],
    },
  },
  {
    name: 'a depthwise convolution behind another width: its groups follow',
    before: network('  a: conv 1x1, 4\n  b: conv 3x3, in.channels, groups in.channels\n  fc: linear 2'),
    after: network('  a: conv 1x1, 6\n  b: conv 3x3, in.channels, groups in.channels\n  fc: linear 2'),
    changes: ['changed a: filters 4 → 6'],
    tensors: { same: 1, reshaped: ['a.weight', 'b.weight', 'fc.weight'] },
  },
  {
    name: 'a bias',
    before: plain,
    after: plain.replace('conv 3x3, 8', 'conv 3x3, 8, bias'),
    changes: ['changed conv1: bias false → true'],
    tensors: { same: 12, added: ['conv1.bias'] },
  },
  {
    name: 'an activation for another',
    before: plain,
    after: plain.replace('relu\n  conv2', 'silu\n  conv2'),
    changes: ['changed relu0 → silu0: operator relu → silu'],
    tensors: { same: 12 },
  },
  {
    name: 'a label, which is a rename and no other change',
    before: plain,
    after: plain.replace('conv2:', 'second:'),
    changes: ['renamed conv2 → second'],
    tensors: { same: 11, renamed: ['conv2.weight → second.weight'] },
  },
  {
    name: 'a group with a label around two statements',
    before: plain,
    after: plain
      .replace('  conv1:', '  stem: {\n  conv1:')
      .replace('  relu\n  conv2', '  }\n  relu\n  conv2'),
    changes: ['renamed conv1 → stem.conv1', 'renamed bn1 → stem.bn1'],
    tensors: {
      same: 7,
      renamed: [
        'conv1.weight → stem.conv1.weight',
        ...['weight', 'bias', 'running_mean', 'running_var'].map((name) => `bn1.${name} → stem.bn1.${name}`),
      ],
    },
  },
  {
    name: 'an operator put in between',
    before: plain,
    after: plain.replace('  conv2:', '  maxpool 2x2, stride 2\n  conv2:'),
    changes: ['added maxpool0: maxpool 2×2'],
    tensors: { same: 12 },
  },
  {
    name: 'an operator taken out',
    before: plain,
    after: plain.replace('  bn2: batchnorm\n', ''),
    changes: ['removed bn2: batchnorm'],
    tensors: { same: 8, removed: ['bn2.weight', 'bn2.bias', 'bn2.running_mean', 'bn2.running_var'] },
  },
  {
    name: 'statements put into a block under the same labels',
    before: network('  body: { conv: conv 1x1, 8; bn: batchnorm }\n  relu\n  fc: linear 10', other),
    after: network('  body: other(8)\n  relu\n  fc: linear 10', other),
    changes: [],
    tensors: { same: 7 },
  },
  {
    name: 'a stage with more blocks',
    before: twoStages,
    after: stages('  layer1: stage 4 x unit(8)'),
    changes: [
      'changed layer1: repeats 2 → 4',
      'added layer1.2: unit(width = 8)',
      'added layer1.3: unit(width = 8)',
    ],
  },
  {
    name: 'a stage less',
    before: twoStages,
    after: stages(''),
    changes: ['removed layer1: 2 × unit(width = 8)'],
  },
  {
    name: 'the width of a stage: what is computed from it is not told again',
    before: twoStages,
    after: twoStages.replace('unit(16)', 'unit(24)'),
    changes: [
      ...[0, 1].flatMap((block) => [
        `changed layer2.${block}: width 16 → 24`,
        `changed layer2.${block}.conv1: filters 16 → 24`,
        `changed layer2.${block}.conv2: filters 16 → 24`,
      ]),
    ],
  },
  {
    name: 'another block in the middle: those behind it are renumbered, and their old names mislead',
    before: loop(3, 9),
    after: loop(4, 1),
    changes: [
      'changed layer1: repeats 3 → 4',
      'added layer1.1: copy',
      'renumbered layer1.1 → layer1.2',
      'renumbered layer1.2 → layer1.3',
    ],
    tensors: {
      same: 13,
      renamed: [1, 2].flatMap((round) =>
        unitTensors.map((name) => `layer1.${round}.even.${name} → layer1.${round + 1}.even.${name}`),
      ),
      added: ['conv.weight', 'bn.weight', 'bn.bias', 'bn.running_mean', 'bn.running_var'].map(
        (name) => `layer1.1.odd.${name}`,
      ),
      misplaced: unitTensors.map((name) => `layer1.2.even.${name}`),
    },
  },
  {
    name: 'a shortcut’s form',
    before: twoStages,
    after: twoStages.replace('shortcut projection', 'shortcut zero_pad'),
    changes: [
      'changed layer2.0.downsample: shortcut projection → zero_pad',
      'removed layer2.0.downsample.0: conv 1×1, 16, stride 2',
      'removed layer2.0.downsample.1: batchnorm',
      'added layer2.0.downsample.maxpool0: maxpool 1×1, stride 2',
      'added layer2.0.downsample.zero_pad0: zero_pad channels (0, 8)',
    ],
  },
  {
    name: 'a wire',
    before: network('  a: conv 1x1, 3\n  b: conv 1x1, 3\n  c: conv 1x1, 3\n  add a\n  fc: linear 2'),
    after: network('  a: conv 1x1, 3\n  b: conv 1x1, 3\n  c: conv 1x1, 3\n  add b\n  fc: linear 2'),
    changes: ['changed add0: inputs c, a → c, b'],
    tensors: { same: 5 },
  },
  {
    name: 'the order of a concatenation',
    before: network('  a: conv 1x1, 3\n  b: conv 1x1, 3\n  concat a\n  fc: linear 2'),
    after: network('  a: conv 1x1, 3\n  b: conv 1x1, 3\n  from a\n  concat b\n  fc: linear 2'),
    changes: ['changed concat0: inputs b, a → a, b'],
  },
  {
    name: 'a labelled statement that goes elsewhere',
    before: network(
      '  a: conv 3x3, 8\n  se: gate { avgpool global; f: conv 1x1, 8, bias; sigmoid }\n  b: conv 3x3, 8\n  fc: linear 2',
    ),
    after: network(
      '  a: conv 3x3, 8\n  b: conv 3x3, 8\n  se: gate { avgpool global; f: conv 1x1, 8, bias; sigmoid }\n  fc: linear 2',
    ),
    changes: ['moved b'],
    tensors: { same: 6 },
  },
  {
    name: 'the number of classes',
    before: plain,
    after: plain.replace('linear 10', 'linear 100'),
    changes: ['changed fc: units 10 → 100'],
    tensors: { same: 10, reshaped: ['fc.weight', 'fc.bias'] },
  },
];
