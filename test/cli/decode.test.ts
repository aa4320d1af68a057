import { expect, test } from 'vitest';
import { decode } from '../../src/cli/decode.ts';

const bytes = (...values: readonly (number | string)[]): Uint8Array =>
  Buffer.concat(values.map((value) => (typeof value === 'number' ? Buffer.of(value) : Buffer.from(value))));

test.each([
  ['plain text', bytes('network a {}\n'), 'network a {}\n'],
  ['two, three and four bytes', bytes('é 卷 😀'), 'é 卷 😀'],
  ['a byte-order mark, which is dropped', bytes(0xef, 0xbb, 0xbf, 'network'), 'network'],
  ['the highest code point', bytes(0xf4, 0x8f, 0xbf, 0xbf), '\u{10FFFF}'],
  ['nothing', bytes(), ''],
])('reads %s', (_, input, text) => {
  expect(decode(input)).toEqual({ kind: 'text', text });
});

// Unicode 15, table 3-7, and the examples of section 3.9.
test.each([
  ['a lone continuation', bytes('ab', 0x80), 2],
  ['an overlong slash', bytes('a', 0xc0, 0xaf), 1],
  ['an overlong three-byte form', bytes(0xe0, 0x80, 0xaf), 0],
  ['a surrogate', bytes('abc', 0xed, 0xa0, 0x80), 3],
  ['a code point past 10FFFF', bytes('é', 0xf4, 0x90, 0x80, 0x80), 2],
  ['a character cut off', bytes('卷', 0xe5, 0x8d), 3],
  ['Latin-1', bytes('r', 0xe9, 'seau'), 1],
])('finds the first wrong byte of %s', (_, input, offset) => {
  expect(decode(input)).toMatchObject({ kind: 'invalid', offset, utf16: false });
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(input)).toThrow();
});

test.each([
  ['with a mark', Buffer.from('\uFEFFnetwork', 'utf16le')],
  ['without', Buffer.from('network a', 'utf16le')],
])('recognises UTF-16 %s', (_, input) => {
  expect(decode(input)).toMatchObject({ kind: 'invalid', offset: 0, utf16: true });
});

test.each([
  ['a PNG picture', bytes(0x89, 'PNG\r\n\x1a\n')],
  ['a JPEG picture', bytes(0xff, 0xd8, 0xff, 0xe0)],
  ['a gzip archive', bytes(0x1f, 0x8b, 8)],
  ['a NumPy array', bytes(0x93, 'NUMPY')],
  ['a Python pickle', bytes(0x80, 2, '}q')],
  ['a safetensors file', bytes(16, 0, 0, 0, 0, 0, 0, 0, '{"a":{}}')],
  ['an ONNX model', bytes(8, 7, 0x12, 7, 'pytorch')],
  ['a binary file', bytes('network', 0)],
])('recognises %s', (looksLike, input) => {
  expect(decode(input)).toEqual({ kind: 'binary', looksLike });
});
