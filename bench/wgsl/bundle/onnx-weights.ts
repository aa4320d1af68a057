/*
 * Just enough of ONNX's protocol buffers (onnx.proto) to put other numbers into a model's initialisers: ModelProto.graph = 7,
 * GraphProto.initializer = 5, TensorProto.name = 8, TensorProto.raw_data = 9. The file keeps its length.
 */

interface Field {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** Overwrites float32 initialisers in place, by name. Throws where one of the values has no place of its size. */
export function replaceWeights(model: Uint8Array, values: ReadonlyMap<string, Float32Array>): void {
  const left = new Set(values.keys());
  const decoder = new TextDecoder();
  for (const graph of fields(model, 0, model.length, 7)) {
    for (const tensor of fields(model, graph.start, graph.end, 5)) {
      const [name] = fields(model, tensor.start, tensor.end, 8);
      const [raw] = fields(model, tensor.start, tensor.end, 9);
      if (name === undefined || raw === undefined) continue;
      const text = decoder.decode(model.subarray(name.start, name.end));
      const numbers = values.get(text);
      if (numbers === undefined) continue;
      left.delete(text);
      if (numbers.byteLength !== raw.end - raw.start) throw new Error(`${text} has another size`);
      model.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), raw.start);
    }
  }
  if (left.size > 0) throw new Error(`the ONNX file has no initialiser ${[...left].join(', ')}`);
}

/** The places of a message's fields with one number that hold bytes, text or messages. */
function* fields(bytes: Uint8Array, start: number, end: number, wanted: number): Generator<Field> {
  let at = start;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < end) {
    const key = varint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        varint();
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        if (number === wanted) yield { number, start: at, end: at + length };
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error(`no protocol buffer: wire type ${key % 8} at byte ${at}`);
    }
  }
}
