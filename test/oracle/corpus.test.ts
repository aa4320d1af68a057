import { beforeAll, describe, expect, test } from 'vitest';
import { type CheckOptions, type Report, report } from '../../src/index.ts';
import { readSpec } from '../corpus/specs.ts';
import type { Description, StateEntry } from '../oracles/python.ts';
import { describeModels, hasTorch, isNoCounter } from '../oracles/python.ts';

const models = [
  ...['resnet18', 'resnet34', 'resnet50', 'resnet101', 'resnet152'],
  ...['resnext50_32x4d', 'resnext101_32x8d', 'wide_resnet50_2', 'wide_resnet101_2'],
  ...['vgg16', 'vgg19', 'vgg19_bn', 'densenet121', 'mobilenet_v2', 'squeezenet1_1', 'googlenet'],
  'convnext_tiny',
];

function reportOf(name: string, options: CheckOptions = {}): Report {
  const { reports, diagnostics } = report(readSpec(name), options);
  if (reports.length !== 1) throw new Error(JSON.stringify(diagnostics));
  return reports[0]!;
}

/** rnc's tensors in the words of a state_dict. */
function stateOf({ tensors }: Report): readonly StateEntry[] {
  return tensors.map(({ name, shape, role }) => ({
    ...{ name, shape },
    kind: role === 'trainable' ? 'parameter' : 'buffer',
  }));
}

/**
 * A state_dict without its batch counters. A module's own parameters come before its children's there, and the layer scale of
 * ConvNeXt is its block's own: rnc has the source's order, in which it follows the path that it scales.
 */
function published({ state: all }: Description): readonly StateEntry[] {
  const state = all.filter(isNoCounter);
  const blockOf = (name: string): string => name.replace(/\.(layer_scale|block\..*)$/, '');
  return state.flatMap((entry, index) => {
    if (entry.name.endsWith('.layer_scale')) return [];
    const next = state[index + 1];
    const block = blockOf(entry.name);
    if (block === entry.name || (next && blockOf(next.name) === block)) return [entry];
    return [entry, ...state.filter(({ name }) => name === `${block}.layer_scale`)];
  });
}

const sizes = [
  [224, 224],
  [193, 257],
] as const;
/** Those of the corpus, and two families with another parameter than the usual. */
const cases = [
  ...models.map((model) => ({ model, sizes })),
  { model: 'resnet18', kwargs: { num_classes: 10 } },
  { model: 'mobilenet_v2', kwargs: { width_mult: 0.75 } },
];

describe.skipIf(!hasTorch)('the corpus against torchvision', () => {
  let answers: readonly Description[];
  beforeAll(() => {
    answers = describeModels(cases);
  });
  const answerFor = (model: string): Description => answers[models.indexOf(model)]!;

  test.each(models)('%s has the names, the order, the shapes and the roles of its state_dict', (model) => {
    expect(stateOf(reportOf(model))).toEqual(published(answerFor(model)));
  });

  test.each(models)('%s has its parameters, buffers and MACs', (model) => {
    const { parameters, macs } = reportOf(model);
    const expected = answerFor(model);
    expect(parameters.trainable).toBe(expected.parameters);
    expect(parameters.buffers).toBe(expected.buffers);
    expect(macs).toBe(expected.macs[0]);
  });

  // torchvision's VGG averages to 7×7 before its classifier, whatever the input; the spec's classifier takes what it is given.
  test.each(models.filter((model) => !model.startsWith('vgg')))('%s has its MACs at 193×257', (model) => {
    const { macs } = reportOf(model, { inputShape: [3, 193, 257] });
    expect(macs).toBe(answerFor(model).macs[1]);
  });

  test('a family’s parameters are the constructor’s', () => {
    const [tenClasses, narrow] = answers.slice(models.length);
    const ten = new Map([['classes', '10']]);
    expect(stateOf(reportOf('resnet18', { set: ten }))).toEqual(published(tenClasses!));
    const multiplier = new Map([['multiplier', '0.75']]);
    expect(stateOf(reportOf('mobilenet_v2', { set: multiplier }))).toEqual(published(narrow!));
  });

  test('the from-scratch network is torchvision’s ResNet-101 with another name for its shortcuts', () => {
    const renamed = published(answerFor('resnet101')).map((entry) => ({
      ...entry,
      name: entry.name.replace('.downsample.', '.identity_downsample.'),
    }));
    expect(stateOf(reportOf('resnet101_from_scratch'))).toEqual(renamed);
  });
});
