import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/index.ts';
import type { Graph } from '../../src/ir/graph.ts';
import { inputShape, tensorsOf } from '../../src/ir/graph.ts';
import { relativeDifference } from '../../src/reference/difference.ts';
import { referenceOutput } from '../../src/reference/run.ts';
import { distributionOf } from '../../src/weights/initialise.ts';
import { emittedModule, type Job, pooledWeights, runJobs } from '../backends/pytorch/run-emitted.ts';
import { structures } from '../backends/structures.ts';
import { onlyNetwork } from '../backends/wgsl/emitted.ts';
import { operatorCases, sourceOf } from '../backends/wgsl/operator-cases.ts';
import { readSpec, specNames } from '../corpus/specs.ts';
import { numbers } from '../ir/passes/programs.ts';
import { hasTorch, inTemporaryFolder, python } from '../oracles/python.ts';

/** torchvision's networks in the corpus, at small sizes of unequal sides; VGG's classifier needs the whole picture. */
const published: Readonly<Record<string, readonly [number, number]>> = {
  resnet18: [41, 50],
  resnet34: [41, 50],
  resnet50: [41, 50],
  resnet101: [33, 40],
  resnet152: [33, 40],
  resnext50_32x4d: [41, 50],
  resnext101_32x8d: [33, 40],
  wide_resnet50_2: [33, 40],
  wide_resnet101_2: [33, 40],
  vgg16: [224, 224],
  vgg19: [224, 224],
  vgg19_bn: [224, 224],
  densenet121: [41, 50],
  mobilenet_v2: [41, 50],
  squeezenet1_1: [41, 50],
  googlenet: [41, 50],
  convnext_tiny: [41, 50],
};

/** Others whose numbers are the reference's; deeper ones of the same family differ in a count alone. */
const judged: Readonly<Record<string, readonly [number, number]>> = {
  keras_resnet50: [41, 50],
  keras_resnet50_v2: [41, 50],
  plain18: [41, 50],
  preact_resnet50: [41, 50],
  resnet18_a: [41, 50],
  resnet18_c: [41, 50],
  resnet20: [32, 27],
  resnet50_v1: [41, 50],
  resnet50d: [41, 50],
  resnet101_from_scratch: [33, 40],
  seresnet50: [41, 50],
  seresnext50_32x4d: [41, 50],
  wrn_28_10: [12, 9],
};

function graphOf(
  name: string,
  size?: readonly [number, number],
  set?: Readonly<Record<string, string>>,
): Graph {
  const options = {
    network: name,
    ...(size && { inputShape: [3, ...size] as const }),
    ...(set && { set: new Map(Object.entries(set)) }),
  };
  return check(readSpec(name), options).networks[0]!;
}

/** Compared in single precision and for inference alone, for time. */
const large: ReadonlySet<string> = new Set([
  ...[
    'resnet101',
    'resnet152',
    'resnext101_32x8d',
    'wide_resnet50_2',
    'wide_resnet101_2',
    'vgg16',
    'vgg19',
    'vgg19_bn',
  ],
]);

const optionsOf = (name: string): object =>
  name === 'googlenet' ? { aux_logits: false, init_weights: false } : {};

/** The emitted network for 224×224 pictures is given small ones: nothing in it depends on the size. */
const emitted = new Map(specNames().map((name) => [name, emittedModule(graphOf(name))]));

const comparisons: readonly Job[] = Object.entries(published).map(([name, size]) => ({
  module: emitted.get(name)!,
  torchvision: { name, size, options: optionsOf(name), large: large.has(name) },
}));

const seeded = Object.entries(judged).map(([name, size]) => {
  const { graph, weights } = pooledWeights(graphOf(name, size));
  const next = numbers(3);
  const shape = [2, ...inputShape(graph)] as const;
  const data = Float64Array.from({ length: 2 * 3 * size[0] * size[1] }, next);
  const module = emitted.get(name)!;
  return { name, graph, weights, module, input: { shape, data } };
});

const all = [...emitted].map(([name, module]) => ({ name, module }));

const answers = hasTorch
  ? runJobs([
      ...comparisons,
      ...seeded.map(({ module, weights, input }) => ({ module, run: { weights, input } })),
      ...all.map(({ module }): Job => ({ module })),
      {
        module: emittedModule(graphOf('resnet18')),
        arguments: { classes: 10 },
        torchvision: { name: 'resnet18', options: { num_classes: 10 }, size: [33, 40] },
      },
      {
        module: emittedModule(graphOf('mobilenet_v2', undefined, { multiplier: '0.75' })),
        torchvision: { name: 'mobilenet_v2', options: { width_mult: 0.75 }, size: [33, 40] },
      },
      { module: emittedModule(graphOf('seresnet50')), statistics: true },
    ])
  : [];
