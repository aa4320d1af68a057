import { describe, expect, it } from 'vitest';
import { type LayerGraph, valuesRead } from '../../../src/backends/wgsl/layer.ts';
import { lower } from '../../../src/backends/wgsl/lower.ts';
import { placeValues } from '../../../src/backends/wgsl/place-values.ts';
import { forInference } from '../../../src/ir/passes/for-inference.ts';
import { programOf } from '../../ir/passes/programs.ts';
import { graphOf, placedGraph } from './plans.ts';

const lowered = (input: string, ...statements: readonly string[]): LayerGraph =>
  lower(forInference(programOf(input, ...statements)));

/** `convolution add relu`, layer by layer. */
function namesOf({ layers }: LayerGraph): readonly string[] {
  return layers.map(({ computation, epilogue }) =>
    [computation.kind, ...epilogue.map((step) => (step.kind === 'activation' ? step.name : step.kind))].join(
      ' ',
    ),
  );
}

describe('lower', () => {
  it.each([
    ['an activation', ['conv 3x3, 4', 'batchnorm', 'relu'], ['convolution relu']],
    ['several', ['conv 3x3, 4', 'hardswish', 'tanh'], ['convolution hardswish tanh']],
    [
      'a sum, into the later of its terms',
      ['a: conv 3x3, 4', 'conv 1x1, 4', 'add a', 'relu'],
      ['convolution', 'convolution add relu'],
    ],
    ['nothing that two read', ['a: conv 3x3, 4', 'relu', 'add a'], ['convolution', 'map relu add']],
    ['a batchnorm behind a pool', ['maxpool 2x2', 'batchnorm', 'silu'], ['pool affine silu']],
    [
      'a gate',
      ['c: conv 1x1, 4', 'avgpool global', 'sigmoid', 'g: hardswish', 'from c', 'multiply g'],
      ['convolution', 'global-pool sigmoid hardswish', 'map multiply'],
    ],
    ['twice the same value in a sum', ['conv 3x3, 4', 'a: relu', 'add a'], ['convolution relu', 'map add']],
    ['an activation behind a norm', ['layernorm', 'gelu'], ['normalisation gelu']],
  ] as const)('takes along %s', (_, statements, expected) => {
    expect(namesOf(lowered('4 x 6 x 6', ...statements))).toEqual(expected);
  });

  it('leaves the answer to itself: nothing joins behind it', () => {
    const { layers, output } = lowered('4 x 6 x 6', 'conv 3x3, 4', 'relu');
    expect(layers.at(-1)!.output).toBe(output);
  });

  it('copies the input where the network does nothing', () => {
    const graph = lowered('3 x 4 x 4', 'dropout 0.5');
    expect(namesOf(graph)).toEqual(['map']);
    expect(graph.output).not.toBe(graph.input);
    expect(graph.shapes.get(graph.output)).toEqual([3, 4, 4]);
  });

  it('goes on in another layer where a kernel could not bind all that is added', () => {
    const names = [...'abcdefgh'];
    const terms = names.map((name) => `${name}: conv 1x1, 4`);
    const { layers } = lowered('4 x 2 x 2', ...terms, `add ${names.slice(0, -1).join(', ')}`);
    for (const layer of layers) expect(valuesRead(layer).length).toBeLessThanOrEqual(7);
    const added = layers.flatMap(({ epilogue }) => epilogue.filter(({ kind }) => kind === 'add'));
    expect(added).toHaveLength(7);
  });

  it('gives a whole residual block one layer a convolution', () => {
    expect(
      namesOf(
        lowered(
          '8 x 8 x 8',
          'residual { conv 3x3, 8\nbatchnorm\nrelu\nconv 3x3, 8\nbatchnorm } shortcut identity',
          'relu',
          'avgpool global',
          'linear 3',
        ),
      ),
    ).toEqual(['convolution relu', 'convolution add relu', 'global-pool', 'convolution']);
  });

  it('runs ResNet-50 as its 53 convolutions, two pools and the linear layer', () => {
    const { layers } = placedGraph(graphOf('resnet50'));
    const kinds = layers.map(({ computation }) => computation.kind);
    expect(kinds.filter((kind) => kind === 'convolution')).toHaveLength(54);
    expect(kinds.filter((kind) => kind !== 'convolution')).toEqual(['pool', 'global-pool']);
  });
});

describe('placeValues', () => {
  const copiesOf = (graph: ReturnType<typeof placeValues>): number =>
    graph.layers.filter(({ output }) => graph.concatenations.has(output)).length;
  const placed = (input: string, ...statements: readonly string[]) =>
    placeValues(lowered(input, ...statements));

  const twoOf = (first: number, second: number) => [
    'i: tanh',
    `a: conv 1x1, ${first}`,
    'from i',
    `b: conv 1x1, ${second}`,
    'from a',
  ];
  it.each([
    [0, 'what starts at a multiple of 4 channels', [...twoOf(8, 6), 'concat b']],
    [1, 'what does not', [...twoOf(6, 4), 'concat b']],
    [1, 'the network’s input', ['branches concat { path { conv 1x1, 4 }; path {} }']],
    [2, 'a value that is there twice', [...twoOf(4, 8), 'concat b, a']],
    [1, 'what is read to make another part', ['a: conv 1x1, 4', 'b: conv 1x1, 4', 'from a', 'concat b']],
    [
      0,
      'a concatenation in a concatenation',
      [...twoOf(8, 4), 'c: concat b', 'from i', 'd: conv 3x3, 4', 'from c', 'concat d'],
    ],
  ] as const)('%d copies into a concatenation for %s', (copies, _, statements) => {
    expect(copiesOf(placed('4 x 3 x 3', ...statements))).toBe(copies);
  });

  it('has no copies in DenseNet-121, SqueezeNet and GoogLeNet', () => {
    for (const name of ['densenet121', 'squeezenet1_1', 'googlenet'])
      expect([name, copiesOf(placedGraph(graphOf(name)))]).toEqual([name, 0]);
  });

  it('puts a value where its channels stand in the concatenation, with the stride of the whole', () => {
    const graph = placed('4 x 3 x 3', ...twoOf(8, 4), 'concat b', 'conv 1x1, 2');
    const [concatenation] = graph.concatenations.keys();
    const [a, b] = graph.concatenations.get(concatenation!)!;
    expect(graph.places.get(a!)).toEqual({ root: concatenation, offset: 0, stride: 3 });
    expect(graph.places.get(b!)).toEqual({ root: concatenation, offset: 2, stride: 3 });
  });

  it('never lets a layer read the memory that it writes', () => {
    for (const name of ['densenet121', 'googlenet', 'squeezenet1_1']) {
      const graph = placedGraph(graphOf(name));
      const rootOf = (value: number) => graph.places.get(value)!.root;
      for (const layer of graph.layers)
        expect(valuesRead(layer).map(rootOf), layer.paths.join()).not.toContain(rootOf(layer.output));
    }
  });
});
