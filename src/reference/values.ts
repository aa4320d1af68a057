/** A batch of feature maps, row-major: image, channel, row, column. */
export interface Values {
  readonly shape: readonly [batch: number, channels: number, height: number, width: number];
  readonly data: Float64Array;
}
