import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Read as BigInt, each of which takes memory of its own. */
const wide: ReadonlySet<ScalarType> = new Set([ScalarType.INT64, ScalarType.UINT64, ScalarType.SINT64]);

interface Part {
  readonly schema: DescMessage;
  readonly begin: number;
  readonly end: number;
}

/**
 * How many messages, texts and 64-bit integers would be made of these bytes, counted up to `limit`: an empty message has two bytes
 * in a file and hundreds in memory. Bytes that are no such message may throw.
 */
export function countObjects(bytes: Uint8Array, schema: DescMessage, limit: number): number {
  const reader = new BinaryReader(bytes);
  const known = new Map<DescMessage, ReadonlyMap<number, DescField>>();
  const fieldsOf = (message: DescMessage): ReadonlyMap<number, DescField> => {
    const fields = known.get(message) ?? new Map(message.fields.map((field) => [field.number, field]));
    known.set(message, fields);
    return fields;
  };
  const open: Part[] = [{ schema, begin: 0, end: bytes.length }];
  let count = 0;
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const fields = fieldsOf(part.schema);
    reader.pos = part.begin;
    while (reader.pos < part.end && count < limit) {
      const [number, wireType] = reader.tag();
      const field = fields.get(number);
      if (field === undefined || wireType !== WireType.LengthDelimited) {
        reader.skip(wireType, number);
        if (field !== undefined) count++;
        continue;
      }
      const length = reader.uint32();
      const begin = reader.pos;
      const end = begin + length;
      if (end > part.end) throw new RangeError('a part ends behind the whole');
      reader.pos = end;
      if (field.message !== undefined && length > 0) open.push({ schema: field.message, begin, end });
      // In a list one after the other; each ends with its first byte below 128.
      if (field.fieldKind === 'list' && field.listKind === 'scalar' && wide.has(field.scalar))
        for (let at = begin; at < end; at++) count += bytes[at]! < 0x80 ? 1 : 0;
      count++;
    }
  }
  return count;
}
