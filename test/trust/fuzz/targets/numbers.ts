import { readNpy, writeNpy } from '../../../../src/data/npy.ts';
import { expectThat } from '../expect-diagnostics.ts';

/** .npy files: what is read is written and read as the same. */
export function fuzz(data: Buffer): void {
  const array = readNpy(data);
  if ('code' in array)
    return expectThat(array.code === 'value/npy', `${array.code} is a fault of a .npy file`);
  const count = array.shape.includes(0) ? 0 : array.shape.reduce((product, extent) => product * extent, 1);
  expectThat(array.data.length === count, `${array.data.length} numbers for [${array.shape}]`);
  const again = readNpy(writeNpy(array));
  expectThat(!('code' in again), 'what was written is read');
  expectThat(String(again.shape) === String(array.shape), 'the shape comes back');
  expectThat(
    again.data.every((value, index) => Object.is(value, array.data[index])),
    'the numbers come back',
  );
}
