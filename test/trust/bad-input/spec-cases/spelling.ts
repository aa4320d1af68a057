import { inLine, mended, network, type SpecCase } from '../spec-case.ts';

const misspelt = (
  name: string,
  line: string,
  right: string,
  code: 'name/unknown' | 'value/unknown-argument' | 'syntax/unexpected',
): SpecCase => inLine('P misspelt', name, line, { code, says: 'did you mean', ...mended(right) });
const misspellings: readonly SpecCase[] = [
  misspelt(
    'an argument, one letter wrong',
    'conv ⟦kernal⟧ 3x3, filters 8',
    'conv kernel 3x3, filters 8',
    'value/unknown-argument',
  ),
  misspelt(
    'an argument, one letter missing',
    'conv 3x3, 8, ⟦strid⟧ 2',
    'conv 3x3, 8, stride 2',
    'value/unknown-argument',
  ),
  misspelt(
    'an argument, two letters exchanged',
    'conv 3x3, 8, ⟦dialtion⟧ 2',
    'conv 3x3, 8, dilation 2',
    'value/unknown-argument',
  ),
  misspelt(
    'an argument, two letters wrong',
    'conv 3x3, 8, ⟦dilotian⟧ 2',
    'conv 3x3, 8, dilation 2',
    'value/unknown-argument',
  ),
  misspelt('a flag', 'conv 3x3, 8, ⟦bais⟧', 'conv 3x3, 8, bias', 'name/unknown'),
  misspelt('an operator', '⟦batchnrom⟧', 'batchnorm', 'name/unknown'),
  misspelt('an operator of two words', '⟦batch_norm⟧', 'batchnorm', 'name/unknown'),
  inLine('P misspelt', 'three letters wrong are another word', 'conv 3x3, 8, ⟦dylotian⟧ 2', {
    code: 'value/unknown-argument',
    says: 'its arguments',
  }),
  inLine('P misspelt', 'a statement: residal', '⟦residal⟧ { conv 3x3, 8 }', {
    code: 'syntax/unexpected',
    says: 'did you mean `residual`',
    ...mended('residual { conv 3x3, 8 }'),
  }),
  inLine('P misspelt', 'a statement: repaet', '⟦repaet⟧ i in 2 { c{i}: conv 3x3, 8 }', {
    code: 'syntax/unexpected',
    says: 'did you mean `repeat`',
    ...mended('repeat i in 2 { c{i}: conv 3x3, 8 }'),
  }),
  inLine('P misspelt', 'a statement: haed', '⟦haed⟧ { relu }', {
    code: 'syntax/unexpected',
    says: 'did you mean `head`',
    ...mended('head { relu }'),
  }),
  {
    row: 'P misspelt',
    name: 'a statement: stge',
    source: `import { basic } from "std/residual"\n${network('⟦stge⟧ 2 x basic(8)')}`,
    answer: {
      code: 'name/unknown',
      says: 'did you mean `stage`',
      mended: `import { basic } from "std/residual"\n${network('stage 2 x basic(8)')}`,
    },
  },
  {
    row: 'P misspelt',
    name: 'a statement: inptu',
    source: 'network net {\n  ⟦inptu⟧ 8 x 32 x 32\n  relu\n}\n',
    answer: {
      code: 'name/unknown',
      says: 'did you mean `input`',
      mended: 'network net {\n  input 8 x 32 x 32\n  relu\n}\n',
    },
  },
  {
    row: 'P misspelt',
    name: 'a shortcut',
    source: network('residual { conv 3x3, 8 } ⟦shortcutt⟧ projection'),
    answer: {
      code: 'syntax/unexpected',
      says: 'did you mean `shortcut`',
      mended: network('residual { conv 3x3, 8 } shortcut projection'),
    },
  },
  {
    row: 'P misspelt',
    name: 'a kind of shortcut',
    source: network('residual { conv 3x3, 8 } shortcut ⟦projecton⟧'),
    answer: {
      code: 'value/shortcut-kind',
      says: 'did you mean `projection`',
      mended: network('residual { conv 3x3, 8 } shortcut projection'),
    },
  },
  ...(['netwrok', 'network_', 'Network', 'nework'] as const).map(
    (word): SpecCase => ({
      row: 'P misspelt',
      name: `a declaration: ${word}`,
      source: network('relu').replace('network', `⟦${word}⟧`),
      answer: { code: 'syntax/declaration', says: 'did you mean `network`', mended: network('relu') },
    }),
  ),
  {
    row: 'P misspelt',
    name: 'a declaration: blok',
    source: `⟦blok⟧ wide() { relu }\n${network('wide()')}`,
    answer: {
      code: 'syntax/declaration',
      says: 'did you mean `block`',
      mended: `block wide() { relu }\n${network('wide()')}`,
    },
  },
  {
    row: 'P misspelt',
    name: 'a declaration: imprt',
    source: `⟦imprt⟧ { basic } from "std/residual"\n${network('basic(8)')}`,
    answer: {
      code: 'syntax/declaration',
      says: 'did you mean `import`',
      mended: `import { basic } from "std/residual"\n${network('basic(8)')}`,
    },
  },
  {
    row: 'P misspelt',
    name: 'a type',
    source: `block wide(n: ⟦itn⟧) { conv 3x3, n }\n${network('wide(8)')}`,
    answer: {
      code: 'name/unknown',
      says: 'did you mean `int`',
      mended: `block wide(n: int) { conv 3x3, n }\n${network('wide(8)')}`,
    },
  },
];

