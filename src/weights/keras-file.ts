import { formatFault, quoted } from './format-fault.ts';
import { type Hdf5Dataset, type Hdf5Group, readHdf5 } from './hdf5.ts';
import { byNaturalOrder } from './natural-order.ts';
import { type FileFault, sameExtents, type WeightTensor } from './tensor.ts';
import type { WeightFile } from './weight-file.ts';

/*
 * Keras writes HDF5 in two ways:
 *
 *   legacy   keras/src/legacy/saving/legacy_h5_format.py, and keras/saving/hdf5_format.py before: the file, or its group
 *            model_weights where the model is saved with them, says `layer_names`; each layer's group says
 *            `weight_names`, which are paths of datasets below it: conv1_conv/kernel:0
 *   Keras 3  keras/src/saving/saving_lib.py, `NAME.weights.h5`: layers/conv2d_1/vars/0, where `conv2d_1` counts the
 *            layers of a class, and an attribute `name` of `vars` says the layer's own name (Keras 3.6 and later)
 */

/** Every variable of a Keras HDF5 file as `LAYER/kernel`, in the order of the layers. */
export function readKerasFile(bytes: Uint8Array<ArrayBuffer>): WeightFile | FileFault {
  return readHdf5(bytes, (root) => {
    const inside = root.get('model_weights');
    const legacy = [root, inside].find(
      (group) => group?.kind === 'group' && group.texts('layer_names') !== undefined,
    );
    const variables = legacy?.kind === 'group' ? legacyVariables(legacy) : kerasThreeVariables(root);
    if ('code' in variables) return variables;
    if (variables.length === 0)
      return formatFault('it is HDF5, but not as Keras saves weights: it has no layers with variables');

    const tensors = new Map<string, WeightTensor>();
    const dtypes = new Map<string, string>();
    for (const { name, dataset } of variables) {
      if (dtypes.has(name)) return formatFault(`${quoted(name)} is there twice`);
      dtypes.set(name, dataset.dtype);
      if (dataset.isFloat) tensors.set(name, dataset.read());
    }
    const metadata = ['keras_version', 'backend'].flatMap((name): (readonly [string, string])[] => {
      const [text] = root.texts(name) ?? [];
      return text === undefined ? [] : [[name, text]];
    });
    return {
      format: 'keras-hdf5',
      tensors,
      dtypes,
      metadata: new Map(metadata),
      inOrder: true,
      flattening: 'channels-last',
    };
  });
}

interface Variable {
  readonly name: string;
  readonly dataset: Hdf5Dataset;
}

function legacyVariables(group: Hdf5Group): readonly Variable[] | FileFault {
  const variables: Variable[] = [];
  for (const layer of group.texts('layer_names') ?? []) {
    const inside = group.get(layer);
    if (inside?.kind !== 'group')
      return formatFault(`it lists the layer ${JSON.stringify(layer)}, which it has not`);
    const names = inside.texts('weight_names') ?? [];
    // A model inside a model is one layer here, whose variables are called by their own layers.
    const owners = new Set(names.map((name) => name.slice(0, Math.max(0, name.lastIndexOf('/')))));
    for (const path of names) {
      const dataset = descend(inside, path);
      if (dataset?.kind !== 'dataset') return formatFault(`it lists ${quoted(path)}, which it has not`);
      const end = path.lastIndexOf('/');
      const owner = owners.size > 1 && end > 0 ? path.slice(0, end) : layer;
      variables.push({ name: `${owner}/${path.slice(end + 1).replace(/:0$/, '')}`, dataset });
    }
  }
  return variables;
}

function descend(group: Hdf5Group, path: string): Hdf5Group | Hdf5Dataset | undefined {
  let found: Hdf5Group | Hdf5Dataset | undefined = group;
  for (const part of path.split('/')) found = found?.kind === 'group' ? found.get(part) : undefined;
  return found;
}

const maximumDepth = 32;
/** What Keras saves beside the layers. */
const notLayers: ReadonlySet<string> = new Set(['optimizer', 'metrics', 'seed_generator']);

function kerasThreeVariables(root: Hdf5Group): readonly Variable[] | FileFault {
  const variables: Variable[] = [];
  const walk = (group: Hdf5Group, path: readonly string[]): FileFault | undefined => {
    if (path.length > maximumDepth)
      return formatFault(`its groups are nested more than ${maximumDepth} deep`);
    for (const key of byNaturalOrder(group.keys, (name) => name)) {
      if (notLayers.has(key)) continue;
      const child = group.get(key);
      if (child?.kind !== 'group') continue;
      const found = key === 'vars' ? takeVariables(child, path) : walk(child, [...path, key]);
      if (found && 'code' in found) return found;
      if (found) variables.push(...found);
    }
    return undefined;
  };
  return walk(root, []) ?? variables;
}

const containers: ReadonlySet<string> = new Set(['layers', '_layer_checkpoint_dependencies']);

function takeVariables(group: Hdf5Group, path: readonly string[]): readonly Variable[] {
  const [own] = group.texts('name') ?? [];
  const layer = own ?? path.filter((part) => !containers.has(part)).join('/');
  const datasets = byNaturalOrder(group.keys, (name) => name).flatMap((key): readonly Hdf5Dataset[] => {
    const dataset = group.get(key);
    return dataset?.kind === 'dataset' ? [dataset] : [];
  });
  const names = variableNames(
    datasets.map((dataset) => dataset.shape),
    /depthwise/.test(path.at(-1) ?? ''),
  );
  return datasets.map((dataset, index) => ({ name: `${layer}/${names[index] ?? `vars/${index}`}`, dataset }));
}

/** Keras 3 numbers a layer's variables in the order in which the layer made them; their shapes tell which they are. */
function variableNames(shapes: readonly (readonly number[])[], depthwise: boolean): readonly string[] {
  const [first, ...others] = shapes;
  if (first === undefined) return [];
  if (first.length > 1 && others.every((shape) => shape.length === 1))
    return [depthwise ? 'depthwise_kernel' : 'kernel', 'bias'].slice(0, Math.min(2, shapes.length));
  if (first.length === 1 && others.every((shape) => sameExtents(shape, first))) {
    if (shapes.length === 4) return ['gamma', 'beta', 'moving_mean', 'moving_variance'];
    if (shapes.length === 2) return ['gamma', 'beta'];
  }
  return [];
}
