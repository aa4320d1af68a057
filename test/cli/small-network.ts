import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSafetensors } from '../../src/weights/safetensors.ts';
import { temporaryFolder } from './temporary.ts';

/** The padded pool and the padded channels are what TensorFlow.js has no layers for. */
export const spec = `network small {
  input 2 x 8 x 8
  conv1: conv 3x3, 4
  bn1: batchnorm
  relu
  maxpool 3x3, stride 2
  zero_pad channels (1, 2)
  avgpool global
  fc: linear 3
}
`;
/** The tensors of `spec`, under PyTorch’s names. */
export const shapes: Readonly<Record<string, readonly number[]>> = {
  'conv1.weight': [4, 2, 3, 3],
  'bn1.weight': [4],
  'bn1.bias': [4],
  'bn1.running_mean': [4],
  'bn1.running_var': [4],
  'fc.weight': [3, 7],
  'fc.bias': [3],
};

/** A file of safetensors whose numbers are 1, 1 + 1/8, … in each tensor. */
export const bytesOf = (named: typeof shapes): Uint8Array =>
  writeSafetensors(
    Object.entries(named).map(([name, shape]) => {
      const length = shape.reduce((product, extent) => product * extent, 1);
      return { name, shape, data: Float32Array.from({ length }, (_, index) => 1 + index / 8) };
    }),
  );

/** A folder with `small.resnet` and its weights, `w.safetensors`. */
export function folderOfSmall(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'small.resnet'), spec);
  writeFileSync(join(folder, 'w.safetensors'), bytesOf(shapes));
  return folder;
}
