import { readSafetensorsFile } from './safetensors.ts';
import type { FileFault } from './tensor.ts';
import type { Sibling, WeightFile } from './weight-file.ts';

/** Reads a file of weights, whose format its first bytes tell. What a format needs is loaded when a file has it. */
export async function readWeights(
  bytes: Uint8Array<ArrayBuffer>,
  sibling: Sibling,
): Promise<WeightFile | FileFault> {
  if (startsWith(bytes, '\x89HDF\r\n\x1a\n')) {
    const { readKerasFile } = await import('./keras-file.ts');
    return readKerasFile(bytes);
  }
  if (isJson(bytes)) {
    const { readJsonModel } = await import('./json-model.ts');
    return readJsonModel(bytes, sibling);
  }
  if (isOnnx(bytes)) {
    const { readOnnx } = await import('./onnx.ts');
    return readOnnx(bytes, sibling);
  }
  return readSafetensorsFile(bytes);
}

const startsWith = (bytes: Uint8Array, magic: string): boolean =>
  [...magic].every((character, index) => bytes[index] === character.charCodeAt(0));

/** A { after blanks. A safetensors file whose header has 123 bytes starts with { too, and then has zeros. */
function isJson(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 8);
  return !head.includes(0) && /^\s*\{/.test(String.fromCharCode(...bytes.subarray(0, 64)));
}

/**
 * An ONNX model starts with 08, the tag of ir_version (field 1, a varint), a small number, and the tag of another field.
 * Safetensors whose header's length ends in 08 have a { at byte 8, and zeros before it.
 */
function isOnnx(bytes: Uint8Array): boolean {
  const [field, version = 0, next = 0] = bytes;
  return field === 0x08 && version > 0 && version < 0x80 && next !== 0 && bytes[8] !== 0x7b;
}
