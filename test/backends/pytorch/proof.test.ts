import { describe, expect, it } from 'vitest';
import { disagreement } from '../../../src/backends/pytorch/proof/disagreement.ts';
import { classesOf } from '../../../src/backends/pytorch/proven-classes.ts';
import { check } from '../../../src/index.ts';
import { unrolledOutline } from '../../../src/ir/unrolled-outline.ts';
import { structures } from '../structures.ts';

const text = `
  block unit(width: int, stride: int = 1) { residual { conv: conv 3x3, width, stride stride; bn: batchnorm; relu } shortcut projection as down }
  network case { input 3 x 12 x 10
    stem: conv 5x5, 4, pad (2, 2, 2, 2), bias; one: stage 2 x unit(6), stride 2; gate { avgpool global; fc: conv 1x1, 6; sigmoid }
    branches concat { path { a: conv 1x1, 4 }; path { avgpool 3x3, stride 1, pad 1, exclude_pad; b: conv 1x1, 5 } }
    scale: layer_scale 0.5; dropout 0.1; upsample 2, bilinear; maxpool 3x3, stride 2; avgpool global; head: linear 7; softmax }`;
const graph = check({ name: 'case.resnet', text }).networks[0]!;
const { views, support } = classesOf(graph);

/** The classes with one word of their text changed, which must be there. */
function changed(from: string, to: string): typeof views {
  let found = false;
  const edited = views.map((view) => ({
    ...view,
    body: view.body.map((line) => {
      if (found || !line.text.includes(from)) return line;
      found = true;
      return { text: line.text.replace(from, to) };
    }),
  }));
  if (!found)
    throw new Error(
      `${from} does not stand in\n${views.flatMap(({ body }) => body.map((line) => line.text)).join('\n')}`,
    );
  return edited;
}

describe('the proof that classes are the graph', () => {
  it('holds for what is written', () => {
    expect(disagreement(graph, views, support)).toBeUndefined();
  });

  it.each([
    ['kernel_size=5', 'kernel_size=3'],
    ['padding=2', 'padding=1'],
    ['stride=stride', 'stride=1'],
    ['bias=False', 'bias=True'],
    ['nn.BatchNorm2d(width)', 'nn.BatchNorm2d(width, eps=1e-3)'],
    ['F.relu(', 'F.silu('],
    ['stride != 1 or ', 'stride == 1 or '],
    ['self.stem(', 'self.scale('],
    ['count_include_pad=False', 'count_include_pad=True'],
    [', dim=1', ', dim=2'],
    ['stride=2', 'stride=1'],
    ['scale_factor=2', 'scale_factor=4'],
    ['mode="bilinear"', 'mode="nearest"'],
    ['p=0.1', 'p=0.2'],
    ['self.a = ', 'self.other = '],
    ['torch.cat([', 'torch.cat([x, '],
    ['torch.flatten(', '('],
    ['* self.scale', '+ self.scale'],
    ['super().__init__()', 'pass'],
    ['def forward', 'def backward'],
  ])('fails where `%s` is `%s`', (from, to) => {
    expect(disagreement(graph, changed(from, to), support)).toBeDefined();
  });

  it('fails where the file lacks a function', () => {
    const odd = check({ name: 'odd.resnet', text: 'network n { input 3 x 8 x 8; half: conv 1x1, 2 }' })
      .networks[0]!;
    const { views: classes, support: defined } = classesOf(odd);
    expect(disagreement(odd, classes, defined)).toBeUndefined();
    expect(disagreement(odd, classes, new Set())).toMatch('is not defined');
  });
});

describe('without loops, choices and formulas, classes are the graph too', () => {
  it.each(Object.entries(structures))('%s', (_, source) => {
    const [network] = check({ name: 'case.resnet', text: source }).networks;
    const outline = unrolledOutline(network!);
    const plain = classesOf({ ...network!, outline: outline! });
    expect(disagreement(network!, plain.views, plain.support)).toBeUndefined();
  });
});
