import type { Product } from './product.ts';

/** How a workgroup of a tiled matrix product divides its work. */
export interface Tile {
  readonly threads: number;
  /** Pixels and filters of a workgroup. */
  readonly pixels: number;
  readonly filters: number;
  /** Pixels and filters of a thread. */
  readonly pixelsPerThread: number;
  readonly filtersPerThread: number;
  /** Channels staged at a time. */
  readonly channels: number;
}

export const tiles = {
  '128x128': {
    threads: 256,
    pixels: 128,
    filters: 128,
    pixelsPerThread: 8,
    filtersPerThread: 8,
    channels: 16,
  },
  '128x64': { threads: 128, pixels: 128, filters: 64, pixelsPerThread: 8, filtersPerThread: 8, channels: 16 },
  '64x64': { threads: 64, pixels: 64, filters: 64, pixelsPerThread: 8, filtersPerThread: 8, channels: 16 },
  '64x32': { threads: 64, pixels: 64, filters: 32, pixelsPerThread: 8, filtersPerThread: 4, channels: 16 },
  '32x64': { threads: 64, pixels: 32, filters: 64, pixelsPerThread: 4, filtersPerThread: 8, channels: 16 },
  '32x32': { threads: 64, pixels: 32, filters: 32, pixelsPerThread: 4, filtersPerThread: 4, channels: 16 },
} as const satisfies Readonly<Record<string, Tile>>;

export type TileName = keyof typeof tiles;

/** Large to small: what a thread computes for each value that it reads from workgroup memory. */
export const tileNames = Object.keys(tiles) as readonly TileName[];

/** Workgroups of one part of the sum. */
function workgroupsOf(tile: Tile, pixels: number, filters: number): number {
  return Math.ceil(pixels / tile.pixels) * Math.ceil(filters / tile.filters);
}

export interface TileChoice {
  readonly tile: TileName;
  /** Parts of a workgroup that share the sum; their results are added in workgroup memory. */
  readonly slices: number;
  /** Parts into which the sum over taps and channels is split, each computed by workgroups of its own. */
  readonly splits: number;
}

/** Chunks that a part of a sum must at least have, so that it takes longer than the dispatch that adds the parts. */
const chunksWorthADispatch = 20;

/**
 * The largest tile that still makes as many workgroups as keep the adapter busy. Where even the smallest does not, 4 slices of a workgroup
 * share a sum, and where that leaves half of the adapter idle, workgroups do too.
 */
export function chooseTile(product: Product, wantedWorkgroups: number): TileChoice {
  const { pixels, groups, channels, quads, window, finish } = product;
  const filters = 4 * quads;
  for (const name of tileNames) {
    const tile: Tile = tiles[name];
    const wasteful = pixels < tile.pixels * 0.75 || filters < tile.filters * 0.75;
    if (!wasteful && workgroupsOf(tile, pixels, filters) * groups >= wantedWorkgroups)
      return { tile: name, slices: 1, splits: 1 };
  }
  const tile = '32x32';
  const chunks = window.kernel[0] * window.kernel[1] * Math.ceil((4 * channels) / tiles[tile].channels);
  const slices = chunks >= 8 ? 4 : 1;
  const found = workgroupsOf(tiles[tile], pixels, filters) * groups * slices;
  const most =
    groups > 1 || finish.kind === 'keep' ? 1 : Math.floor(chunks / (chunksWorthADispatch * slices));
  const busy = 2 * found >= wantedWorkgroups;
  return {
    tile,
    slices,
    splits: busy ? 1 : Math.max(1, Math.min(Math.ceil(wantedWorkgroups / found), most)),
  };
}
