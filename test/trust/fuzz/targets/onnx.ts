import { readOnnx } from '../../../../src/weights/onnx.ts';
import { expectWeights } from '../expect-weights.ts';
import { sibling } from '../siblings.ts';

export function fuzz(data: Buffer): void {
  expectWeights(readOnnx(data, sibling), data);
}
