import { type NumberType, readNumbers } from '../data/numbers.ts';
import { fault } from '../ir/operator.ts';
import { formatFault, quoted, shorten } from './format-fault.ts';
import { isExtents, isObject, type JsonObject } from './json.ts';
import { isPlainName, maximumShards } from './sharded.ts';
import { countOf, type FileFault, type WeightTensor } from './tensor.ts';
import type { Sibling, WeightFile } from './weight-file.ts';

/*
 * A TensorFlow.js layers model (tfjs-core/src/io/types.ts, ModelJSON): model.json with
 * {"format": "layers-model", "modelTopology": …, "weightsManifest": [{"paths": [file…], "weights": [{name, shape, dtype}…]}]}.
 * The files of a group, put together, are its weights one after the other, without gaps.
 */

const types: ReadonlyMap<unknown, readonly [dtype: string, type: NumberType | undefined, bytes: number]> =
  new Map([
    ['float32', ['F32', 'float32', 4]],
    ['int32', ['I32', undefined, 4]],
    ['bool', ['BOOL', undefined, 1]],
  ]);

export function readTfjsModel(model: JsonObject, sibling: Sibling): WeightFile | FileFault {
  const { format, weightsManifest: manifest, modelTopology: topology } = model;
  if (format === 'graph-model')
    return formatFault(
      'it is a TensorFlow.js graph model, whose layers are dissolved',
      'convert the Keras model to a layers model instead, or give its .h5 file',
    );
  if (!Array.isArray(manifest)) return formatFault('its weightsManifest is not a list');
  const tensors = new Map<string, WeightTensor>();
  const dtypes = new Map<string, string>();
  const read = new Set<string>();
  for (const group of manifest as readonly unknown[]) {
    if (!isObject(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights))
      return formatFault('a group of its weightsManifest has no paths or no weights');
    const bytes = joinFiles(group.paths, sibling, read);
    if ('code' in bytes) return bytes;
    let position = 0;
    for (const spec of group.weights as readonly unknown[]) {
      const weight = weightOf(spec);
      if ('code' in weight) return weight;
      const { name, shape, dtype, type, size } = weight;
      if (dtypes.has(name)) return formatFault(`${quoted(name)} is there twice`);
      if (position + size > bytes.length)
        return formatFault(
          `${quoted(name)} would end at byte ${position + size} of its files, which have ${bytes.length}`,
          'one of them may have been cut short: download or copy it again',
        );
      dtypes.set(name, dtype);
      if (type)
        tensors.set(name, { shape, data: readNumbers(type, bytes.subarray(position, position + size)) });
      position += size;
    }
    if (position !== bytes.length)
      return formatFault(`${bytes.length - position} bytes of its files belong to no weight`);
  }
  const metadata = ['generatedBy', 'convertedBy'].flatMap((key): (readonly [string, string])[] => {
    const value = model[key];
    return typeof value === 'string' ? [[key, value]] : [];
  });
  return {
    format: 'tfjs-layers',
    tensors,
    dtypes,
    metadata: new Map(metadata),
    inOrder: true,
    // rnc's own models permute first, so that a `Flatten` layer is somebody else's.
    flattening: mentions(topology, 'Flatten') ? 'channels-last' : 'channels-first',
  };
}

/** The group's files as one; each is read once. */
function joinFiles(
  paths: readonly unknown[],
  sibling: Sibling,
  read: Set<string>,
): Uint8Array<ArrayBuffer> | FileFault {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const path of paths) {
    if (typeof path !== 'string' || !isPlainName(path))
      return formatFault(
        `its weights would be in ${shorten(JSON.stringify(path))}, which is no file beside it`,
      );
    if (read.has(path)) return formatFault(`it names ${JSON.stringify(path)} twice`);
    read.add(path);
    if (read.size > maximumShards) return formatFault(`it names more than ${maximumShards} files`);
    const bytes = sibling(path);
    if ('code' in bytes) return bytes;
    parts.push(bytes);
  }
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}

function weightOf(spec: unknown) {
  if (!isObject(spec) || typeof spec.name !== 'string')
    return formatFault('a weight of its manifest has no name');
  const { name, shape, dtype, quantization } = spec;
  if (!isExtents(shape)) return formatFault(`the shape of ${quoted(name)} is not a list of whole numbers`);
  const known = types.get(dtype);
  if (known === undefined || quantization !== undefined) {
    const written = isObject(quantization) ? `quantised ${spelling(quantization.dtype)}` : spelling(dtype);
    return fault('weights/dtype', { tensor: shorten(name), dtype: shorten(written) });
  }
  const [written, type, bytes] = known;
  return { name, shape, dtype: written, type, size: countOf(shape) * bytes };
}

/** A type of numbers as it is written, which may be no text, or not there. */
function spelling(dtype: unknown): string {
  return typeof dtype === 'string' ? dtype : `of type ${JSON.stringify(dtype) ?? 'nothing'}`;
}

/** Whether some layer of a topology is of this class. */
function mentions(topology: unknown, className: string): boolean {
  const open: unknown[] = [topology];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (isObject(value) && value.class_name === className) return true;
    for (const inner of Object.values(value)) open.push(inner);
  }
  return false;
}
