import { describe, expect, test } from 'vitest';
import { readSpec } from '../corpus/specs.ts';
import { compared } from '../diff/compared.ts';
import { describeModels, hasTorch, isNoCounter } from '../oracles/python.ts';

/** Names of torchvision's models, which are the specs' too, and what is done to one to have the other. */
const pairs = [
  ['resnet18', 'resnet34'],
  ['resnet34', 'resnet18'],
  ['resnet50', 'resnet101'],
  ['resnet50', 'resnet152'],
  ['resnet50', 'resnext50_32x4d'],
  ['resnet50', 'wide_resnet50_2'],
  ['resnet18', 'resnet50'],
  ['vgg19', 'vgg19_bn'],
] as const;

describe.skipIf(!hasTorch)('what loads of a checkpoint, by torchvision’s own state_dicts', () => {
  const models = [...new Set(pairs.flat())];
  const descriptions = hasTorch ? describeModels(models.map((model) => ({ model }))) : [];
  const of = (model: string) => descriptions[models.indexOf(model as (typeof models)[number])]!;

  test.each(pairs)('%s to %s', (old, now) => {
    const { tensors, difference } = compared(readSpec(old), readSpec(now));
    const [before, after] = [old, now].map(
      (model) =>
        new Map(
          of(model)
            .state.filter(isNoCounter)
            .map(({ name, shape }) => [name, `${shape}`]),
        ),
    );
    const inBoth = [...before!.keys()].filter((name) => after!.has(name));
    const equal = inBoth.filter((name) => before!.get(name) === after!.get(name));
    expect([tensors.before, tensors.after]).toEqual([before!.size, after!.size]);
    // Names of equal shape load; those whose layer is another now are told apart from the rest.
    expect(tensors.same + tensors.misplaced.length).toBe(equal.length);
    expect(equal).toEqual(expect.arrayContaining([...tensors.misplaced]));
    const refused = inBoth.filter((name) => before!.get(name) !== after!.get(name));
    const reshaped = tensors.reshaped.filter((tensor) => tensor.before === tensor.after);
    expect(refused).toEqual(expect.arrayContaining(reshaped.map(({ after: name }) => name)));
    if (tensors.renamed.length === 0) {
      expect(reshaped.map(({ after: name }) => name).sort()).toEqual(refused.toSorted());
      expect(tensors.removed.map(({ name }) => name).sort()).toEqual(
        [...before!.keys()].filter((name) => !after!.has(name)).sort(),
      );
      expect(tensors.added.map(({ name }) => name).sort()).toEqual(
        [...after!.keys()].filter((name) => !before!.has(name)).sort(),
      );
    }
    expect(difference.parameters.trainable).toBe(of(now).parameters - of(old).parameters);
    expect(difference.parameters.buffers).toBe(of(now).buffers - of(old).buffers);
  });
});
