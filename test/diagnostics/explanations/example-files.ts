import { writeNpy } from '../../../src/data/npy.ts';
import { writeSafetensors } from '../../../src/weights/safetensors.ts';
import type { WeightTensor } from '../../../src/weights/tensor.ts';
import { colourPng, pngFile } from '../../data/png-file.ts';
import { fileOf, headerOf } from '../../weights/safetensors-bytes.ts';

/** `conv1` with one input and one bias for each of 4 filters, and what stands in the first weight. */
function convolution(first: number, prefix = ''): readonly ({ readonly name: string } & WeightTensor)[] {
  const data = new Float32Array(12).fill(0.5);
  data[0] = first;
  return [
    { name: `${prefix}conv1.weight`, shape: [4, 3, 1, 1], data },
    { name: `${prefix}conv1.bias`, shape: [4], data: new Float32Array(4) },
  ];
}

const weights = writeSafetensors(convolution(0.5));
const array = writeNpy({ shape: [1, 3, 2, 2], data: new Float32Array(12) });
const photo = colourPng(32, 32);

/** The files that examples mention and do not show, for they are no text. */
export const exampleFiles: Readonly<Record<string, Uint8Array>> = {
  'latin-1.resnet': Buffer.from('// A café’s network\n'.replace('’', "'"), 'latin1'),
  'photo.png': photo,
  'cut-off.png': photo.subarray(0, photo.length / 2),
  'huge.png': pngFile({ width: 100_000, height: 100_000, depth: 8, colourType: 2 }, new Uint8Array(1)),
  '1x3x2x2.npy': array,
  'cut-off.npy': array.subarray(0, array.length - 4),
  'net.safetensors': weights,
  'cut-off.safetensors': weights.subarray(0, weights.length - 4),
  'classifier.safetensors': writeSafetensors([
    ...convolution(0.5),
    { name: 'fc.weight', shape: [2, 4], data: new Float32Array(8) },
    { name: 'fc.bias', shape: [2], data: new Float32Array(2) },
  ]),
  'diverged.safetensors': writeSafetensors(convolution(Number.NaN)),
  'wrapped.safetensors': writeSafetensors(convolution(0.5, 'module.')),
  'float8.safetensors': fileOf(
    headerOf({ 'conv1.weight': { dtype: 'F8_E4M3', shape: [1], data_offsets: [0, 1] } }),
    [0],
  ),
};
