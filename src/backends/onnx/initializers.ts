import { create, type MessageInitShape } from '@bufbuild/protobuf';
import type { Tensor } from '../../ir/graph.ts';
import type { PreciseWeights } from '../../ir/passes/weighted-graph.ts';
import {
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  type TensorProto,
  TensorProtoSchema,
} from '../../onnx-schema/onnx-ml_pb.js';
import type { OutputFile } from '../targets.ts';
import type { Initializer } from './encode.ts';

export interface Initializers {
  readonly initializers: readonly Initializer[];
  /** Where the values are, unless the model has them itself. */
  readonly files: readonly OutputFile[];
}

/** The tensors with their values inside the model. */
export function embedded(tensors: readonly Tensor[], weights: PreciseWeights): Initializers {
  return {
    initializers: tensors.map((tensor) => ({ tensor: proto(tensor), data: bytesOf(tensor, weights) })),
    files: [],
  };
}

/** Where a tensor begins, so that engines can map the file into memory: at a page. */
const alignment = 4096;

/** The tensors with their values in files beside the model, of `largest` bytes each but for a tensor that is larger alone. */
export function external(
  tensors: readonly Tensor[],
  weights: PreciseWeights,
  { name, largest }: { readonly name: string; readonly largest: number },
): Initializers {
  const places: { readonly file: number; readonly offset: number; readonly bytes: Uint8Array }[] = [];
  const lengths: number[] = [0];
  for (const tensor of tensors) {
    const bytes = bytesOf(tensor, weights);
    const begin = Math.ceil(lengths.at(-1)! / alignment) * alignment;
    const fits = begin === 0 || begin + bytes.length <= largest;
    if (!fits) lengths.push(0);
    const offset = fits ? begin : 0;
    places.push({ file: lengths.length - 1, offset, bytes });
    lengths[lengths.length - 1] = offset + bytes.length;
  }
  const files = lengths.map((length, file) => ({
    path: file === 0 ? name : `${name}${file}`,
    content: new Uint8Array(length),
  }));
  for (const { file, offset, bytes } of places) files[file]!.content.set(bytes, offset);
  const initializers = tensors.map((tensor, index) => {
    const { file, offset, bytes } = places[index]!;
    const entries = { location: files[file]!.path, offset: `${offset}`, length: `${bytes.length}` };
    const place = {
      dataLocation: DataLocation.EXTERNAL,
      externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
    };
    return { tensor: proto(tensor, place), data: undefined };
  });
  return { initializers, files };
}

type Place = Pick<MessageInitShape<typeof TensorProtoSchema>, 'dataLocation' | 'externalData'>;

const proto = ({ name, shape }: Tensor, place: Place = {}): TensorProto =>
  create(TensorProtoSchema, { name, dims: shape.map(BigInt), dataType: DataType.FLOAT, ...place });

/** float32, little-endian as the hosts are: of what came from a file a view, of what a pass computed the nearest. */
function bytesOf({ name }: Tensor, weights: PreciseWeights): Uint8Array {
  const { data } = weights.get(name)!;
  const { buffer, byteOffset, byteLength } = data instanceof Float32Array ? data : Float32Array.from(data);
  return new Uint8Array(buffer, byteOffset, byteLength);
}
