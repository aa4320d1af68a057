import { readKerasFile } from '../../../../src/weights/keras-file.ts';
import { expectWeights } from '../expect-weights.ts';

export function fuzz(data: Buffer): void {
  expectWeights(readKerasFile(Uint8Array.from(data)), data);
}
