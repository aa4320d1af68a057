import { keywords } from '../../../src/parser/tokens.ts';
import { byEffort } from '../effort.ts';
import { network, type SpecCase } from './spec-case.ts';

const fine = 'fine';

const inLine = (row: SpecCase['row'], name: string, line: string, answer: SpecCase['answer']): SpecCase => ({
  row,
  name,
  source: network(line),
  answer,
});
const mended = (line: string): { readonly mended: string } => ({ mended: network(line) });

const missingBrace: readonly SpecCase[] = [
  {
    row: 'P missing-brace',
    name: 'of a block in blocks, which its indentation tells',
    source: network('head {', '  residual {', '    c: conv 3x3, 8⟦⟧', '  relu', '}'),
    answer: {
      code: 'syntax/unclosed',
      says: 'opened here',
      mended: network('head {', '  residual {', '    c: conv 3x3, 8', '  }', '  relu', '}'),
    },
  },
  {
    row: 'P missing-brace',
    name: 'of the network, at the end of the file',
    source: 'network net ⟦{⟧\n  input 8 x 32 x 32\n  relu\n',
    answer: { code: 'syntax/unclosed', mended: 'network net {\n  input 8 x 32 x 32\n  relu\n}\n' },
  },
  {
    row: 'P missing-brace',
    name: 'of a block before another declaration',
    source: `block wide() ⟦{⟧\n  relu\n\n${network('wide()')}`,
    answer: { code: 'syntax/unclosed', mended: `block wide() {\n  relu\n}\n\n${network('wide()')}` },
  },
  {
    row: 'P missing-brace',
    name: 'of a parenthesis',
    source: `block wide(n: int) { conv 3x3, n }\n${network('wide⟦(⟧8')}`,
    answer: { code: 'syntax/unclosed', mended: `block wide(n: int) { conv 3x3, n }\n${network('wide(8)')}` },
  },
  {
    row: 'P missing-brace',
    name: 'of a list',
    source: network('let widths = ⟦[⟧8, 16', 'conv 3x3, widths[1]'),
    answer: { code: 'syntax/unclosed', mended: network('let widths = [8, 16]', 'conv 3x3, widths[1]') },
  },
];

/** A network whose statements begin at the margin, and its braces. */
const atMargin = (open: string, close: string): string =>
  `network net${open}\ninput 8 x 32 x 32\nrelu\nc: conv 3x3, 8${close}\n`;
const missingOpener: readonly SpecCase[] = [
  {
    row: 'P missing-brace',
    name: 'that opens a network',
    source: atMargin('⟦⟧', '\n}'),
    answer: { code: 'syntax/unexpected', says: 'write `{`', mended: atMargin(' {', '\n}') },
  },
  {
    row: 'P missing-brace',
    name: 'both of a network',
    source: atMargin('⟦⟧', ''),
    answer: { code: 'syntax/unexpected', mended: atMargin(' {', '\n}') },
  },
  {
    row: 'P missing-brace',
    name: 'that opens a network, and one inside it',
    source: network('residual ', '  c: conv 3x3, 8', '  relu', '}').replace(' {', '⟦⟧'),
    answer: { code: 'syntax/unexpected', errors: 2 },
  },
  {
    row: 'P missing-brace',
    name: 'that opens a block',
    source: `block wide(n: int = 8)⟦⟧\nrelu\nc: conv 3x3, n\n}\n${network('wide()')}`,
    answer: {
      code: 'syntax/unexpected',
      mended: `block wide(n: int = 8) {\nrelu\nc: conv 3x3, n\n}\n${network('wide()')}`,
    },
  },
];

