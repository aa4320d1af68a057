import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../src/ir/graph.ts';
import { matchWeights } from '../../src/weights/match.ts';
import type { WeightTensor } from '../../src/weights/tensor.ts';

type Shapes = Readonly<Record<string, readonly number[]>>;

// A small network in torchvision’s names, and what can happen to its file.
const network: Shapes = {
  'conv1.weight': [8, 3, 5, 5],
  'bn1.weight': [8],
  'bn1.bias': [8],
  'bn1.running_mean': [8],
  'bn1.running_var': [8],
  'layer1.0.conv1.weight': [16, 8, 3, 3],
  'fc.weight': [10, 16],
  'fc.bias': [10],
};

const expected = (shapes: Shapes): readonly Tensor[] =>
  Object.entries(shapes).map(([name, shape]) => ({ name, shape, role: 'trainable', init: 'zeros' }));

const file = (shapes: Shapes): ReadonlyMap<string, WeightTensor> =>
  new Map(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      { shape, data: new Float32Array(shape.reduce((product, extent) => product * extent, 1)) },
    ]),
  );

const renamed = (shapes: Shapes, rename: (name: string) => string): Shapes =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [rename(name), shape]));

const without = (shapes: Shapes, pattern: RegExp): Shapes =>
  Object.fromEntries(Object.entries(shapes).filter(([name]) => !pattern.test(name)));

const match = (inFile: Shapes, inNetwork: Shapes = network) =>
  matchWeights(expected(inNetwork), file(inFile));
const codes = (result: ReturnType<typeof match>): string[] => result.problems.map(({ code }) => code);

describe('files that fit', () => {
  test('come in the network’s order, whatever the file’s, without batch counters', () => {
    const shuffled = Object.fromEntries(Object.entries(network).reverse());
    const result = match({ 'bn1.num_batches_tracked': [], ...shuffled });
    expect([...result.tensors!.keys()]).toEqual(Object.keys(network));
    expect(result.tensors!.get('conv1.weight')!.shape).toEqual([8, 3, 5, 5]);
    expect(result).toMatchObject({ differences: [], problems: [] });
  });

  test.each(['module.', 'model.', 'backbone.', '_orig_mod.', 'state_dict.', 'module._orig_mod.'])(
    '%s is taken off, and said',
    (prefix) => {
      const result = match(renamed(network, (name) => prefix + name));
      expect([...result.tensors!.keys()]).toEqual(Object.keys(network));
      expect(result.problems).toEqual([{ code: 'weights/prefix', parameters: { prefix } }]);
      expect(result.differences).toEqual([]);
    },
  );

  test('a prefix that the network itself has stays', () => {
    const inNetwork = renamed(network, (name) => `backbone.${name}`);
    expect(codes(match(inNetwork, inNetwork))).toEqual([]);
  });

  test('a head beside a prefixed backbone is found under its own name', () => {
    const result = match(renamed(network, (name) => (name.startsWith('fc') ? name : `backbone.${name}`)));
    expect(result.tensors?.size).toBe(8);
  });

  test('what the network has not is listed and harms nothing', () => {
    const result = match({ ...network, 'aux.weight': [2, 2] });
    expect(result.tensors?.size).toBe(8);
    expect(result.differences).toEqual([{ kind: 'unexpected', name: 'aux.weight', found: [2, 2] }]);
    expect(codes(result)).toEqual(['weights/unexpected']);
    expect(result.cause).toBeUndefined();
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%s is said', (value) => {
    const found = file(network);
    found.get('fc.bias')!.data[9] = value;
    const { tensors, problems } = matchWeights(expected(network), found);
    expect(tensors).toBeDefined();
    expect(problems).toEqual([{ code: 'weights/not-finite', parameters: { tensor: 'fc.bias' } }]);
  });
});

