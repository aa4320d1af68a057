import { readSafetensorsFile } from '../../../../src/weights/safetensors.ts';
import { expectWeights } from '../expect-weights.ts';

/** A file as it is; and, where it starts with `{`, a header with the length in front and data behind that it would need. */
export function fuzz(data: Buffer): void {
  expectWeights(readSafetensorsFile(data), data);
  if (data[0] !== 0x7b) return;
  const end = data.lastIndexOf(0x7d) + 1;
  const length = Buffer.alloc(8);
  length.writeUInt32LE(end);
  expectWeights(readSafetensorsFile(Buffer.concat([length, data])), data);
}