const foreign = (name: string, line: string, language: string, spelling: string, errors = 1): SpecCase =>
  inLine('P foreign', name, line, { code: 'syntax/foreign', says: [language, spelling], errors });
const foreignSyntax: readonly SpecCase[] = [
  inLine('P foreign', 'Conv', '⟦Conv⟧ 3x3, 64', { code: 'name/unknown', ...mended('conv 3x3, 64') }),
  inLine('P foreign', 'CONV', '⟦CONV⟧ 3x3, 64', { code: 'name/unknown', ...mended('conv 3x3, 64') }),
  inLine('P foreign', 'ReLU', '⟦ReLU⟧', { code: 'name/unknown', ...mended('relu') }),
  inLine('P foreign', 'BatchNorm2d', '⟦BatchNorm2d⟧', { code: 'name/unknown', ...mended('batchnorm') }),
  inLine('P foreign', 'Conv2d(3, 64)', '⟦Conv2d⟧(3, 64)', { code: 'name/unknown', says: 'conv 3x3, 64' }),
  inLine('P foreign', 'relu()', '⟦relu⟧()', { code: 'name/not-a-block', ...mended('relu') }),
  foreign('PyTorch’s layer', '⟦nn.Conv2d⟧(3, 64)', 'PyTorch', 'conv 3x3, 64'),
  foreign('PyTorch’s layer in full', '⟦torch.nn.BatchNorm2d⟧(64)', 'PyTorch', '`batchnorm`'),
  foreign('PyTorch’s module', '⟦self.conv1⟧ = nn.Conv2d(3, 64, kernel_size=3)', 'PyTorch', 'conv 3x3'),
  foreign('PyTorch’s function', 'x = ⟦F.relu⟧(x)', 'PyTorch', '`relu`'),
  foreign('Keras’s layer', '⟦layers.Conv2D⟧(64, 3)', 'Keras', 'conv 3x3, 64'),
  foreign('Keras’s layer in full', '⟦tf.keras.layers.MaxPooling2D⟧((2, 2))', 'Keras', 'maxpool 3x3'),
  foreign('Keras’s functional form', 'x = ⟦layers.Dense⟧(10)(x)', 'Keras', 'linear 1000'),
  foreign('Keras’s model', '⟦model.add⟧(Conv2D(64, 3))', 'Keras', 'conv'),
  inLine('P foreign', 'a YAML list', '⟦- conv⟧: {kernel: 3, filters: 64}', {
    code: 'syntax/foreign',
    says: ['YAML', 'conv 3x3, 64'],
  }),
  {
    row: 'P foreign',
    name: 'a Python class',
    source:
      '⟦class Net⟧(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.conv1 = nn.Conv2d(3, 64, 3)\n',
    answer: { code: 'syntax/foreign', says: ['Python', '`network'] },
  },
  {
    row: 'P foreign',
    name: 'a Python import',
    source: '⟦import torch⟧\nimport torch.nn as nn\n',
    answer: { code: 'syntax/foreign', says: 'Python' },
  },
  {
    row: 'P foreign',
    name: 'a YAML file',
    source: '⟦model:⟧\n  layers:\n    - type: conv\n      filters: 64\n',
    answer: { code: 'syntax/foreign', says: ['YAML', '`network'] },
  },
  {
    row: 'P foreign',
    name: 'a JSON file',
    source: '⟦{⟧\n  "layers": [{"type": "conv", "filters": 64}]\n}\n',
    answer: { code: 'syntax/foreign', says: ['JSON', '`network'] },
  },
  {
    row: 'P foreign',
    name: 'a prototxt file of Caffe',
    source: '⟦layer {⟧\n  name: "conv1"\n  type: "Convolution"\n}\n',
    answer: { code: 'syntax/foreign', says: ['Caffe', '`network'] },
  },
  {
    row: 'P foreign',
    name: 'a configuration of Darknet',
    source: '⟦[net]⟧\nbatch=1\n\n[convolutional]\nfilters=32\nsize=3\n',
    answer: { code: 'syntax/foreign', says: ['Darknet', '`network'] },
  },
  inLine('P foreign', 'a comment of Python', 'relu; sigmoid ⟦#⟧ not “tanh”', {
    code: 'syntax/comment',
    says: '`#`',
    ...mended('relu; sigmoid // not “tanh”'),
  }),
];

export const spelling: readonly SpecCase[] = [misspellings, foreignSyntax].flat();
