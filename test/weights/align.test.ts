import { describe, expect, test } from 'vitest';
import { tensorsOf } from '../../src/ir/graph.ts';
import { alignWithNetwork, inPyTorchSpelling, maybeFlattened } from '../../src/weights/align.ts';
import { kerasLayerOfPath, pathOfKerasLayer } from '../../src/weights/keras-names.ts';
import { inKerasSpelling } from '../../src/weights/keras-spelling.ts';
import { matchWeights } from '../../src/weights/match.ts';
import { readSafetensorsFile, writeSafetensors } from '../../src/weights/safetensors.ts';
import { torchvisionName } from '../../src/weights/timm-names.ts';
import { readSpec } from '../backends/tfjs/run-spec.ts';
import { kerasLayer } from '../oracle/keras-rendering.ts';
import { counting, fileWith, networkOf, sound } from './networks.ts';

// a and b look alike, and b reads what a makes.
const chain = networkOf(
  'network chain {\ninput 4 x 5 x 5\na: conv 1x1, 4\nb: conv 1x1, 4\nc: conv 1x1, 6\n}',
);
// b and d look alike, and neither reads the other.
const fork = networkOf(`network fork {
  input 4 x 5 x 5
  residual {
    a: conv 3x3, 6
    b: conv 1x1, 4
  } shortcut {
    d: conv 1x1, 4
  }
}`);
const square = [4, 4, 1, 1];

describe('layers under other names', () => {
  test('that look alike are taken in the order of computation', () => {
    const file = fileWith(
      { 'x.weight': square, 'y.weight': square, 'z.weight': [6, 4, 1, 1] },
      { inOrder: true },
    );
    const aligned = alignWithNetwork(chain, file);
    expect(aligned.byOrder).toEqual([
      ['a', 'x'],
      ['b', 'y'],
      ['c', 'z'],
    ]);
    expect(matchWeights(tensorsOf(chain), aligned.tensors).tensors!.get('b.weight')).toBe(
      file.tensors.get('y.weight'),
    );
  });

  test('that look alike are not told apart where the file’s order means nothing', () => {
    const file = fileWith({ 'x.weight': square, 'y.weight': square, 'z.weight': [6, 4, 1, 1] });
    expect(alignWithNetwork(chain, file)).toMatchObject({ names: 'file', ambiguous: ['a', 'b'] });
  });

  test('are taken from any order where no two look alike', () => {
    const network = networkOf('network pair {\ninput 4 x 5 x 5\na: conv 1x1, 5\nb: conv 1x1, 6\n}');
    const file = fileWith({ 'x.weight': [6, 5, 1, 1], 'y.weight': [5, 4, 1, 1] });
    expect(alignWithNetwork(network, file).byOrder).toEqual([
      ['a', 'y'],
      ['b', 'x'],
    ]);
  });

  test('are not told apart where two that look alike could change places', () => {
    // The spec's d is a projection, 4 to 4 channels, and b has 6 to 4: make them alike.
    const alike = networkOf(`network alike {
      input 4 x 5 x 5
      residual {
        a: conv 3x3, 4
        b: conv 1x1, 4
      } shortcut {
        d: conv 1x1, 4
      }
    }`);
    const file = fileWith(
      { 'x.weight': [4, 4, 3, 3], 'y.weight': square, 'z.weight': square },
      { inOrder: true },
    );
    expect(alignWithNetwork(alike, file)).toMatchObject({
      names: 'file',
      ambiguous: ['b', 'd'],
      byOrder: [],
    });
    expect(
      alignWithNetwork(fork, fileWith({ 'x.weight': [6, 4, 3, 3] }, { inOrder: true })),
    ).not.toHaveProperty('ambiguous');
  });
});

