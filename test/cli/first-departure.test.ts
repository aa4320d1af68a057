import { describe, expect, test } from 'vitest';
import { firstDeparture } from '../../src/cli/verify/first-departure.ts';
import { type Form, forms, type Material } from '../../src/cli/verify/forms.ts';
import { check } from '../../src/index.ts';
import { tensorsOf } from '../../src/ir/graph.ts';
import { initialiseWeights } from '../../src/weights/initialise.ts';
import { readSpec } from '../backends/tfjs/run-spec.ts';
import { hasTorch } from '../oracles/python.ts';

const source = readSpec('resnet20');
const origin = { name: source.name, files: new Map() };
const [graph] = check(source, { inputShape: [3, 9, 8] }).networks;
const material: Material = {
  graph: graph!,
  weights: initialiseWeights(tensorsOf(graph!), 0),
  input: { shape: [2, 3, 9, 8], data: Float32Array.from({ length: 432 }, (_, at) => Math.sin(at * at)) },
};

/** The form, given another weight than everybody else has. */
function misled(form: Form, tensor: string): Form {
  const mislead = (given: Material): Material => {
    const known = given.weights.get(tensor);
    if (known === undefined) return given; // of a network that was cut before it
    const data = known.data.map((value, at) => (at === 0 ? value + 1 : value));
    return { ...given, weights: new Map([...given.weights, [tensor, { ...known, data }]]) };
  };
  return {
    ...form,
    run: (files, given) => form.run(files, mislead(given)),
    ...(form.layers && { layers: (files, given) => form.layers!(files, mislead(given)) }),
  };
}

const formsOf = (target: string): readonly Form[] => forms.filter((form) => form.target === target);

describe('the first layer that departs is found', () => {
  test.each([
    ['conv1.weight', 'conv1'],
    ['layer2.0.conv2.weight', 'layer2.0.conv2'],
    ['layer3.2.bn1.running_mean', 'layer3.2.bn1'],
    ['linear.bias', 'linear'],
  ])('TensorFlow.js with another %s', async (tensor, path) => {
    for (const form of formsOf('tfjs')) {
      const departure = await firstDeparture(misled(form, tensor), material, origin, 1e-5);
      expect(departure?.node.path).toBe(path);
      expect(departure?.difference).toBeGreaterThan(1e-5);
    }
  });

  test.skipIf(!hasTorch)('PyTorch, by what its submodules give', async () => {
    for (const form of formsOf('pytorch')) {
      const departure = await firstDeparture(misled(form, 'layer2.1.bn2.weight'), material, origin, 1e-5);
      expect(departure?.node.path).toBe('layer2.1.bn2');
    }
  });

  test('none, where none departs', async () => {
    for (const form of formsOf('tfjs'))
      expect(await firstDeparture(form, material, origin, 1e-5)).toBeUndefined();
  });
});
