import { describe, expect, it } from 'vitest';
import { loadProgram, type Plan } from '../../../templates/wgsl/runtime/runtime.js';
import { transformFilter, winogradMatrices } from '../../../templates/wgsl/runtime/winograd.js';
import { hasAdapter, openGpu } from './adapter.ts';
import { tinyFolder } from './folder.ts';

/** Numbers between −1 and 1 that no symmetry is likely to hide. */
const numbers = (count: number, seed: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.sin(12.9898 * (index + 1) + 78.233 * seed));

type Matrix = readonly (readonly number[])[];
const times = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => b[0]!.map((_, column) => row.reduce((sum, value, at) => sum + value * b[at]![column]!, 0)));
const transpose = (a: Matrix): number[][] => a[0]!.map((_, column) => a.map((row) => row[column]!));
const square = (values: readonly number[], size: number): number[][] =>
  Array.from({ length: size }, (_, row) => values.slice(row * size, (row + 1) * size));

describe.each([2, 4] as const)('F(%i×…, 3×3)', (tile) => {
  const extent = tile + 2;
  const { inputTransform: b, filterTransform: g, outputTransform: a } = winogradMatrices(tile);

  it('is the correlation of a tile with a kernel, in float64', () => {
    const input = square(numbers(extent * extent, 1), extent);
    const kernel = square(numbers(9, 2), 3);
    const u = times(times(g, kernel), transpose(g));
    const v = times(times(b, input), transpose(b));
    const product = u.map((row, y) => row.map((value, x) => value * v[y]![x]!));
    const output = times(times(a, product), transpose(a));
    for (let y = 0; y < tile; y++)
      for (let x = 0; x < tile; x++) {
        let sum = 0;
        for (let ky = 0; ky < 3; ky++)
          for (let kx = 0; kx < 3; kx++) sum += kernel[ky]![kx]! * input[y + ky]![x + kx]!;
        expect(output[y]![x]!).toBeCloseTo(sum, 13);
      }
  });

  it('transforms the kernels of all pairs of channels, beyond a block of them', () => {
    const pairs = 700;
    const kernel = Float32Array.from(numbers(9 * pairs, 3));
    const result = new Float32Array(extent * extent * pairs);
    transformFilter(kernel, result, tile);
    for (const pair of [0, 511, 512, 699]) {
      const taps = Array.from({ length: 9 }, (_, tap) => kernel[tap * pairs + pair]!);
      const expected = times(times(g, square(taps, 3)), transpose(g)).flat();
      for (const [index, value] of expected.entries())
        expect(result[index * pairs + pair]).toBeCloseTo(value, 6);
    }
  });
});

/** One channel in and four out: every entry of U reaches the output, so that the upload itself is seen. */
const copy = `@group(0) @binding(0) var<storage, read> u: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> y: array<vec4f>;
@compute @workgroup_size(1)
fn main(@builtin(global_invocation_id) id: vec3u) { y[id.x] = u[id.x]; }
`;

describe.skipIf(!hasAdapter)('an upload of a Winograd kernel', () => {
  it.each([2, 4] as const)('fills the buffer with G g Gᵀ, tile %i', async (tile) => {
    const points = (tile + 2) ** 2;
    const kernel = Float32Array.from(numbers(36, 4));
    const plan: Plan = {
      format: 'rnc-wgsl',
      version: 1,
      generator: 'by hand',
      network: 'copy',
      dtype: 'f32',
      input: { shape: [1, 1, 1, 1] },
      output: { shape: [1, 4, 1, points] },
      weights: { file: 'tiny.weights.bin', bytes: 8 + kernel.byteLength },
      adapters: [{ program: 'only' }],
      programs: {
        only: {
          processor: 'gpu',
          limits: [],
          buffers: [
            { name: 'input', kind: 'input', bytes: 16 },
            { name: 'weights', kind: 'weights', bytes: 256 + 16 * points },
            { name: 'output', kind: 'output', bytes: 16 * points },
          ],
          uploads: [
            {
              tensor: 'conv.weight',
              from: 8,
              bytes: kernel.byteLength,
              buffer: 1,
              offset: 256,
              winograd: { tile },
            },
          ],
          kernels: [{ name: 'copy', file: 'kernels/copy.wgsl', bindings: ['read', 'read_write'] }],
          steps: [
            {
              layers: ['conv'],
              kernel: 0,
              bindings: [
                { buffer: 1, offset: 256, bytes: 16 * points },
                { buffer: 2, offset: 0, bytes: 16 * points },
              ],
              workgroups: [points, 1, 1],
            },
          ],
        },
      },
    };
    const weights = new Uint8Array(8 + kernel.byteLength);
    weights.set(new Uint8Array(kernel.buffer), 8);
    const folder = tinyFolder({ 'kernels/copy.wgsl': copy, 'tiny.weights.bin': weights }, plan);
    const network = await loadProgram(folder.planUrl, { gpu: await openGpu() });
    const { data } = await network.run(new Float32Array(1));
    const { filterTransform: g } = winogradMatrices(tile);
    for (let filter = 0; filter < 4; filter++) {
      const taps = Array.from({ length: 9 }, (_, tap) => kernel[4 * tap + filter]!);
      const expected = times(times(g, square(taps, 3)), transpose(g)).flat();
      for (const [index, value] of expected.entries())
        expect(data[filter * points + index]).toBeCloseTo(value, 6);
    }
    network.dispose();
    folder.remove();
  });
});
