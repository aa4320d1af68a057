/**
 * Winograd’s F(m×m, 3×3): an m×m tile of a 3×3 convolution of stride 1 takes (m + 2)² products instead of 9 m².
 *
 *     Y = Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A         (Lavin and Gray 2015, https://arxiv.org/abs/1509.09308)
 *
 * d is an (m + 2)×(m + 2) tile of the input, g the kernel. The matrices are those of Toom and Cook for the points 0, ±√s and ∞, with
 * s = 1 for m = 2, and s = ½ and 2 for m = 4: in float32 these points lose less than half of what 0, ±1, ±2 lose.
 */

/** The squares of the points, by m. */
const SQUARES = { 2: [1], 4: [1 / 2, 2] };

/**
 * @param {2 | 4} tile m
 * @returns {{ inputTransform: number[][], filterTransform: number[][], outputTransform: number[][] }} Bᵀ [t, t], G [t, 3] and
 *   Aᵀ [m, t], where t = m + 2; their rows or columns are in the order 0, √s, −√s, …, ∞
 */
export function winogradMatrices(tile) {
  const squares = SQUARES[tile];
  const points = squares.flatMap((square) => [1, -1].map((sign) => [sign * Math.sqrt(square), square]));
  const x = [0, 1];
  /** (x² − s) for all s but one */
  const others = (without) =>
    squares.filter((square) => square !== without).reduce((product, s) => multiply(product, [-s, 0, 1]), [1]);
  const polynomials = [
    others(),
    ...points.map(([point, square]) => multiply(multiply(x, [point, 1]), others(square))),
    multiply(x, others()),
  ];
  const scale = (square) => squares.reduce((product, s) => product * (s === square ? 2 * s : square - s), 1);
  return {
    inputTransform: polynomials.map((row) => Array.from({ length: tile + 2 }, (_, power) => row[power] ?? 0)),
    filterTransform: [
      [1 / scale(0), 0, 0],
      ...points.map(([point, square]) => [1, point, square].map((value) => value / scale(square))),
      [0, 0, 1],
    ],
    outputTransform: Array.from({ length: tile }, (_, power) => [
      power === 0 ? 1 : 0,
      ...points.map(([point, square]) => square ** (power >> 1) * (power % 2 === 0 ? 1 : point)),
      power === tile - 1 ? 1 : 0,
    ]),
  };
}

/** Of polynomials; coefficients from the constant one up. */
function multiply(a, b) {
  const product = new Array(a.length + b.length - 1).fill(0);
  for (const [i, left] of a.entries()) for (const [j, right] of b.entries()) product[i + j] += left * right;
  return product;
}

const BLOCK = 512;

/**
 * U = G g Gᵀ of every pair of channels, in double precision until it is stored.
 *
 * @param {Float32Array} kernel [3, 3, extent]
 * @param {Float32Array} result [t, t, extent]
 * @param {2 | 4} tile
 */
export function transformFilter(kernel, result, tile) {
  const { filterTransform } = winogradMatrices(tile);
  const extent = kernel.length / 9;
  const half = new Float64Array(3 * BLOCK); // a row of G g
  for (let from = 0; from < extent; from += BLOCK) {
    const size = Math.min(BLOCK, extent - from);
    for (const [u, [a, b, c]] of filterTransform.entries()) {
      for (let x = 0; x < 3; x++) {
        const [above, middle, below] = [0, 3, 6].map((row) => (row + x) * extent + from);
        for (let i = 0; i < size; i++)
          half[x * BLOCK + i] = a * kernel[above + i] + b * kernel[middle + i] + c * kernel[below + i];
      }
      for (const [v, [d, e, f]] of filterTransform.entries()) {
        const to = (u * filterTransform.length + v) * extent + from;
        for (let i = 0; i < size; i++)
          result[to + i] = d * half[i] + e * half[BLOCK + i] + f * half[2 * BLOCK + i];
      }
    }
  }
}
