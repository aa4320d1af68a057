import { describe, expect, test } from 'vitest';
import { check } from '../../src/index.ts';
import { checkGraph } from '../../src/ir/checks/check-graph.ts';
import { readSpec, specNames } from './specs.ts';

/** What rnc rightly says of networks that were published with it: the operator warned of, and why it stays. */
const inherent: readonly {
  readonly networks: readonly string[];
  readonly code: string;
  readonly file: string;
  readonly operators: readonly string[];
  readonly reason: string;
}[] = [
  {
    networks: ['keras_resnet50', 'keras_resnet101', 'keras_resnet152'],
    code: 'lint/bias-before-batchnorm',
    file: 'std/keras',
    operators: ['conv 7x7, 64, stride 2'],
    reason: 'Keras’s Conv2D has a bias unless told otherwise, and its authors did not tell it',
  },
  {
    networks: ['keras_resnet50', 'keras_resnet101', 'keras_resnet152'],
    code: 'lint/bias-before-batchnorm',
    file: 'std/residual',
    operators: [
      'conv 1x1, width, stride stride',
      'conv 3x3, width',
      'conv 1x1, width * expansion',
      'shortcut projection as downsample',
    ],
    reason: 'the same in each block and shortcut',
  },
  {
    networks: ['keras_resnet50_v2', 'keras_resnet101_v2', 'keras_resnet152_v2'],
    code: 'lint/lost-rows',
    file: 'std/keras',
    operators: ['maxpool 3x3, stride 2, pad 0'],
    reason: 'the row that is lost is the one that Keras’s ZeroPadding2D added',
  },
  {
    networks: ['vgg19_bn'],
    code: 'lint/bias-before-batchnorm',
    file: 'std/vgg',
    operators: [64, 128, 256, 512, 512].map((width) => `conv 3x3, ${width}`),
    reason: 'torchvision added batchnorms to VGG and left its biases',
  },
  {
    networks: ['squeezenet1_1'],
    code: 'lint/lost-rows',
    file: 'std/squeeze',
    operators: ['conv 3x3, 64, stride 2, pad 0'],
    reason: 'the stem is not padded and 224 is even',
  },
];

describe.each(specNames())('%s', (name) => {
  const { networks, diagnostics, files } = check(readSpec(name));

  test('has no errors and no warnings', () => {
    expect(networks.map((graph) => graph.name)).toEqual([name]);
    expect(diagnostics).toEqual([]);
  });

  // Users are not told of the library's.
  test('has no warnings in the library but those of its source', () => {
    const found = networks
      .flatMap((graph) => checkGraph({ graph, files }))
      .map(({ severity, code, file, span }) => ({
        ...{ severity, code, file },
        operator: files.get(file)!.text.slice(span.start, span.end),
      }));
    const expected = inherent
      .filter((lint) => lint.networks.includes(name))
      .flatMap(({ code, file, operators }) =>
        operators.map((operator) => ({ severity: 'warning', code, file, operator })),
      );
    expect(found).toEqual(expected);
  });

  test('says above its first line which paper it is', () => {
    const [first] = readSpec(name).text.split(/^(?!\/\/\/)/m);
    expect(first).toMatch(/^\/\/\/ [\s\S]*arXiv:\d{4}\.\d{4,5}/);
  });
});