const extraBrace: readonly SpecCase[] = [
  {
    row: 'P extra-brace',
    name: 'at the end; what stands behind it is read',
    source: `${network('relu')}⟦}⟧\n${network('cnv 3x3, 8').replace(' net ', ' other ')}`,
    answer: { code: 'syntax/unopened', errors: 2 },
  },
  {
    row: 'P extra-brace',
    name: 'after the end',
    source: `${network('relu')}⟦}⟧\n`,
    answer: { code: 'syntax/unopened', mended: network('relu') },
  },
  {
    row: 'P extra-brace',
    name: 'after the end, and a network after that',
    source: `${network('relu')}⟦}⟧\n}\n${network('relu').replace(' net ', ' other ')}`,
    answer: {
      code: 'syntax/unopened',
      mended: `${network('relu')}${network('relu').replace(' net ', ' other ')}`,
    },
  },
  ...(
    [
      ['of a parenthesis', 'conv 3x3, 64', ')', ''],
      ['of a parenthesis, in the middle', 'conv 3x3', ')', ', 64'],
      ['of a list', 'conv 3x3, 64', ']', ''],
      ['of a parenthesis behind a named argument', 'conv 3x3, 64, stride 2', ')', ''],
    ] as const
  ).map(
    ([name, before, closer, behind]): SpecCase => ({
      row: 'P extra-brace',
      name,
      source: network(`${before}⟦${closer}⟧${behind}`),
      answer: { code: 'syntax/unopened', mended: network(`${before}${behind}`) },
    }),
  ),
  ...[2, 3, 10, 10_000, 99_999].map(
    (number): SpecCase => ({
      row: 'P extra-brace',
      name: `${number} of them are one error, and what stands behind is read`,
      source: `${network('relu')}⟦}⟧${'}'.repeat(number - 1)}\n${network('cnv 3x3, 8').replace(' net ', ' other ')}`,
      answer: {
        code: 'syntax/unopened',
        errors: 2,
        mended: `${network('relu')}${network('cnv 3x3, 8').replace(' net ', ' other ')}`,
      },
    }),
  ),
];

/** Each stands before a wrong name, which is reported too. */
const missing = (name: string, lines: string, answer: Exclude<SpecCase['answer'], 'fine'>): SpecCase => ({
  row: 'P missing-token',
  name,
  source: network(lines, 'cnv 3x3, 8'),
  answer: { errors: 2, ...answer, ...(answer.mended && { mended: network(answer.mended, 'cnv 3x3, 8') }) },
});
const missingToken: readonly SpecCase[] = [
  missing('a comma', 'conv 3x3 ⟦64⟧', {
    code: 'syntax/unexpected',
    says: 'put a `,`',
    mended: 'conv 3x3, 64',
  }),
  missing('a comma before a named argument', 'conv 3x3, 64 ⟦stride⟧ 2', {
    code: 'syntax/unexpected',
    mended: 'conv 3x3, 64, stride 2',
  }),
  missing('a comma in a list', 'let a = [8 ⟦16⟧]\n  conv 3x3, a[0]', {
    code: 'syntax/unexpected',
    mended: 'let a = [8, 16]\n  conv 3x3, a[0]',
  }),
  missing('a colon', '⟦conv1⟧ conv 3x3, 64', { code: 'name/unknown', mended: 'conv1: conv 3x3, 64' }),
  missing('an equals sign', 'let width ⟦64⟧\n  conv 3x3, width', {
    code: 'syntax/unexpected',
    says: '`=`',
    mended: 'let width = 64\n  conv 3x3, width',
  }),
  {
    row: 'P missing-token',
    name: 'the equals sign of a default',
    source: `block wide(n: int ⟦8⟧) {\n  conv 3x3, n\n}\n${network('wide()', 'cnv 3x3, 8')}`,
    answer: {
      code: 'syntax/unexpected',
      errors: 2,
      mended: `block wide(n: int = 8) {\n  conv 3x3, n\n}\n${network('wide()', 'cnv 3x3, 8')}`,
    },
  },
  {
    row: 'P missing-token',
    name: 'the parentheses of a block',
    source: `block wide ⟦{⟧ relu }\n${network('wide()', 'cnv 3x3, 8')}`,
    answer: {
      code: 'syntax/unexpected',
      errors: 2,
      mended: `block wide() { relu }\n${network('wide()', 'cnv 3x3, 8')}`,
    },
  },
  {
    row: 'P missing-token',
    name: 'the parentheses of a call',
    source: `block wide() { relu }\n${network('⟦wide⟧', 'cnv 3x3, 8')}`,
    answer: {
      code: 'name/not-an-operator',
      errors: 2,
      mended: `block wide() { relu }\n${network('wide()', 'cnv 3x3, 8')}`,
    },
  },
  {
    row: 'P missing-token',
    name: 'the x of a stage',
    source: `import { basic } from "std/residual"\n${network('stage 2 ⟦basic⟧(8)', 'cnv 3x3, 8')}`,
    answer: {
      code: 'syntax/unexpected',
      errors: 2,
      says: '`stage N x block(…)`',
      mended: `import { basic } from "std/residual"\n${network('stage 2 x basic(8)', 'cnv 3x3, 8')}`,
    },
  },
  {
    row: 'P missing-token',
    name: '`from` of an import',
    source: `import { basic } ⟦"std/residual"⟧\n${network('basic(8)', 'cnv 3x3, 8')}`,
    answer: {
      code: 'syntax/unexpected',
      errors: 2,
      says: '`from`',
      mended: `import { basic } from "std/residual"\n${network('basic(8)', 'cnv 3x3, 8')}`,
    },
  },
];

