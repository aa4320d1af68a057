import type { TensorProto } from '../../src/onnx-schema/onnx-ml_pb.js';
import { TensorProto_DataType as DataType } from '../../src/onnx-schema/onnx-ml_pb.js';

/** An array of ONNX's, row-major, whatever numbers it was stored as. */
export interface OnnxTensor {
  readonly type: DataType;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const elementsOf = (shape: readonly number[]): number =>
  shape.reduce((product, extent) => product * extent, 1);

/** Undefined for what holds no numbers that fit a double, such as strings. */
export function readTensor(tensor: TensorProto): OnnxTensor | undefined {
  const shape = tensor.dims.map(Number);
  const data = numbersOf(tensor);
  return data === undefined ? undefined : { type: tensor.dataType, shape, data };
}

function numbersOf(tensor: TensorProto): Float64Array | undefined {
  const { rawData: raw } = tensor;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const raws = (bytes: number, read: (offset: number) => number | bigint): Float64Array => {
    const data = new Float64Array(raw.length / bytes);
    for (let at = 0; at < data.length; at++) data[at] = Number(read(at * bytes));
    return data;
  };
  const stored = raw.length > 0;
  switch (tensor.dataType) {
    case DataType.FLOAT:
      return new Float64Array(stored ? floats(raw) : tensor.floatData);
    case DataType.DOUBLE:
      return stored ? raws(8, (at) => view.getFloat64(at, true)) : Float64Array.from(tensor.doubleData);
    case DataType.INT64:
      return stored
        ? raws(8, (at) => view.getBigInt64(at, true))
        : Float64Array.from(tensor.int64Data, Number);
    case DataType.INT32:
      return stored ? raws(4, (at) => view.getInt32(at, true)) : Float64Array.from(tensor.int32Data);
    case DataType.BOOL:
      return stored ? raws(1, (at) => view.getUint8(at)) : Float64Array.from(tensor.int32Data);
    default:
      return undefined;
  }
}

/** As x86 and ARM store them. Copied, since they may start anywhere. */
const floats = (raw: Uint8Array): Float32Array => new Float32Array(new Uint8Array(raw).buffer);

export function reshaped(tensor: OnnxTensor, shape: readonly number[]): OnnxTensor {
  return { ...tensor, shape };
}

/** Axis i of the result is axis `order[i]` of the tensor. */
export function transposed({ type, shape, data }: OnnxTensor, order: readonly number[]): OnnxTensor {
  const strides = stridesOf(shape);
  const turned = order.map((axis) => shape[axis]!);
  return {
    type,
    shape: turned,
    data: gather(
      data,
      turned,
      order.map((axis) => strides[axis]!),
    ),
  };
}

export const map = (tensor: OnnxTensor, change: (value: number) => number): OnnxTensor => ({
  ...tensor,
  data: tensor.data.map(change),
});

export function stridesOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => elementsOf(shape.slice(axis + 1)));
}

/** Reads an array of `shape` whose axes step through `data` by `strides`; a stride of 0 repeats. */
export function gather(
  data: Float64Array,
  shape: readonly number[],
  strides: readonly number[],
): Float64Array {
  const result = new Float64Array(elementsOf(shape));
  const steps = stridesOf(shape);
  const walk = (axis: number, from: number, to: number): void => {
    const [extent, stride, step] = [shape[axis]!, strides[axis]!, steps[axis]!];
    if (axis === shape.length - 1)
      for (let index = 0; index < extent; index++) result[to + index] = data[from + index * stride]!;
    else
      for (let index = 0; index < extent; index++) walk(axis + 1, from + index * stride, to + index * step);
  };
  if (shape.length === 0) result[0] = data[0]!;
  else if (result.length > 0) walk(0, 0, 0);
  return result;
}
