import { TensorProto_DataLocation as DataLocation, type TensorProto } from '../onnx-schema/onnx-ml_pb.js';
import { formatFault, quoted, shorten } from './format-fault.ts';
import { inFile, isPlainName } from './sharded.ts';
import type { FileFault } from './tensor.ts';
import type { Sibling } from './weight-file.ts';

interface Range {
  readonly tensor: string;
  readonly file: string;
  readonly begin: number;
  /** Undefined where the tensor ends with the file. */
  readonly length: number | undefined;
}

/** The bytes of the tensors that lie in files beside the model, by their names. */
export function externalData(
  tensors: readonly TensorProto[],
  sibling: Sibling,
): ReadonlyMap<string, Uint8Array> | FileFault {
  const files = new Map<string, Uint8Array>();
  const ends = new Map<string, number>();
  const found = new Map<string, Uint8Array>();
  const ranges: Range[] = [];
  for (const tensor of tensors) {
    if (tensor.dataLocation !== DataLocation.EXTERNAL) continue;
    const range = rangeOf(tensor);
    if ('code' in range) return range;
    ranges.push(range);
  }
  for (const { tensor, file, begin, length } of ranges.sort(inFiles)) {
    const bytes = files.get(file) ?? sibling(file);
    if ('code' in bytes) return inFile(file, bytes);
    files.set(file, bytes);
    const end = length === undefined ? bytes.length : begin + length;
    if (begin > end || end > bytes.length)
      return formatFault(
        `${quoted(tensor)} would be bytes ${begin} to ${end} of ${file}, which has ${bytes.length}`,
        'it may have been cut short: download or copy it again',
      );
    if (begin < (ends.get(file) ?? 0))
      return formatFault(`${quoted(tensor)} overlaps the tensor before it in ${file}, at byte ${begin}`);
    ends.set(file, end);
    found.set(tensor, bytes.subarray(begin, end));
  }
  return found;
}

const inFiles = (a: Range, b: Range): number =>
  a.file === b.file ? a.begin - b.begin : a.file < b.file ? -1 : 1;

function rangeOf({ name, externalData: entries }: TensorProto): Range | FileFault {
  const values = new Map(entries.map(({ key, value }) => [key, value]));
  const file = values.get('location') ?? '';
  if (!isPlainName(file))
    return formatFault(
      `${quoted(name)} is in ${shorten(JSON.stringify(file))}, which is no file beside the model`,
    );
  for (const key of ['offset', 'length']) {
    const text = values.get(key);
    if (text !== undefined && !/^\d{1,15}$/.test(text))
      return formatFault(`the ${key} of ${quoted(name)} is ${shorten(JSON.stringify(text))}`);
  }
  const length = values.get('length');
  return {
    tensor: name,
    file,
    begin: Number(values.get('offset') ?? 0),
    length: length === undefined ? undefined : Number(length),
  };
}
