import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  TensorProto_DataType as DataType,
  AttributeProto_AttributeType as Kind,
  type TensorProto,
  TensorProtoSchema,
} from '../../onnx-schema/onnx-ml_pb.js';

/** An attribute's value without its name. */
export type Attribute =
  | { readonly type: Kind.INT; readonly i: bigint }
  | { readonly type: Kind.INTS; readonly ints: bigint[] }
  | { readonly type: Kind.FLOAT; readonly f: number }
  | { readonly type: Kind.STRING; readonly s: Uint8Array }
  | { readonly type: Kind.TENSOR; readonly t: TensorProto };

export const int = (value: number): Attribute => ({ type: Kind.INT, i: BigInt(value) });
export const ints = (...values: readonly number[]): Attribute => ({
  type: Kind.INTS,
  ints: values.map(BigInt),
});
export const float = (value: number): Attribute => ({ type: Kind.FLOAT, f: value });
export const string = (value: string): Attribute => ({
  type: Kind.STRING,
  s: new TextEncoder().encode(value),
});

/** A Constant's value. */
export const integers = (values: readonly number[]): Attribute => ({
  type: Kind.TENSOR,
  t: create(TensorProtoSchema, {
    dims: [BigInt(values.length)],
    dataType: DataType.INT64,
    int64Data: values.map(BigInt),
  }),
});

/** A Constant's value; a scalar has no extents. */
export const floats = (values: readonly number[], shape: readonly number[]): Attribute => ({
  type: Kind.TENSOR,
  t: create(TensorProtoSchema, {
    dims: shape.map(BigInt),
    dataType: DataType.FLOAT,
    floatData: [...values],
  }),
});

export const named = (name: string, attribute: Attribute): AttributeProto =>
  create(AttributeProtoSchema, { name, ...attribute });
