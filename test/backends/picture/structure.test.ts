import { describe, expect, it } from 'vitest';
import { drawNetwork } from '../../../src/backends/picture/index.ts';
import { check } from '../../../src/index.ts';
import type { Graph } from '../../../src/ir/graph.ts';
import { readSpec, specNames } from '../../corpus/specs.ts';
import { type ReadSvg, readSvg, timesOf } from './read-svg.ts';

const graphOf = (name: string): Graph => check(readSpec(name)).networks[0]!;
const draw = (graph: Graph, unfold = false): ReadSvg => readSvg(drawNetwork(graph, { unfold }).value);

/** Shortcuts by kind, with the blocks that are folded counted. */
function shortcutsIn({ groups }: ReadSvg): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const group of groups)
    if (group.kind === 'residual') counts[group.shortcut] = (counts[group.shortcut] ?? 0) + timesOf(group);
  return counts;
}

/**
 * By the papers: a residual network has one shortcut per block; option B projects where the width or the size changes, A pads there, C
 * projects everywhere (He et al. 2015, §3.3 and §4.1). A DenseNet's layers are concatenations (Huang et al. 2016, eq. 2), MobileNetV2
 * adds where stride and width stay (Sandler et al. 2018, §3.3).
 */
const shortcuts: readonly (readonly [network: string, kinds: Readonly<Record<string, number>>])[] = [
  ['resnet18', { identity: 5, projection: 3 }],
  ['resnet34', { identity: 13, projection: 3 }],
  ['resnet50', { identity: 12, projection: 4 }],
  ['resnet101', { identity: 29, projection: 4 }],
  ['resnet152', { identity: 46, projection: 4 }],
  ['resnet18_a', { identity: 5, zero_pad: 3 }],
  ['resnet34_a', { identity: 13, zero_pad: 3 }],
  ['resnet18_c', { projection: 8 }],
  ['resnet110', { identity: 52, zero_pad: 2 }],
  ['resnet1202', { identity: 598, zero_pad: 2 }],
  ['preact_resnet50', { identity: 12, projection: 4 }],
  ['resnet50d', { identity: 12, projection: 4 }],
  ['seresnet50', { identity: 12, projection: 4 }],
  ['wrn_28_10', { identity: 9, projection: 3 }],
  ['convnext_tiny', { identity: 18 }],
  ['mobilenet_v2', { identity: 10 }],
  ['densenet121', { concat: 58 }],
  ['plain34', {}],
  ['vgg16', {}],
  ['googlenet', {}],
];

describe('every shortcut is an arc of its kind', () => {
  it.each(shortcuts)('%s', (name, expected) => {
    const graph = graphOf(name);
    expect(shortcutsIn(draw(graph))).toEqual(expected);
    if (graph.nodes.length < 1000) expect(shortcutsIn(draw(graph, true))).toEqual(expected);
  });
});

describe('every stage is a group', () => {
  it.each(specNames())('%s', (name) => {
    const graph = graphOf(name);
    const { groups, words } = draw(graph);
    const frames = groups.filter(({ kind }) => kind === 'frame');
    const stages = graph.scopes.filter(({ kind }) => kind === 'stage');
    for (const { path, count } of stages) {
      const named = frames.filter((frame) => frame.name === path && frame.title.includes(`${count} × `));
      expect(named.length, path).toBeGreaterThan(0);
    }
    expect(words).toContain(graph.name);
  });
});

/** How many blocks of a stage are drawn, and how many each stands for. */
function copiesIn({ groups }: ReadSvg, frame: string): readonly number[] {
  return groups
    .filter(
      (group) => group.kind === 'copies' && group.parent?.kind === 'frame' && group.parent.name === frame,
    )
    .map(timesOf);
}

describe('blocks that are alike are drawn once', () => {
  it.each([
    ['resnet18', 'layer1', [2]],
    ['resnet18', 'layer2', [1, 1]],
    ['resnet50', 'layer1', [1, 2]],
    ['resnet152', 'layer3', [1, 35]],
    ['densenet121', 'features.denseblock3', [24]],
    ['convnext_tiny', 'features.5', [9]],
    ['resnet110', 'layer1', [18]],
  ] as const)('%s, %s', (name, frame, expected) => {
    const graph = graphOf(name);
    expect(copiesIn(draw(graph), frame)).toEqual(expected);
    const blocks = expected.reduce((sum: number, count) => sum + count, 0);
    expect(copiesIn(draw(graph, true), frame)).toEqual(Array<number>(blocks).fill(1));
  });
});

it('operators and shapes stand in the picture as papers write them', () => {
  const { words } = draw(graphOf('resnet50'));
  for (const said of [
    '7×7 conv, 64, /2',
    '3×3 max pool, /2',
    '1×1 conv, 2048',
    'global avg pool',
    '1000-d fc',
  ])
    expect(words).toContain(said);
  for (const shape of ['input 3×224×224', '64×56×56', '256×56×56', '512×28×28', '1024×14×14', '2048×7×7'])
    expect(words).toContain(shape);
  expect(words).toContain('3×224×224 → 1000 · depth 50 · 25,557,032 parameters · 4.09 G MACs');
});

/** Line styles and boxes that a legend explains are those of the picture, and no others. */
it.each([
  ['resnet18', ['shortcut: identity', 'shortcut: projection, with weights', '× N']],
  ['resnet18_a', ['shortcut: identity', 'shortcut: zeros for new channels, no weights', '× N']],
  ['densenet121', ['shortcut: concatenated, not added', '× N']],
  ['seresnet50', ['shortcut: identity', 'shortcut: projection, with weights', 'scaled by a gate', '× N']],
  ['vgg16', []],
])('the legend of %s', (name, expected) => {
  const { groups } = draw(graphOf(name));
  const legend = groups.find(({ kind }) => kind === 'legend')!;
  const known = ['shortcut:', 'scaled', '× N'];
  const said = legend.texts
    .map(({ text }) => text)
    .filter((text) => known.some((start) => text.startsWith(start)));
  expect([...said].sort()).toEqual([...expected].sort());
});

it('feature maps are to scale: areas of faces go with channels and width', () => {
  const { value } = drawNetwork(graphOf('vgg16'));
  // The front of each map is its first face: width by the root of the map's, height by the root of its channels.
  const faces = [
    ...value.matchAll(
      /<g[^>]*class="feature-map"[^>]*>\n<title>(?:\w+ )?(\d+)×\d+×(\d+)<\/title>[\s\S]*?class="face" d="M(\S+) (\S+)L(\S+) \S+L\S+ (\S+)L/g,
    ),
  ].map(([, channels, width, left, top, right, bottom]) => ({
    channels: Number(channels),
    width: Number(width),
    drawnWidth: Number(right) - Number(left),
    drawnHeight: Number(bottom) - Number(top),
  }));
  expect(faces.map(({ width }) => width)).toEqual([224, 112, 56, 28, 14, 7]);
  const [first] = faces;
  for (const face of faces) {
    expect(face.drawnWidth ** 2 / first!.drawnWidth ** 2).toBeCloseTo(face.width / first!.width, 2);
    if (face.channels > 3)
      expect(face.drawnHeight ** 2 / faces[1]!.drawnHeight ** 2).toBeCloseTo(face.channels / 64, 1);
  }
});
