import { describe, expect, it } from 'vitest';
import { relativeError, runSpec } from '../backends/tfjs/run-spec.ts';
import { hasTorch, torchvisionForward } from '../oracles/python.ts';

/**
 * The emitted inference function against torchvision 0.14 with the same random weights, batchnorm statistics that are not
 * trivial, H ≠ W and odd sizes. The bound is the largest difference over the largest value of the answer.
 */
const cases: readonly { spec: string; model: string; height: number; width: number; batch?: number }[] = [
  { spec: 'resnet18', model: 'resnet18', height: 97, width: 64, batch: 2 },
  { spec: 'resnet34', model: 'resnet34', height: 65, width: 90 },
  { spec: 'resnet50', model: 'resnet50', height: 224, width: 224 },
  { spec: 'resnet50', model: 'resnet50', height: 71, width: 100, batch: 2 },
  { spec: 'resnext50_32x4d', model: 'resnext50_32x4d', height: 64, width: 75 },
  { spec: 'wide_resnet50_2', model: 'wide_resnet50_2', height: 67, width: 64 },
  { spec: 'densenet121', model: 'densenet121', height: 96, width: 65 },
  { spec: 'mobilenet_v2', model: 'mobilenet_v2', height: 97, width: 64, batch: 2 },
  { spec: 'vgg19_bn', model: 'vgg19_bn', height: 225, width: 230 },
  { spec: 'googlenet', model: 'googlenet', height: 97, width: 128 },
  { spec: 'convnext_tiny', model: 'convnext_tiny', height: 64, width: 97 },
];

describe.skipIf(!hasTorch)('tfjs on wasm equals torchvision', () => {
  it.each(cases)('$spec at $height×$width', async ({ spec, model, height, width, batch = 1 }) => {
    const expected = torchvisionForward({ model, height, width, batch, seed: 7 });
    const actual = await runSpec(spec, expected.weights, expected.input);
    expect(actual.shape).toEqual(expected.output.shape);
    expect(relativeError(actual.data, expected.output.data)).toBeLessThanOrEqual(1e-5);
  });
});
