import { formatFault } from './format-fault.ts';
import { parseObject } from './json.ts';
import { readSharded } from './sharded.ts';
import type { FileFault } from './tensor.ts';
import { readTfjsModel } from './tfjs-model.ts';
import type { Sibling, WeightFile } from './weight-file.ts';

/** The longest JSON that is read, in bytes: an index of a million tensors, or a topology of as many layers. */
const maximumJsonBytes = 100_000_000;

/** What a JSON file of weights names: the shards of safetensors, or a TensorFlow.js model's. */
export function readJsonModel(bytes: Uint8Array<ArrayBuffer>, sibling: Sibling): WeightFile | FileFault {
  if (bytes.length > maximumJsonBytes)
    return formatFault(`it is ${bytes.length} bytes of JSON; the limit is ${maximumJsonBytes}`);
  const parsed = parseObject(bytes, 'it starts as JSON and');
  if ('code' in parsed) return parsed;
  const { object } = parsed;
  if ('weight_map' in object) return readSharded(object, sibling);
  if ('weightsManifest' in object) return readTfjsModel(object, sibling);
  return formatFault(
    'it is JSON, but neither the index of a checkpoint in several files nor a TensorFlow.js model',
    'give the .safetensors.index.json, or the model.json, as it was saved',
  );
}
