/** A .safetensors file from the text of its header, unpadded, and its data. */
export function fileOf(header: string | Uint8Array, data: readonly number[] | Uint8Array = []): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

export interface Described {
  readonly dtype: unknown;
  readonly shape: unknown;
  readonly data_offsets: unknown;
}

export function headerOf(tensors: Readonly<Record<string, Described>>): string {
  return JSON.stringify(tensors);
}
