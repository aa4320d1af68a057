import { asMap } from './layout.js';

/**
 * Winograd’s F(2×2, 3×3) for the wasm backend: each 2×2 tile of the output takes 16 products per channel pair instead of 36.
 *
 *     Y = Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A         (Lavin and Gray 2015, https://arxiv.org/abs/1509.09308)
 *
 * d is a 4×4 tile of the input, g the 3×3 kernel. Bᵀ d B is 16 planes, each a depthwise convolution of stride 2; the products over
 * channels are 16 convolutions 1×1 on planes of a quarter of the map; the rest is additions. Measured in Node on one core against
 * the backend’s own 3×3 convolution (tfjs 4.22): 64 channels at 56² take 0.9 of its time, 128 at 28² 0.75, 256 at 14² 0.6.
 */

const FEWEST_CHANNELS = 64;

/** Bᵀ */
const INPUT = [
  [1, 0, -1, 0],
  [0, 1, 1, 0],
  [0, -1, 1, 0],
  [0, 1, 0, -1],
];

/** G */
const KERNEL = [
  [1, 0, 0],
  [0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5],
  [0, 0, 1],
];

const four = [0, 1, 2, 3];

/** Only where it is faster; graphics processors have better ways. @param {import('./trace.js').Node} node a convolution */
export function suitsWinograd(tf, { kernel, stride, dilation, pad, groups, weightShape }) {
  const [filters, channels] = weightShape;
  return (
    tf.getBackend() === 'wasm' &&
    groups === 1 &&
    Math.min(filters, channels) >= FEWEST_CHANNELS &&
    kernel.every((extent) => extent === 3) &&
    [...stride, ...dilation, ...pad].every((extent) => extent === 1)
  );
}

/**
 * A 3×3 convolution of stride 1 and padding 1, with bias and activation.
 *
 * @param {Float32Array} weight in PyTorch’s layout
 * @param {Float32Array} shift one per filter
 */
export function winogradKernel(weight, shift, { first, activation }, { tf, upload }) {
  const [filters, channels] = first.weightShape;
  const [, height, width] = first.shape;
  const [rows, columns] = [Math.ceil(height / 2), Math.ceil(width / 2)]; // of tiles
  const bias = upload(shift, [filters]);
  const planes = four.flatMap((u) => four.map((v) => ({ u, v })));
  const products = planes.map(({ u, v }) => ({
    tile: upload(tileFilter(u, v, channels), [3, 3, channels, 1]),
    pad: [[0, 0], tilePad(u, height, rows), tilePad(v, width, columns), [0, 0]],
    filter: upload(productFilter(u, v, weight, filters, channels), [1, 1, channels, filters]),
    // What is added to this plane reaches every output of the tile once.
    bias: u === 1 && v === 1 ? bias : undefined,
  }));

  return (value) => {
    const x = asMap(value);
    const m = products.map(({ tile, pad, filter, bias: added }) =>
      tf.tidy(() => {
        const plane = tf.depthwiseConv2d(x, tile, 2, pad);
        return tf.fused.conv2d({ x: plane, filter, strides: 1, pad: 'valid', bias: added });
      }),
    );
    // Aᵀ m A, first along the rows of each tile, then along its columns; then the tiles side by side.
    const halves = four.map((v) => outputs(m[v], m[4 + v], m[8 + v], m[12 + v]));
    const lines = [0, 1].map((row) => {
      const pair = outputs(...halves.map((half) => half[row]));
      return tf.concat(pair, 3).reshape([-1, rows, 1, 2 * columns * filters]);
    });
    const y = tf.concat(lines, 2).reshape([-1, 2 * rows, 2 * columns, filters]);
    const cut =
      2 * rows > height || 2 * columns > width ? tf.slice(y, [0, 0, 0, 0], [-1, height, width, -1]) : y;
    return activation === 'linear' ? cut : tf[activation](cut);
  };
}

/** Aᵀ times a column: a + b + c and b − c − d. */
const outputs = (a, b, c, d) => [a.add(b.add(c)), b.sub(c).sub(d)];

/**
 * One entry of Bᵀ d B as a depthwise filter. Each row of Bᵀ reads three neighbours at most: the first row from the tile’s start,
 * the others from one further, which their padding says.
 */
function tileFilter(u, v, channels) {
  const taps = [0, 1, 2].flatMap((i) =>
    [0, 1, 2].map((j) => (INPUT[u][i + offset(u)] ?? 0) * (INPUT[v][j + offset(v)] ?? 0)),
  );
  return Float32Array.from({ length: 9 * channels }, (_, index) => taps[Math.floor(index / channels)]);
}

const offset = (u) => (u === 0 ? 0 : 1);

/** Zeros before and after an axis, so that windows of 3 at stride 2 are as many as the tiles. */
function tilePad(u, extent, tiles) {
  const before = 1 - offset(u);
  return [before, 2 * tiles + 1 - before - extent];
}

/** One entry of G g Gᵀ for every pair of channels, in double precision, as a 1×1 filter. */
function productFilter(u, v, weight, filters, channels) {
  const factors = KERNEL[u].flatMap((row) => KERNEL[v].map((column) => row * column));
  const result = new Float32Array(channels * filters);
  for (let filter = 0; filter < filters; filter++)
    for (let channel = 0; channel < channels; channel++) {
      const from = (filter * channels + channel) * 9;
      let sum = 0;
      for (let tap = 0; tap < 9; tap++) sum += factors[tap] * weight[from + tap];
      result[channel * filters + filter] = sum;
    }
  return result;
}
