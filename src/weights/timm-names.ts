/*
 * timm's ResNets, DenseNets and VGGs have torchvision's names. Its ConvNeXts and MobileNetV2s have not:
 *
 *     stem.0 · stem.1                          features.0.0 · features.0.1
 *     stages.2.downsample.1                    features.4.1
 *     stages.2.blocks.3.{conv_dw,norm,mlp.fc1,mlp.fc2}    features.5.3.block.{0,2,3,5}
 *     stages.2.blocks.3.gamma                  features.5.3.layer_scale, C there and C×1×1 here
 *     head.norm · head.fc                      classifier.0 · classifier.2
 *
 *     conv_stem · bn1                          features.0.0 · features.0.1
 *     blocks.0.0.{conv_dw,bn1,conv_pw,bn2}     features.1.conv.{0.0,0.1,1,2}
 *     blocks.1.0.{conv_pw,bn1,conv_dw,bn2,conv_pwl,bn3}   features.2.conv.{0.0,0.1,1.0,1.1,2,3}
 *     conv_head · bn2 · classifier             features.18.0 · features.18.1 · classifier.1
 */

const single: ReadonlyMap<string, string> = new Map([
  ['stem.0', 'features.0.0'],
  ['stem.1', 'features.0.1'],
  ['head.norm', 'classifier.0'],
  ['head.fc', 'classifier.2'],
  ['conv_stem', 'features.0.0'],
  ['bn1', 'features.0.1'],
  ['conv_head', 'features.18.0'],
  ['bn2', 'features.18.1'],
  ['classifier', 'classifier.1'],
]);

const nextParts: Readonly<Record<string, string>> = {
  conv_dw: '0',
  norm: '2',
  'mlp.fc1': '3',
  'mlp.fc2': '5',
};
const invertedParts: Readonly<Record<string, string>> = {
  conv_pw: '0.0',
  bn1: '0.1',
  conv_dw: '1.0',
  bn2: '1.1',
  conv_pwl: '2',
  bn3: '3',
};
/** The first block does not expand. */
const firstParts: Readonly<Record<string, string>> = { conv_dw: '0.0', bn1: '0.1', conv_pw: '1', bn2: '2' };
/** MobileNetV2's stages have 1, 2, 3, 4, 3, 3 and 1 blocks; torchvision counts them through from 1. */
const firstOfStage = [1, 2, 4, 7, 11, 14, 17];

/** torchvision's name of a tensor that timm's ConvNeXt or MobileNetV2 calls so; undefined where they have none. */
export function torchvisionName(name: string): string | undefined {
  const gamma = /^stages\.(\d+)\.blocks\.(\d+)\.gamma$/.exec(name);
  if (gamma) return `features.${2 * Number(gamma[1]) + 1}.${gamma[2]}.layer_scale`;
  const end = name.lastIndexOf('.');
  const path = pathOf(name.slice(0, Math.max(0, end)));
  return path === undefined ? undefined : path + name.slice(end);
}

function pathOf(layer: string): string | undefined {
  const known = single.get(layer);
  if (known !== undefined) return known;
  const next = /^stages\.(\d+)\.(?:downsample\.(\d)|blocks\.(\d+)\.(.+))$/.exec(layer);
  if (next) {
    const [, stage, downsample, block, part] = next;
    if (downsample !== undefined) return `features.${2 * Number(stage)}.${downsample}`;
    const inside = nextParts[part!];
    return inside === undefined ? undefined : `features.${2 * Number(stage) + 1}.${block}.block.${inside}`;
  }
  const inverted = /^blocks\.(\d)\.(\d)\.(\w+)$/.exec(layer);
  const first = firstOfStage[Number(inverted?.[1])];
  if (!inverted || first === undefined) return undefined;
  const inside = (first === 1 ? firstParts : invertedParts)[inverted[3]!];
  return inside === undefined ? undefined : `features.${first + Number(inverted[2])}.conv.${inside}`;
}