const keywordNames: readonly SpecCase[] = [...keywords].flatMap((word) => {
  const answer = (of: (name: string) => string): SpecCase['answer'] => ({
    code: 'syntax/keyword-as-name',
    says: `\`${word}\` is a keyword`,
    mended: of(`${word}_`),
  });
  const value = (name: string): string => network(`let ${name} = 8`, 'relu');
  const parameter = (name: string): string => `block wide(${name}: int) { relu }\n${network('wide(8)')}`;
  const block = (name: string): string => `block ${name}() { relu }\n${network('relu')}`;
  return [value, parameter, block].map((of) => ({
    row: 'P keyword-name',
    name: `${word} as a ${of.name}`,
    source: of(`⟦${word}⟧`),
    answer: answer(of),
  }));
});

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

const signature = 'its parameters: wide(n, k?)';
const wide = 'block wide(n: int, k: int = 3) { conv k x k, n }\n';
const argumentsOf: readonly SpecCase[] = [
  inLine('P arguments', 'of an operator: positional behind named', 'conv stride 2, ⟦3x3⟧, 64', {
    code: 'syntax/argument-order',
    says: 'its arguments: conv kernel, filters',
  }),
  inLine('P arguments', 'of an operator: too many', 'conv 3x3, 64, ⟦2⟧', {
    code: 'value/too-many-arguments',
    says: ['at most 2', 'its arguments: conv kernel, filters'],
  }),
  inLine('P arguments', 'of an operator that takes none', 'relu ⟦6⟧', {
    code: 'value/too-many-arguments',
    says: ['takes no positional', '`relu` takes no arguments'],
  }),
  inLine('P arguments', 'of an operator: many too many', `conv 3x3, 64, ⟦2⟧${', 2'.repeat(200)}`, {
    code: 'value/too-many-arguments',
  }),
  {
    row: 'P arguments',
    name: 'of a block: positional behind named',
    source: `${wide}${network('wide(k = 3, ⟦8⟧)')}`,
    answer: { code: 'syntax/argument-order', says: signature },
  },
  {
    row: 'P arguments',
    name: 'of a block: too many',
    source: `${wide}${network('wide(8, 3, ⟦1⟧)')}`,
    answer: { code: 'value/too-many-arguments', says: ['at most 2', signature] },
  },
  {
    row: 'P arguments',
    name: 'of a block: twice',
    source: `${wide}${network('wide(8, ⟦n⟧ = 8)')}`,
    answer: { code: 'value/duplicate-argument' },
  },
  {
    row: 'P arguments',
    name: 'of a block: one missing',
    source: `${wide}${network('⟦wide()⟧')}`,
    answer: { code: 'value/missing-argument', says: ['n', signature] },
  },
  {
    row: 'P arguments',
    name: 'of a block: unknown',
    source: `${wide}${network('wide(8, ⟦m⟧ = 8)')}`,
    answer: { code: 'value/unknown-argument', says: signature },
  },
];