describe('files that do not fit, and why', () => {
  test.each<[string, Shapes, readonly string[], RegExp | undefined]>([
    [
      'other classes',
      { ...network, 'fc.weight': [1000, 16], 'fc.bias': [1000] },
      ['weights/shape'],
      /file’s classifier has 1000 classes, the network’s 10/,
    ],
    [
      'TensorFlow’s layout',
      {
        ...network,
        'conv1.weight': [5, 5, 3, 8],
        'layer1.0.conv1.weight': [3, 3, 8, 16],
        'fc.weight': [16, 10],
      },
      ['weights/shape'],
      /TensorFlow’s layout/,
    ],
    ['parameters alone', without(network, /running/), ['weights/missing'], /no running statistics/],
    [
      'an inference model',
      { ...without(network, /bn1/), 'conv1.bias': [8] },
      ['weights/missing', 'weights/layer'],
      /folded into its convolutions/,
    ],
    [
      'other names',
      renamed(network, (name) => name.replace('layer1.0', 'stages.0').replace('bn1', 'norm')),
      ['weights/missing', 'weights/unexpected'],
      /under other names/,
    ],
    [
      'an unknown prefix',
      renamed(network, (name) => `encoder_q.${name}`),
      ['weights/missing', 'weights/unexpected'],
      /start with encoder_q\./,
    ],
    [
      'another architecture',
      { 'conv1.weight': [8, 3, 5, 5], 'features.0.weight': [4, 3, 3, 3] },
      ['weights/missing', 'weights/unexpected'],
      /another architecture: 1 of 8 tensors agree/,
    ],
    [
      // Keras's ResNets have biases before their batchnorms: without them the layers compute something else.
      'a bias that the network’s layer has not',
      { ...network, 'conv1.bias': [8], 'aux.weight': [2, 2] },
      ['weights/layer', 'weights/unexpected'],
      undefined,
    ],
  ])('%s', (_, inFile, expectedCodes, cause) => {
    const result = match(inFile);
    expect(result.tensors).toBeUndefined();
    expect(codes(result)).toEqual(expectedCodes);
    if (cause) expect(result.cause).toMatch(cause);
    else expect(result.cause).toBeUndefined();
  });

  test('other classes with a convolution that differs too are not only other classes', () => {
    const result = match({ ...network, 'fc.weight': [5, 16], 'fc.bias': [5], 'conv1.weight': [8, 1, 5, 5] });
    expect(result.cause ?? '').not.toMatch(/classes/);
  });

  test('rows come in the network’s order, with both shapes and a cause each', () => {
    const { 'bn1.bias': _, ...rest } = network;
    const result = match({
      ...rest,
      'norm.bias': [8],
      'fc.weight': [10, 16, 1, 1],
      'conv1.weight': [8, 1, 5, 5],
    });
    expect(result.differences).toEqual([
      {
        kind: 'misshapen',
        name: 'conv1.weight',
        expected: [8, 3, 5, 5],
        found: [8, 1, 5, 5],
        cause: 'another number of input channels or of groups',
      },
      { kind: 'missing', name: 'bn1.bias', expected: [8], cause: 'may be the file’s norm.bias' },
      {
        kind: 'misshapen',
        name: 'fc.weight',
        expected: [10, 16],
        found: [10, 16, 1, 1],
        cause: 'a 1×1 convolution in the file, a linear layer here',
      },
      { kind: 'unexpected', name: 'norm.bias', found: [8] },
    ]);
    expect(result.problems).toEqual([
      { code: 'weights/missing', parameters: { count: 1, total: 8 } },
      { code: 'weights/shape', parameters: { count: 2 } },
      { code: 'weights/unexpected', parameters: { count: 1 } },
    ]);
  });

  test('renames are found by name, too: layer 10 comes after layer 9, though the file sorts it before', () => {
    const layers = (prefix: string): Shapes =>
      Object.fromEntries(
        Array.from({ length: 11 }, (_, index) => [`${prefix}.${index}.weight`, [index + 1, 3]]),
      );
    const sorted = Object.fromEntries(Object.entries(layers('stage')).sort(([a], [b]) => (a < b ? -1 : 1)));
    const result = match(sorted, layers('layer'));
    expect(result.differences.find(({ name }) => name === 'layer.10.weight')?.cause).toBe(
      'may be the file’s stage.10.weight',
    );
  });

  test('a depthwise kernel in TensorFlow’s layout (H×W×C×1) is recognised', () => {
    const result = match({ 'dw.weight': [3, 3, 32, 1] }, { 'dw.weight': [32, 1, 3, 3] });
    expect(result.differences[0]?.cause).toBe('looks like TensorFlow’s layout');
  });
});
