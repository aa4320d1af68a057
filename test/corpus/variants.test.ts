import { describe, expect, test } from 'vitest';
import { check } from '../../src/index.ts';
import type { Graph, Node } from '../../src/ir/graph.ts';
import { tensorsOf } from '../../src/ir/graph.ts';
import { readSpec } from './specs.ts';

function graphOf(name: string): Graph {
  const { networks, diagnostics } = check(readSpec(name));
  if (networks.length !== 1) throw new Error(JSON.stringify(diagnostics));
  return networks[0]!;
}

function nodesOf<K extends Node['op']>(graph: Graph, op: K): readonly Extract<Node, { op: K }>[] {
  return graph.nodes.filter((node): node is Extract<Node, { op: K }> => node.op === op);
}

const stridedConvolutions = (graph: Graph): readonly string[] =>
  nodesOf(graph, 'conv').flatMap(({ path, attributes }) => (attributes.stride[0] === 2 ? [path] : []));

/** Names of the tensors that own a weight, below a path. */
const weightsBelow = (graph: Graph, prefix: string): readonly string[] =>
  tensorsOf(graph).flatMap(({ name }) =>
    name.startsWith(prefix) && name.endsWith('.weight') ? [name.slice(prefix.length, -'.weight'.length)] : [],
  );

const bottleneckWeights = ['conv1', 'bn1', 'conv2', 'bn2', 'conv3', 'bn3'];

describe('Keras Applications’ forms', () => {
  test.each(['keras_resnet50', 'keras_resnet50_v2'])('%s: ε and momentum of every batchnorm', (name) => {
    const settings = nodesOf(graphOf(name), 'batchnorm').map(({ attributes: { eps, momentum } }) => [
      ...[eps, momentum],
    ]);
    expect(new Set(settings.map(String))).toEqual(new Set(['0.00001001,0.01']));
  });

  test('V1 strides in the first block, on its first convolution and its shortcut; every convolution has a bias', () => {
    const graph = graphOf('keras_resnet50');
    const blocks = ['layer2.0', 'layer3.0', 'layer4.0'];
    expect(stridedConvolutions(graph)).toEqual([
      'conv1',
      ...blocks.flatMap((block) => [`${block}.conv1`, `${block}.downsample.0`]),
    ]);
    expect(nodesOf(graph, 'conv').filter(({ attributes }) => !attributes.bias)).toEqual([]);
  });

  test('V2 strides in the last block of three stages, its shortcuts there are 1×1 max pools', () => {
    const graph = graphOf('keras_resnet50_v2');
    expect(stridedConvolutions(graph)).toEqual([
      ...['conv1', 'layer1.2.conv2', 'layer2.3.conv2', 'layer3.5.conv2'],
    ]);
    const pools = nodesOf(graph, 'maxpool').map(({ attributes: { kernel, stride } }) => [
      kernel[0],
      stride[0],
    ]);
    expect(pools).toEqual([
      [3, 2],
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  test('V2 has biases in the stem, the last 1×1 and the shortcuts only; a projection reads the activated input', () => {
    const graph = graphOf('keras_resnet50_v2');
    const biased = nodesOf(graph, 'conv').filter(({ attributes }) => attributes.bias);
    expect(new Set(biased.map(({ path }) => path.replace(/^layer\d\.\d\./, '')))).toEqual(
      new Set(['conv1', 'conv3', 'downsample.0']),
    );
    const projections = nodesOf(graph, 'conv').filter(({ path }) => path.endsWith('downsample.0'));
    expect(projections.map(({ inputs }) => graph.nodes[inputs[0]!]!.op)).toEqual(Array(4).fill('relu'));
  });

  test('V2 pads the stem’s pool with zeros', () => {
    const graph = graphOf('keras_resnet50_v2');
    const [pool] = nodesOf(graph, 'maxpool');
    const before = graph.nodes[pool!.inputs[0]!]!;
    expect(pool!.attributes.pad).toEqual([0, 0, 0, 0]);
    expect(before).toMatchObject({
      op: 'zero_pad',
      attributes: { pad: [1, 1, 1, 1] },
      output: [64, 114, 114],
    });
  });
});

describe('names of timm’s checkpoints', () => {
  test('resnet50d', () => {
    const graph = graphOf('resnet50d');
    expect(weightsBelow(graph, 'conv1.')).toEqual(['0', '1', '3', '4', '6']);
    for (const block of ['layer1.0.', 'layer2.0.'])
      expect(weightsBelow(graph, block)).toEqual([...bottleneckWeights, 'downsample.1', 'downsample.2']);
    expect(nodesOf(graph, 'avgpool').map(({ attributes: { kernel } }) => kernel[0])).toEqual([2, 2, 2, 7]);
  });

  test('seresnet50', () => {
    const graph = graphOf('seresnet50');
    expect(weightsBelow(graph, 'layer1.1.')).toEqual([...bottleneckWeights, 'se.fc1', 'se.fc2']);
    const shapes = tensorsOf(graph).filter(({ name }) => name.startsWith('layer1.0.se.'));
    expect(shapes.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['layer1.0.se.fc1.weight', 16, 256, 1, 1],
      ['layer1.0.se.fc1.bias', 16],
      ['layer1.0.se.fc2.weight', 256, 16, 1, 1],
      ['layer1.0.se.fc2.bias', 256],
    ]);
  });

  test('resnetv2_50', () => {
    const graph = graphOf('preact_resnet50');
    expect(weightsBelow(graph, 'stem.')).toEqual(['conv']);
    const block = ['norm1', 'conv1', 'norm2', 'conv2', 'norm3', 'conv3'];
    expect(weightsBelow(graph, 'stages.0.blocks.0.')).toEqual([...block, 'downsample.conv']);
    expect(weightsBelow(graph, 'stages.3.blocks.2.')).toEqual(block);
    expect(
      tensorsOf(graph)
        .slice(-6)
        .map(({ name }) => name),
    ).toEqual([
      ...[
        'norm.weight',
        'norm.bias',
        'norm.running_mean',
        'norm.running_var',
        'head.fc.weight',
        'head.fc.bias',
      ],
    ]);
  });
});

test('option A of the CIFAR networks puts a quarter of the new width in front and behind; ImageNet’s appends', () => {
  const channels = (name: string) =>
    nodesOf(graphOf(name), 'zero_pad').map(({ attributes }) => attributes.channels);
  expect(channels('resnet20')).toEqual([
    [8, 8],
    [16, 16],
  ]);
  expect(channels('resnet18_a')).toEqual([
    [0, 64],
    [0, 128],
    [0, 256],
  ]);
});

test('GoogLeNet’s batchnorms have ε 0.001', () => {
  const graph = graphOf('googlenet');
  expect(new Set(nodesOf(graph, 'batchnorm').map(({ attributes }) => attributes.eps))).toEqual(
    new Set([0.001]),
  );
});

test('ConvNeXt’s stochastic depth grows evenly from 0 to 0.1 over its 18 blocks', () => {
  const rates = nodesOf(graphOf('convnext_tiny'), 'drop_path').map(({ attributes }) => attributes.rate);
  expect(rates).toHaveLength(18);
  for (const [block, rate] of rates.entries()) expect(rate).toBeCloseTo((0.1 * block) / 17, 12);
});
