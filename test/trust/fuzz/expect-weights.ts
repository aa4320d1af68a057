import { diagnose } from '../../../src/diagnostics/diagnose.ts';
import { readSafetensorsFile, writeSafetensors } from '../../../src/weights/safetensors.ts';
import { countOf, type FileFault } from '../../../src/weights/tensor.ts';
import type { WeightFile } from '../../../src/weights/weight-file.ts';
import { expectThat, saysWhat } from './expect-diagnostics.ts';

/** A reader's answer: tensors with all of their numbers, which safetensors keep bit by bit, or a fault with its reason. */
export function expectWeights(file: WeightFile | FileFault, data: Uint8Array): void {
  if ('code' in file) {
    expectThat(['weights/format', 'weights/dtype'].includes(file.code), `${file.code} is a fault of a file`);
    const { message } = diagnose(file.code, file.parameters, { file: 'a', span: { start: 0, end: 0 } });
    expectThat(saysWhat(message, data), `“${message}” says why`);
    return;
  }
  for (const [name, { shape, data }] of file.tensors) {
    expectThat(data.length === countOf(shape), `${name} has ${data.length} numbers for [${shape}]`);
    expectThat(file.dtypes.has(name), `${name} has a type`);
  }
  const tensors = [...file.tensors].map(([name, tensor]) => ({ name, ...tensor }));
  const bytes = writeSafetensors(tensors);
  const again = readSafetensorsFile(bytes);
  expectThat(!('code' in again), 'what was written is read');
  expectThat(again.tensors.size === tensors.length, 'every tensor comes back');
  for (const { name, shape, data } of tensors) {
    const other = again.tensors.get(name);
    expectThat(other !== undefined && String(other.shape) === String(shape), `${name} keeps its shape`);
    const [before, after] = [data, other.data].map((numbers) =>
      Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength),
    );
    expectThat(before!.equals(after!), `${name} keeps its numbers`);
  }
}
