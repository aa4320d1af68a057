/**
 * The safetensors format: 8 bytes of header length (little-endian), a JSON header, the tensors’ bytes.
 * https://huggingface.co/docs/safetensors
 *
 * @typedef {{ shape: readonly number[], data: Float32Array }} WeightTensor
 */

/** @type {Record<string, (view: DataView, at: number) => number>} */
const read = {
  F64: (view, at) => view.getFloat64(at, true),
  F32: (view, at) => view.getFloat32(at, true),
  F16: (view, at) => halfToNumber(view.getUint16(at, true)),
  BF16: (view, at) => bitsToFloat(view.getUint16(at, true) << 16),
};
const bytesOf = { F64: 8, F32: 4, F16: 2, BF16: 2 };

const scratch = new DataView(new ArrayBuffer(4));
function bitsToFloat(bits) {
  scratch.setInt32(0, bits);
  return scratch.getFloat32(0);
}

function halfToNumber(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * The floating-point tensors of a file, as float32. Integer tensors (PyTorch’s `num_batches_tracked`) are left out.
 *
 * @param {ArrayBuffer | Uint8Array} file as `response.arrayBuffer()` or `readFile` give it
 * @returns {Map<string, WeightTensor>} in the order of the file’s header
 */
export function readSafetensors(file) {
  // A plain Uint8Array in either case: the `slice` of Node’s Buffer does not copy.
  const bytes = ArrayBuffer.isView(file)
    ? new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
    : new Uint8Array(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = bytes.length < 8 ? Number.POSITIVE_INFINITY : 8 + Number(view.getBigUint64(0, true));
  if (start > bytes.length) throw new Error('not a safetensors file, or one that was cut off');
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  const tensors = new Map();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__' || !(entry.dtype in read)) continue;
    const { dtype, shape } = entry;
    const size = bytesOf[dtype];
    const [from, to] = entry.data_offsets.map((offset) => start + offset);
    const count = shape.reduce((product, extent) => product * extent, 1);
    if (to > bytes.length || to - from !== count * size)
      throw new Error(`'${name}': ${to - from} bytes do not hold ${dtype} [${shape}]`);
    // float32 needs no conversion on the little-endian machines that browsers run on, only a copy.
    const data = dtype === 'F32' ? new Float32Array(bytes.slice(from, to).buffer) : new Float32Array(count);
    if (dtype !== 'F32')
      for (let index = 0; index < count; index++) data[index] = read[dtype](view, from + index * size);
    tensors.set(name, { shape, data });
  }
  return tensors;
}

/**
 * @param {Map<string, WeightTensor> | Record<string, WeightTensor>} weights
 * @returns {Uint8Array} a file of F32 tensors, in the order given
 */
export function writeSafetensors(weights) {
  const entries = weights instanceof Map ? [...weights] : Object.entries(weights);
  const header = {};
  let offset = 0;
  for (const [name, { shape, data }] of entries) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((8 + json.length) / 8) * 8; // the format asks for tensors aligned to 8 bytes
  const file = new Uint8Array(start + offset).fill(0x20, 8, start); // the header is padded with spaces
  file.set(json, 8);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  for (const [name, { data }] of entries)
    file.set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      start + header[name].data_offsets[0],
    );
  return file;
}