describe('Keras’s names', () => {
  test.each([
    'keras_resnet50',
    'keras_resnet101',
    'keras_resnet152',
    'keras_resnet50_v2',
    'keras_resnet152_v2',
  ])('of all layers of %s, both ways', (spec) => {
    const paths = networkOf(readSpec(spec).text)
      .nodes.filter(({ tensors }) => tensors.length > 0)
      .map(({ path }) => path);
    expect(paths.map(kerasLayerOfPath)).toEqual(paths.map(kerasLayer));
    expect(paths.map((path) => pathOfKerasLayer(kerasLayer(path)))).toEqual(paths);
  });

  test('where all layers have one, no network is needed', () => {
    const file = fileWith({ 'conv1_conv/kernel:0': [7, 7, 3, 64], 'conv2_block1_0_bn/gamma:0': [256] });
    expect([...inPyTorchSpelling(file).keys()]).toEqual(['conv1.weight', 'layer1.0.downsample.1.weight']);
    const other = fileWith({ 'conv1_conv/kernel:0': [7, 7, 3, 64], 'dense_1/bias': [10] });
    expect([...inPyTorchSpelling(other).keys()]).toEqual(['conv1_conv.weight', 'dense_1.bias']);
  });

  test('a linear layer behind a map has the channels last there, also in safetensors', () => {
    const network = networkOf('network flat {\ninput 2 x 3 x 4\nfc: linear 1\n}');
    const tensors = new Map([
      ['fc.weight', counting([1, 24])],
      ['fc.bias', counting([1])],
    ]);
    const keras = inKerasSpelling(network, tensors);
    // Row 2, column 3, channel 1: the last place, and PyTorch's too; then row 0, column 1, channel 1.
    expect([keras.get('fc/kernel')!.data[23], keras.get('fc/kernel')!.data[3]]).toEqual([23, 13]);
    const file = readSafetensorsFile(
      writeSafetensors([...keras].map(([name, tensor]) => ({ name, ...tensor }))),
    );
    expect(alignWithNetwork(network, sound(file)).tensors).toEqual(tensors);
    expect(maybeFlattened(sound(file))).toEqual(['fc']);
    expect(maybeFlattened(fileWith({ 'fc.weight': [1, 24] }))).toEqual([]);
  });

  test('a depthwise kernel with two filters for each channel comes back as it was', () => {
    const network = networkOf('network depth {\ninput 3 x 5 x 5\na: conv 3x3, 6, groups 3\nfc: linear 2\n}');
    const tensors = new Map(
      tensorsOf(network).map(({ name, shape }, index) => [name, counting(shape, 100 * index)]),
    );
    const keras = inKerasSpelling(network, tensors);
    const kernel = keras.get('a/depthwise_kernel')!;
    expect(kernel.shape).toEqual([3, 3, 3, 2]);
    // Row 1, column 2, channel 2, filter 1: PyTorch's filter 2 · 2 + 1 at that place.
    expect(kernel.data[((1 * 3 + 2) * 3 + 2) * 2 + 1]).toBe(5 * 9 + 1 * 3 + 2);
    const file = { ...fileWith({}), tensors: keras, flattening: 'channels-last' } as const;
    expect(alignWithNetwork(network, file).tensors).toEqual(tensors);
  });
});

// From timm 1.0's convnext.py, efficientnet.py and efficientnet_blocks.py, and torchvision 0.14's convnext.py and mobilenetv2.py.
test.each([
  ['stem.0.weight', 'features.0.0.weight'],
  ['stem.1.bias', 'features.0.1.bias'],
  ['stages.0.blocks.2.conv_dw.weight', 'features.1.2.block.0.weight'],
  ['stages.2.blocks.8.norm.bias', 'features.5.8.block.2.bias'],
  ['stages.2.blocks.8.mlp.fc1.weight', 'features.5.8.block.3.weight'],
  ['stages.3.blocks.0.mlp.fc2.weight', 'features.7.0.block.5.weight'],
  ['stages.3.blocks.0.gamma', 'features.7.0.layer_scale'],
  ['stages.1.downsample.0.weight', 'features.2.0.weight'],
  ['stages.3.downsample.1.weight', 'features.6.1.weight'],
  ['head.norm.weight', 'classifier.0.weight'],
  ['head.fc.bias', 'classifier.2.bias'],
  ['conv_stem.weight', 'features.0.0.weight'],
  ['bn1.running_mean', 'features.0.1.running_mean'],
  ['blocks.0.0.conv_dw.weight', 'features.1.conv.0.0.weight'],
  ['blocks.0.0.conv_pw.weight', 'features.1.conv.1.weight'],
  ['blocks.0.0.bn2.running_var', 'features.1.conv.2.running_var'],
  ['blocks.1.0.conv_pw.weight', 'features.2.conv.0.0.weight'],
  ['blocks.2.2.conv_dw.weight', 'features.6.conv.1.0.weight'],
  ['blocks.5.2.conv_pwl.weight', 'features.16.conv.2.weight'],
  ['blocks.6.0.bn3.bias', 'features.17.conv.3.bias'],
  ['conv_head.weight', 'features.18.0.weight'],
  ['bn2.weight', 'features.18.1.weight'],
  ['classifier.weight', 'classifier.1.weight'],
  ['layer1.0.conv1.weight', undefined],
  ['blocks.7.0.bn3.bias', undefined],
])('timm’s %s is torchvision’s %s', (timm, torchvision) => {
  expect(torchvisionName(timm)).toBe(torchvision);
});
