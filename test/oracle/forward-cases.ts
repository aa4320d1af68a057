import { expect } from 'vitest';
import { check } from '../../src/index.ts';
import { tensorsOf } from '../../src/ir/graph.ts';
import { matchWeights } from '../../src/weights/match.ts';
import { readSafetensors } from '../../src/weights/safetensors.ts';
import { readSpec } from '../backends/tfjs/run-spec.ts';
import { openDevice } from '../backends/wgsl/device.ts';
import { emit, relativeError, runPrograms } from '../backends/wgsl/emitted.ts';
import { lanesOf } from '../backends/wgsl/test-operators.ts';
import { type ForwardResult, torchvisionForward } from '../oracles/python.ts';

/** A spec of the corpus at a size of its input; torchvision has a model of the same name. */
export interface ForwardCase {
  readonly spec: string;
  readonly height: number;
  readonly width: number;
  readonly batch?: number;
}

/** torchvision's answer for random weights, batchnorm statistics that are not trivial, and a random input. */
export const answerOf = ({ spec, height, width, batch = 1 }: ForwardCase): ForwardResult =>
  torchvisionForward({ model: spec, height, width, batch, seed: 7 });

type Options = { readonly dtype?: 'f16'; readonly winograd?: 'off' | 'f2' | 'f4'; readonly program?: string };

/** How far the program is from torchvision's answer. */
export async function errorOnAdapter(
  { spec, batch = 1 }: ForwardCase,
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
