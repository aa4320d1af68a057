import { describe, expect, test } from 'vitest';
import { tensorsOf } from '../../src/ir/graph.ts';
import { alignWithNetwork, inPyTorchSpelling } from '../../src/weights/align.ts';
import { readKerasFile } from '../../src/weights/keras-file.ts';
import { matchWeights } from '../../src/weights/match.ts';
import { readSafetensors } from '../../src/weights/safetensors.ts';
import { hasH5py, type KerasLayer, type KerasLayout, kerasFile } from '../oracles/keras-file.ts';
import { networkOf, sound } from './networks.ts';

const small = networkOf(`network small {
  input 3 x 9 x 8
  conv1: conv 3x3, 8, bias
  bn1: batchnorm
  relu
  depthwise: conv 3x3, 8, groups 8
  conv2: conv 1x1, 8, bias
  conv3: conv 1x1, 8, bias
  avgpool global
  fc: linear 5
}`);

const norm = (width: number) => ({
  gamma: [width],
  beta: [width],
  moving_mean: [width],
  moving_variance: [width],
});
const layer = (path: string, kind: string, variables: KerasLayer['variables']): KerasLayer => ({
  layer: path,
  class: kind,
  path,
  variables,
});
const layers: readonly KerasLayer[] = [
  layer('conv1', 'conv2d', { kernel: [3, 3, 3, 8], bias: [8] }),
  layer('bn1', 'batch_normalization', norm(8)),
  layer('relu', 're_lu', {}),
  layer('depthwise', 'depthwise_conv2d', { depthwise_kernel: [3, 3, 8, 1] }),
  layer('conv2', 'conv2d', { kernel: [1, 1, 8, 8], bias: [8] }),
  layer('conv3', 'conv2d', { kernel: [1, 1, 8, 8], bias: [8] }),
  layer('fc', 'dense', { kernel: [8, 5], bias: [5] }),
];

describe.skipIf(!hasH5py)('HDF5 as Keras writes it', () => {
  test.each<readonly [KerasLayout, string]>([
    ['weights', 'file'],
    ['model', 'file'],
    ['nested', 'file'],
    ['keras3', 'file'],
    ['keras3-unnamed', 'order'],
  ])('%s gives the network’s tensors, bit for bit, by %s', (layout, names) => {
    const { h5, expected } = kerasFile(layers, layout);
    const aligned = alignWithNetwork(small, sound(readKerasFile(h5)));
    expect(aligned.names).toBe(names);
    const { tensors, problems } = matchWeights(tensorsOf(small), aligned.tensors);
    expect(problems).toEqual([]);
    expect(tensors).toEqual(
      new Map(tensorsOf(small).map(({ name }) => [name, sound(readSafetensors(expected)).get(name)])),
    );
  });

  test('without a network, layouts and the ends of names become PyTorch’s', () => {
    const { h5, expected } = kerasFile(layers, 'weights');
    expect(inPyTorchSpelling(sound(readKerasFile(h5)))).toEqual(sound(readSafetensors(expected)));
  });

  test('a dense layer reads a map as Keras flattens it: rows, columns, channels', () => {
    const network = networkOf('network flat {\ninput 2 x 3 x 4\ndropout 0.5\nfc: linear 5\n}');
    const file = sound(
      readKerasFile(kerasFile([layer('fc', 'dense', { kernel: [24, 5], bias: [5] })], 'weights').h5),
    );
    const kernel = file.tensors.get('fc/kernel')!.data;
    const weight = alignWithNetwork(network, file).tensors.get('fc.weight')!;
    expect(weight.shape).toEqual([5, 24]);
    for (let unit = 0; unit < 5; unit++)
      for (let channel = 0; channel < 2; channel++)
        for (let row = 0; row < 3; row++)
          for (let column = 0; column < 4; column++)
            expect(weight.data[24 * unit + 12 * channel + 4 * row + column]).toBe(
              kernel[5 * (8 * row + 2 * column + channel) + unit],
            );
  });
});
