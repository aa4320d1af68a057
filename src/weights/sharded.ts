import { formatFault, quoted, shorten } from './format-fault.ts';
import { isObject, type JsonObject } from './json.ts';
import { readSafetensorsFile } from './safetensors.ts';
import type { FileFault, WeightTensor } from './tensor.ts';
import type { Sibling, WeightFile } from './weight-file.ts';

/*
 * Safetensors in several files, as the Hugging Face libraries write them: NAME.safetensors.index.json says
 * {"metadata": {"total_size": …}, "weight_map": {tensor: file}}, and the files lie beside it.
 */

export const maximumShards = 1024;

/** A file's own name, without a folder, a drive or a stream in it. */
export function isPlainName(name: string): boolean {
  return /^[^/\\:\p{Cc}]{1,255}$/u.test(name) && !/^\.+$/.test(name);
}

export function readSharded(index: JsonObject, sibling: Sibling): WeightFile | FileFault {
  const { weight_map: map } = index;
  if (!isObject(map)) return formatFault('the weight_map of this index is not an object');
  const names = Object.entries(map);
  const shards = new Map<string, Set<string>>();
  for (const [tensor, file] of names) {
    if (typeof file !== 'string' || !isPlainName(file) || !file.endsWith('.safetensors'))
      return formatFault(
        `the index says that ${quoted(tensor)} is in ${shorten(JSON.stringify(file))}, which is no .safetensors file beside it`,
      );
    const listed = shards.get(file);
    if (listed) listed.add(tensor);
    else shards.set(file, new Set([tensor]));
    if (shards.size > maximumShards) return formatFault(`the index names more than ${maximumShards} files`);
  }
  if (shards.size === 0) return formatFault('the index names no tensors');

  const tensors = new Map<string, WeightTensor>();
  const dtypes = new Map<string, string>();
  for (const [file, listed] of shards) {
    const bytes = sibling(file);
    if ('code' in bytes) return bytes;
    const shard = readSafetensorsFile(bytes);
    if ('code' in shard) return inFile(file, shard);
    for (const [name, dtype] of shard.dtypes) {
      if (!listed.has(name)) {
        const elsewhere = Object.hasOwn(map, name) ? `${JSON.stringify(map[name])} as well` : 'no file';
        return formatFault(`${file} has ${quoted(name)}, which the index says is in ${elsewhere}`);
      }
      dtypes.set(name, dtype);
    }
    for (const [name, tensor] of shard.tensors) tensors.set(name, tensor);
  }
  const absent = names.find(([tensor]) => !dtypes.has(tensor));
  if (absent) return formatFault(`${absent[1]} has no ${quoted(absent[0])}, which the index says it has`);
  const { metadata } = index;
  return {
    format: 'sharded-safetensors',
    tensors,
    dtypes,
    metadata: new Map(
      Object.entries(isObject(metadata) ? metadata : {}).map(([key, value]) => [key, String(value)]),
    ),
    inOrder: false,
    flattening: 'channels-last',
  };
}

/** A fault of one of several files says which. */
export function inFile(file: string, wrong: FileFault): FileFault {
  if (wrong.code !== 'weights/format') return wrong;
  const { reason } = wrong.parameters as { readonly reason: string };
  return formatFault(`${file}: ${reason}`, wrong.help);
}

/** A file of a sharded checkpoint: which tensors, by their numbers, and what the file is called. */
export interface Shard {
  readonly name: string;
  readonly tensors: readonly string[];
}

/** Tensors in their order, as many into each file as fit in `bytes`, but at least one. `stem` is what the names begin with. */
export function planShards(
  tensors: ReadonlyMap<string, WeightTensor>,
  bytes: number,
  stem: string,
): readonly Shard[] {
  const groups: string[][] = [[]];
  let size = 0;
  for (const [name, { data }] of tensors) {
    if (size > 0 && size + data.byteLength > bytes) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)!.push(name);
    size += 4 * data.length;
  }
  const number = (index: number): string => String(index).padStart(5, '0');
  return groups.map((names, index) => ({
    name: `${stem}-${number(index + 1)}-of-${number(groups.length)}.safetensors`,
    tensors: names,
  }));
}

/** The text of NAME.safetensors.index.json. */
export function shardIndex(tensors: ReadonlyMap<string, WeightTensor>, shards: readonly Shard[]): string {
  const total = [...tensors.values()].reduce((sum, { data }) => sum + 4 * data.length, 0);
  const places = shards.flatMap(({ name, tensors: inside }) =>
    inside.map((tensor) => [tensor, name] as const),
  );
  const map = places.map(([tensor, name]) => `    ${JSON.stringify(tensor)}: ${JSON.stringify(name)}`);
  return `{\n  "metadata": {"total_size": ${total}},\n  "weight_map": {\n${map.join(',\n')}\n  }\n}\n`;
}
