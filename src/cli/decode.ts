/** Bytes that should be a spec: its text, or what they are instead. */
export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly looksLike: string }
  | { readonly kind: 'invalid'; readonly offset: number; readonly before: string; readonly utf16: boolean };

/** File signatures, one character per byte: what stands at an offset, and what such a file is. */
const signatures: readonly (readonly [offset: number, magic: string, looksLike: string])[] = [
  [0, '\x89PNG\r\n\x1A\n', 'a PNG picture'],
  [0, '\xFF\xD8\xFF', 'a JPEG picture'],
  [0, 'GIF8', 'a GIF picture'],
  [0, '%PDF-', 'a PDF document'],
  [0, '\x1F\x8B', 'a gzip archive'],
  [0, 'PK\x03\x04', 'a ZIP archive (also the form of .pt, .keras and .npz files)'],
  [0, '\x89HDF\r\n\x1A\n', 'an HDF5 file'],
  [0, '\x93NUMPY', 'a NumPy array'],
  [0, '\x80\x02', 'a Python pickle'],
  [0, '\x80\x04', 'a Python pickle'],
  [4, 'TFL3', 'a TensorFlow Lite model'],
  [6, '\0\0{"', 'a safetensors file'],
  [0, '\x7FELF', 'a program'],
  [0, '\0asm', 'a WebAssembly module'],
  [0, 'version https://git-lfs', 'a Git LFS pointer (`git lfs pull` fetches the file)'],
];

/** Reads a spec's bytes as UTF-8, with or without a byte-order mark, and nothing else. */
export function decode(bytes: Uint8Array): Decoded {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  const known = signatures.find(([offset, magic]) => head.startsWith(magic, offset));
  if (known) return { kind: 'binary', looksLike: known[2] };
  // ONNX is a protocol buffer: field 1, a small version number, then a field that is a string.
  if (bytes[0] === 0x08 && bytes[1]! < 0x20 && bytes[2] === 0x12)
    return { kind: 'binary', looksLike: 'an ONNX model' };
  const utf16 = isUtf16(bytes);
  if (bytes.includes(0) && !utf16) return { kind: 'binary', looksLike: 'a binary file' };
  const offset = utf16 ? 0 : firstInvalid(bytes);
  // The default decoder drops a byte-order mark, so that columns count from the text's own beginning.
  const decoder = new TextDecoder('utf-8');
  if (offset < 0) return { kind: 'text', text: decoder.decode(bytes) };
  return { kind: 'invalid', offset, before: decoder.decode(bytes.subarray(0, offset)), utf16 };
}

/** By its mark, or by a zero in every second byte, as Latin letters have. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const head = bytes.subarray(0, 8);
  const zeros = (parity: number): boolean =>
    head.every((byte, index) => (index % 2 === parity) === (byte === 0));
  return head.length === 8 && (zeros(0) || zeros(1));
}

/** The offset of the first byte that is not well-formed UTF-8 (Unicode, table 3-7), or −1. */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    const length =
      lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length === 0) return at;
    for (let index = 1; index < length; index++) {
      const byte = bytes[at + index];
      const low = index > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = index > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      if (byte === undefined || byte < low || byte > high) return at;
    }
    at += length;
  }
  return -1;
}
