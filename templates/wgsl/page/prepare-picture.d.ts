/** torchvision's evaluation transform of a picture (RGBA): the pixels that are kept, height×width×channels, and numbers C×H×W. */
export function preparePicture(
  picture: { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray },
  options: {
    readonly resize: number;
    readonly height: number;
    readonly width: number;
    readonly mean: readonly number[];
    readonly std: readonly number[];
  },
): { pixels: Uint8Array; values: Float32Array };
