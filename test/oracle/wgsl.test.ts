import { describe, expect, it } from 'vitest';
import { check } from '../../src/index.ts';
import { tensorsOf } from '../../src/ir/graph.ts';
import { probeWeights } from '../../src/reference/probe-weights.ts';
import { referenceOutput } from '../../src/reference/run.ts';
import { matchWeights } from '../../src/weights/match.ts';
import { readSafetensors } from '../../src/weights/safetensors.ts';
import { readSpec } from '../backends/tfjs/run-spec.ts';
import { openDevice } from '../backends/wgsl/device.ts';
import { emit, relativeError, runPrograms } from '../backends/wgsl/emitted.ts';
import { lanesOf } from '../backends/wgsl/test-operators.ts';
import { hasAdapter } from '../backends/wgsl-runtime/adapter.ts';
import { type ForwardResult, hasTorch, torchvisionForward } from '../oracles/python.ts';

interface Case {
  readonly spec: string;
  readonly height: number;
  readonly width: number;
  readonly batch?: number;
}

/**
 * The emitted program against torchvision 0.14 with the same random weights, batchnorm statistics that are not trivial, H ≠ W
 * and odd sizes. The bound is the largest difference over the largest value of the answer.
 */
const cases: readonly Case[] = [
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

type Options = { readonly dtype?: 'f16'; readonly winograd?: 'off' | 'f2' | 'f4'; readonly program?: string };

/** How far the program is from torchvision's answer. */
async function errorOf(
  { spec, batch = 1 }: Case,
  { weights, input, output }: ForwardResult,
  { program, ...options }: Options,
): Promise<number> {
  const device = await openDevice();
  const [, channels, height, width] = input.shape as [number, number, number, number];
  const inputShape = [channels, height, width] as const;
  const source = readSpec(spec);
  const [graph] = check(source, { network: spec, inputShape }).networks;
  const found = readSafetensors(weights);
  if ('code' in found) throw new Error(JSON.stringify(found));
  const { tensors, problems } = matchWeights(tensorsOf(graph!), found);
  if (tensors === undefined) throw new Error(JSON.stringify(problems));
  const emitted = emit(source, { network: spec, inputShape, weights: tensors, batch, ...options });
  const programs = [program ?? lanesOf(device)[0] ?? 'tiles'];
  const values = { shape: [batch, ...inputShape] as const, data: input.data as Float32Array };
  const [result] = await runPrograms(emitted, { device, programs }, values);
  expect(result!.shape).toEqual(output.shape);
  return relativeError(result!.data, output.data);
}

const answerOf = ({ spec, height, width, batch = 1 }: Case): ForwardResult =>
  torchvisionForward({ model: spec, height, width, batch, seed: 7 });

describe.skipIf(!hasTorch || !hasAdapter)('a WebGPU program equals torchvision', () => {
  it.each(cases)('$spec at $height×$width', async (each) => {
    expect(await errorOf(each, answerOf(each), { winograd: 'off' })).toBeLessThanOrEqual(1e-5);
  });

  it.each([
    ['chosen layer by layer', {}],
    ['F(2×2, 3×3) everywhere', { winograd: 'f2' }],
    ['F(4×4, 3×3) everywhere', { winograd: 'f4' }],
  ] as const)('ResNet-34 with Winograd’s algorithm, %s', async (_, options) => {
    const each: Case = { spec: 'resnet34', height: 97, width: 113 };
    expect(await errorOf(each, answerOf(each), options)).toBeLessThanOrEqual(1e-4);
  });

  it.each([
    { spec: 'resnet50', height: 97, width: 64 },
    { spec: 'mobilenet_v2', height: 65, width: 96, batch: 2 },
  ])('$spec as halves', async (each) => {
    expect(await errorOf(each, answerOf(each), { dtype: 'f16' })).toBeLessThanOrEqual(2e-2);
  });
});

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
