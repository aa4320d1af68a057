/*
 * What the layers of keras.applications.resnet and resnet_v2 are called, and the paths that rnc's specs give them:
 *
 *     conv1_conv · conv1_bn            conv1 · bn1
 *     conv3_block2_1_conv              layer2.1.conv1          stages from 2 and blocks from 1 there
 *     conv3_block1_0_conv · 0_bn       layer2.0.downsample.0 · downsample.1
 *     conv3_block2_preact_bn           layer2.1.preact_bn
 *     predictions                      fc
 */

const single: Readonly<Record<string, string>> = {
  conv1_conv: 'conv1',
  conv1_bn: 'bn1',
  post_bn: 'post_bn',
  predictions: 'fc',
  probs: 'fc', // before TensorFlow 2.2
};

/** The path of a layer that Keras calls so; undefined where Keras's ResNets have none of that name. */
export function pathOfKerasLayer(layer: string): string | undefined {
  if (Object.hasOwn(single, layer)) return single[layer];
  const parts = /^conv([2-5])_block(\d+)_(?:(preact_bn)|(\d)_(conv|bn))$/.exec(layer);
  if (parts === null) return undefined;
  const [, stage, block, preact, number, kind] = parts;
  const path = `layer${Number(stage) - 1}.${Number(block) - 1}`;
  if (preact !== undefined) return `${path}.preact_bn`;
  return number === '0' ? `${path}.downsample.${kind === 'conv' ? 0 : 1}` : `${path}.${kind}${number}`;
}

/** The other way: what Keras calls the layer at this path; undefined where its ResNets have none there. */
export function kerasLayerOfPath(path: string): string | undefined {
  const known = Object.entries(single).find(([, ours]) => ours === path);
  if (known) return known[0];
  const parts = /^layer([1-4])\.(\d+)\.(?:(preact_bn)|downsample\.([01])|(conv|bn)([1-3]))$/.exec(path);
  if (parts === null) return undefined;
  const [, stage, block, preact, shortcut, kind, number] = parts;
  const layer = `conv${Number(stage) + 1}_block${Number(block) + 1}`;
  if (preact !== undefined) return `${layer}_preact_bn`;
  return shortcut === undefined
    ? `${layer}_${number}_${kind}`
    : `${layer}_0_${shortcut === '0' ? 'conv' : 'bn'}`;
}

/** Whether these are a ResNet's of Keras: all of them such names, and one in a block, since any network may have a `predictions`. */
export function areKerasResNet(layers: readonly (string | undefined)[]): boolean {
  return (
    layers.some((layer) => layer !== undefined && /_block\d/.test(layer)) &&
    layers.every((layer) => layer !== undefined && pathOfKerasLayer(layer) !== undefined)
  );
}