const [ten, narrow, statistics] = answers.slice(-3);

describe.skipIf(!hasTorch)('emitted modules against torchvision', () => {
  test.each(Object.keys(published))('%s: the same state_dict, and the same numbers', (name) => {
    const answer = answers[Object.keys(published).indexOf(name)]!;
    expect(answer.error).toBeUndefined();
    expect(answer.state).toEqual(answer.expected);
    expect(answer.eval).toBeLessThanOrEqual(large.has(name) ? 1e-5 : 1e-9);
    if (!large.has(name)) expect(answer.train).toBeLessThanOrEqual(1e-9);
  });

  test('other arguments are torchvision’s other networks', () => {
    for (const answer of [ten!, narrow!]) {
      expect(answer.error).toBeUndefined();
      expect(answer.state).toEqual(answer.expected);
      expect(answer.eval).toBeLessThanOrEqual(1e-9);
    }
  });
});

describe.skipIf(!hasTorch)('emitted modules of the other networks', () => {
  const first = comparisons.length;

  test.each(seeded.map(({ name }, index) => [name, index] as const))(
    '%s computes what the reference does',
    (_, index) => {
      const { graph, weights, input } = seeded[index]!;
      const answer = answers[first + index]!;
      expect(answer.error).toBeUndefined();
      const expected = referenceOutput(graph, weights, input);
      expect(relativeDifference(answer.result, expected)).toBeLessThanOrEqual(1e-9);
    },
  );

  test.each(all.map(({ name }, index) => [name, index] as const))(
    '%s has the report’s tensors',
    (name, index) => {
      const answer = answers[first + seeded.length + index]!;
      expect(answer.error).toBeUndefined();
      const state = answer.state.filter(([key]) => !key.endsWith('.num_batches_tracked'));
      const tensors = tensorsOf(graphOf(name)).map(({ name: key, shape }) => [key, shape]);
      // A module's own parameters come before its children's: ConvNeXt's layer scales.
      const ordered =
        name === 'convnext_tiny'
          ? (list: readonly unknown[]) => [...list].map(String).sort()
          : (list: readonly unknown[]) => list;
      expect(ordered(state)).toEqual(ordered(tensors));
    },
  );

  test('a new network starts as the spec says', () => {
    expect(statistics!.error).toBeUndefined();
    for (const { name, shape, init } of tensorsOf(graphOf('seresnet50'))) {
      const [mean, deviation, smallest, largest] = statistics!.tensors[name]!;
      const count = shape.reduce((product, extent) => product * extent, 1);
      const distribution = distributionOf(init, shape);
      if (distribution.is === 'constant') {
        expect([smallest, largest], name).toEqual([distribution.value, distribution.value]);
        continue;
      }
      const expected =
        distribution.is === 'normal' ? distribution.deviation : distribution.bound / Math.sqrt(3);
      // Six standard errors.
      expect(Math.abs(mean), name).toBeLessThanOrEqual((6 * expected) / Math.sqrt(count));
      expect(Math.abs(deviation / expected - 1), name).toBeLessThanOrEqual(6 / Math.sqrt(2 * count));
      if (distribution.is === 'uniform')
        expect(Math.max(-smallest, largest), name).toBeLessThanOrEqual(distribution.bound);
    }
  });
});

/** Every file that is shown to a linter and a type checker. */
const files: readonly (readonly [name: string, text: string])[] = [
  ...all.map(({ name, module }) => [name, module.text] as const),
  ...Object.values(structures).map((text, index) => [`structure${index}`, textOf(text)] as const),
  ...operatorCases.map(
    (each, index) => [`operator${index}`, emittedModule(onlyNetwork(sourceOf(each))).text] as const,
  ),
];

function textOf(text: string): string {
  return emittedModule(check({ name: 'case.resnet', text }).networks[0]!).text;
}

describe('emitted modules as Python', () => {
  const ruff = new Workspace({}, PositionEncoding.Utf16);

  test('pass a linter with default rules', () => {
    const found = files.flatMap(([name, text]) =>
      ruff
        .check(text)
        .map(({ code, message }: { code: string | null; message: string }) => `${name}: ${code} ${message}`),
    );
    expect(found).toEqual([]);
  });

  test('are laid out as a formatter lays them out', () => {
    for (const [name, text] of files) expect(text, name).toBe(ruff.format(text));
  });

  test.skipIf(!hasTorch)('pass a type checker', () => {
    inTemporaryFolder((folder) => {
      for (const [name, text] of files) writeFileSync(join(folder, `${name}.py`), text);
      const result = execFileSync(python!, ['-m', 'mypy', '--cache-dir', join(folder, 'cache'), folder], {
        encoding: 'utf8',
      });
      expect(result).toContain('no issues found');
    });
  });
});