const deep = (name: string, open: string, close: string, count: number, around = network): SpecCase => {
  // The braces of the network are the first.
  const allowed = 64 - 1;
  return {
    row: 'P nesting',
    name: `${count.toLocaleString('en-US')} ${name}`,
    source: around(
      `${open.repeat(allowed)}⟦${open}⟧`.replace(/⟦(.*?)([[({])⟧/, '$1⟦$2⟧') +
        open.repeat(count - allowed - 1) +
        close.repeat(count),
    ),
    answer: { code: 'limit/nesting', says: '64' },
  };
};
const nesting: readonly SpecCase[] = [
  inLine('P nesting', '63 braces in a network', `${'{'.repeat(63)}relu${'}'.repeat(63)}`, fine),
  deep('braces', '{', '}', 64),
  deep('braces', '{', '}', 400),
  deep('braces', '{', '}', 10_000),
  deep('braces', '{', '}', byEffort({ sample: 50_000, deep: 500_000 })),
  deep('residuals', 'residual {', '}', 400),
  deep('residuals', 'residual {', '}', 10_000),
  deep('parentheses', '(', ')', 400, (line) => network(`let a = ${line}`)),
  deep('parentheses', '(', ')', byEffort({ sample: 50_000, deep: 500_000 }), (line) =>
    network(`let a = ${line}`),
  ),
  deep('brackets', '[', ']', 10_000, (line) => network(`let a = ${line}`)),
  deep('brackets that are never closed', '[', '', byEffort({ sample: 50_000, deep: 1_000_000 }), (line) =>
    network(`let a = ${line}`),
  ),
  deep('braces that are never closed', '{', '', byEffort({ sample: 50_000, deep: 1_000_000 })),
];

/** A megabyte of them takes seconds in all; five tokens each are just below the limit. */
const many = byEffort({ sample: 2_000, deep: 30_000 });
const manyErrors: readonly SpecCase[] = [
  {
    row: 'P many-errors',
    name: 'wrong operators',
    source: network(`⟦cnv⟧${'\n  cnv'.repeat(many - 1)}`),
    answer: { code: 'name/unknown', errors: 'capped' },
  },
  {
    row: 'P many-errors',
    name: 'syntax errors',
    source: network(`conv 3x3 ⟦8⟧${'\nconv 3x3 8'.repeat(many - 1)}`),
    answer: { code: 'syntax/unexpected', errors: 'capped' },
  },
  {
    row: 'P many-errors',
    name: 'bad numbers',
    source: network(`dropout ⟦.5⟧${'\ndropout .5'.repeat(many - 1)}`),
    answer: { code: 'syntax/number', errors: 'capped' },
  },
  {
    row: 'P many-errors',
    name: 'wrong values',
    source: network(`dropout ⟦2⟧${'\ndropout 2'.repeat(many - 1)}`),
    answer: { code: 'value/range', errors: 'capped' },
  },
];

const large: readonly SpecCase[] = [
  { row: 'P large', name: 'many statements', source: network('relu\n'.repeat(many)), answer: fine },
  {
    row: 'P large',
    name: 'a million statements',
    source: new Uint8Array(Buffer.from(network('relu\n'.repeat(1_000_000)))),
    at: '1:1',
    answer: { code: 'limit/bytes', says: '1,048,576' },
  },
];

export const parsing: readonly SpecCase[] = [
  ...[
    missingBrace,
    missingOpener,
    extraBrace,
    missingToken,
    keywordNames,
    misspellings,
    foreignSyntax,
  ].flat(),
  ...[argumentsOf, nesting, manyErrors, large].flat(),
];
