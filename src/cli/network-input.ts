import { type NumberArray, readNpy } from '../data/npy.ts';
import { readPicture } from '../data/picture.ts';
import { evaluationTransform, imagenet } from '../data/preprocess.ts';
import type { Fault } from '../ir/operator.ts';
import { fault } from '../ir/operator.ts';
import type { Shape } from '../ir/shape.ts';

/** How a picture becomes the network's input; what is not given follows torchvision's evaluation of ImageNet. */
export interface ImageOptions {
  readonly resize?: number;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

/** Of a network that sees one channel, where ImageNet's three numbers say nothing: pixels from −1 to 1. */
const grey = { mean: [0.5], std: [0.5] };

const isNpy = (bytes: Uint8Array): boolean => bytes[0] === 0x93 && bytes[1] === 0x4e;

/** The batch N×C×H×W that a file holds: an .npy array as it is (C×H×W is a batch of one), or one PNG or JPEG picture. */
export function networkInput(bytes: Uint8Array, expected: Shape, options: ImageOptions): NumberArray | Fault {
  const [channels, height, width] = expected;
  if (isNpy(bytes)) {
    const array = readNpy(bytes);
    if ('code' in array) return array;
    const shape = array.shape.length === 3 ? [1, ...array.shape] : array.shape;
    const fits = shape.length === 4 && expected.every((extent, axis) => extent === shape[axis + 1]);
    if (!fits || shape[0] === 0) return fault('value/input-shape', { found: array.shape, expected });
    return { shape, data: array.data };
  }
  if (channels !== 3 && channels !== 1) return fault('value/picture-channels', { channels });
  const picture = readPicture(bytes);
  if ('code' in picture) return picture;
  const { mean, std } = channels === 1 ? grey : imagenet;
  const data = evaluationTransform(picture, {
    // 256 for 224, as in torchvision; in proportion for other inputs.
    resize: options.resize ?? Math.round((Math.max(height, width) * imagenet.resize) / imagenet.crop.height),
    crop: { height, width },
    mean: options.mean ?? mean,
    std: options.std ?? std,
  });
  return { shape: [1, channels, height, width], data };
}
