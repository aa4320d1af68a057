/** A tile of 2×2 or 4×4 outputs. */
export type Tile = 2 | 4;

/** Bᵀ [t, t], G [t, 3] and Aᵀ [m, t] of F(m×m, 3×3), t = m + 2. */
export function winogradMatrices(tile: Tile): {
  inputTransform: number[][];
  filterTransform: number[][];
  outputTransform: number[][];
};

/** U = G g Gᵀ: `kernel` is [3, 3, extent], `result` [t, t, extent]. */
export function transformFilter(kernel: Float32Array, result: Float32Array, tile: Tile): void;
