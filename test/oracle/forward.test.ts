import { beforeAll, describe, expect, it } from 'vitest';
import { relativeError, runSpec } from '../backends/tfjs/run-spec.ts';
import { hasAdapter } from '../backends/wgsl-runtime/adapter.ts';
import { type ForwardResult, hasTorch } from '../oracles/python.ts';
import { answerOf, errorOnAdapter, type ForwardCase } from './forward-cases.ts';

/**
 * Emitted inference against torchvision 0.14 with the same random weights, H ≠ W and odd sizes. The bound is the largest difference
 * over the largest value of the answer.
 */
const cases: readonly ForwardCase[] = [
  { spec: 'resnet18', height: 97, width: 64, batch: 2 },
  { spec: 'resnet34', height: 65, width: 90 },
  { spec: 'resnet50', height: 224, width: 224 },
  { spec: 'resnet50', height: 71, width: 100, batch: 2 },
  { spec: 'resnext50_32x4d', height: 64, width: 75 },
  { spec: 'wide_resnet50_2', height: 67, width: 64 },
  { spec: 'densenet121', height: 96, width: 65 },
  { spec: 'mobilenet_v2', height: 97, width: 64, batch: 2 },
  { spec: 'vgg19_bn', height: 225, width: 230 },
  { spec: 'googlenet', height: 97, width: 128 },
  { spec: 'convnext_tiny', height: 64, width: 97 },
];

describe.skipIf(!hasTorch).each(cases)('$spec at $height×$width equals torchvision', (each) => {
  let answer: ForwardResult;
  beforeAll(() => {
    answer = answerOf(each);
  });

  it('on TensorFlow.js, wasm', async () => {
    const actual = await runSpec(each.spec, answer.weights, answer.input);
    expect(actual.shape).toEqual(answer.output.shape);
    expect(relativeError(actual.data, answer.output.data)).toBeLessThanOrEqual(1e-5);
  });

  it.skipIf(!hasAdapter)('on WebGPU', async () => {
    expect(await errorOnAdapter(each, answer, { winograd: 'off' })).toBeLessThanOrEqual(1e-5);
  });
});
