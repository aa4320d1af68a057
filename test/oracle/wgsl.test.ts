import { describe, expect, it } from 'vitest';
import { check } from '../../src/index.ts';
import { probeWeights } from '../../src/reference/probe-weights.ts';
import { referenceOutput } from '../../src/reference/run.ts';
import { readSpec } from '../backends/tfjs/run-spec.ts';
import { openDevice } from '../backends/wgsl/device.ts';
import { emit, relativeError, runPrograms } from '../backends/wgsl/emitted.ts';
import { hasAdapter } from '../backends/wgsl-runtime/adapter.ts';
import { hasTorch } from '../oracles/python.ts';
import { answerOf, errorOnAdapter, type ForwardCase } from './forward-cases.ts';

describe.skipIf(!hasTorch || !hasAdapter)(
  'a WebGPU program with quicker arithmetic is near torchvision',
  () => {
    it.each([
      ['chosen layer by layer', {}],
      ['F(2×2, 3×3) everywhere', { winograd: 'f2' }],
      ['F(4×4, 3×3) everywhere', { winograd: 'f4' }],
    ] as const)('ResNet-34 with Winograd’s algorithm, %s', async (_, options) => {
      const each: ForwardCase = { spec: 'resnet34', height: 97, width: 113 };
      expect(await errorOnAdapter(each, answerOf(each), options)).toBeLessThanOrEqual(1e-4);
    });

    it.each([
      { spec: 'resnet50', height: 97, width: 64 },
      { spec: 'mobilenet_v2', height: 65, width: 96, batch: 2 },
    ])('$spec as halves', async (each) => {
      expect(await errorOnAdapter(each, answerOf(each), { dtype: 'f16' })).toBeLessThanOrEqual(2e-2);
    });
  },
);

// As many shapes as a network has, each a kernel that a CPU's driver compiles for seconds: a small one is enough.
it.skipIf(!hasAdapter)('ResNet-20 with the kernels for GPUs equals the reference', async () => {
  const source = readSpec('resnet20');
  const inputShape = [3, 33, 26] as const;
  const [graph] = check(source, { inputShape }).networks;
  const data = Float32Array.from({ length: 2 * 3 * 33 * 26 }, (_, at) => Math.sin(at * at));
  const values = { shape: [2, ...inputShape] as const, data };
  const weights = probeWeights(graph!, 7, values);
  const emitted = emit(source, { inputShape, weights, batch: 2, winograd: 'off' });
  const [result] = await runPrograms(emitted, { device: await openDevice(), programs: ['tiles'] }, values);
  expect(relativeError(result!.data, referenceOutput(graph!, weights, values))).toBeLessThanOrEqual(1e-5);
});
