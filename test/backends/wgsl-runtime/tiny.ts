import type { Plan } from '../../../templates/wgsl/runtime/runtime.js';

/** 1×3×2×2 → scaled by channel → times a matrix → 1×5: two kernels by hand, of which one reads its sizes from a uniform. */
const scale = `@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> factors: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>;

@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
  y[id.x] = x[id.x] * factors[0];
}
`;

const product = `struct Sizes { rows: u32, columns: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> matrix: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
@group(0) @binding(3) var<uniform> sizes: Sizes;

@compute @workgroup_size(8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  var sum = 0.0;
  for (var row = 0u; row < sizes.rows; row++) {
    sum += x[row] * matrix[row * sizes.columns + id.x];
  }
  y[id.x] = sum;
}
`;

export const factors = [2, -1, 0.5];
/** [2·2 positions, 4 channels, 8 columns]: small whole numbers, so that every sum is exact in float32. */
export const matrix = Float32Array.from({ length: 16 * 8 }, (_, index) =>
  index % 8 < 5 ? ((index * 7) % 11) - 5 : 0,
);
export const input = Float32Array.from({ length: 12 }, (_, index) => index - 4);

/** What the network answers, from its definition. */
export function tinyAnswer(values: Float32Array): number[] {
  return Array.from({ length: 5 }, (_, column) => {
    let sum = 0;
    for (let channel = 0; channel < 3; channel++)
      for (let pixel = 0; pixel < 4; pixel++)
        sum += values[channel * 4 + pixel]! * factors[channel]! * matrix[(pixel * 4 + channel) * 8 + column]!;
    return sum;
  });
}

export const weights = new Float32Array([...factors, 0, ...matrix]);

export const plan: Plan = {
  format: 'rnc-wgsl',
  version: 1,
  generator: 'by hand',
  network: 'tiny',
  dtype: 'f32',
  input: { shape: [1, 3, 2, 2] },
  output: { shape: [1, 5] },
  weights: { file: 'tiny.weights.bin', bytes: weights.byteLength },
  adapters: [{ program: 'only' }],
  programs: {
    only: {
      processor: 'gpu',
      limits: [{ limit: 'maxStorageBuffersPerShaderStage', value: 3, layer: 'scale' }],
      buffers: [
        { name: 'input', kind: 'input', bytes: 64 },
        { name: 'weights', kind: 'weights', bytes: 256 + matrix.byteLength },
        { name: 'scaled', kind: 'activations', bytes: 64 },
        { name: 'output', kind: 'output', bytes: 32 },
      ],
      uploads: [
        { tensor: 'scale.weight', from: 0, bytes: 16, buffer: 1, offset: 0 },
        { tensor: 'fc.weight', from: 16, bytes: matrix.byteLength, buffer: 1, offset: 256 },
      ],
      kernels: [
        { name: 'scale', file: 'kernels/scale.wgsl', bindings: ['read', 'read', 'read_write'] },
        {
          name: 'product',
          file: 'kernels/product.wgsl',
          bindings: ['read', 'read', 'read_write', 'uniform'],
        },
      ],
      steps: [
        {
          layers: ['scale'],
          kernel: 0,
          bindings: [
            { buffer: 0, offset: 0, bytes: 64 },
            { buffer: 1, offset: 0, bytes: 16 },
            { buffer: 2, offset: 0, bytes: 64 },
          ],
          workgroups: [1, 1, 1],
        },
        {
          layers: ['fc'],
          kernel: 1,
          bindings: [
            { buffer: 2, offset: 0, bytes: 64 },
            { buffer: 1, offset: 256, bytes: matrix.byteLength },
            { buffer: 3, offset: 0, bytes: 32 },
            { uniform: [16, 8] },
          ],
          workgroups: [1, 1, 1],
        },
      ],
    },
  },
};

/** The files beside the plan. */
export const kernels: Readonly<Record<string, string>> = {
  'kernels/scale.wgsl': scale,
  'kernels/product.wgsl': product,
};
export const weightsFile = new Uint8Array(weights.buffer);
