import { expect, test } from 'vitest';
import { plainJson, printable, printableLines } from '../../src/diagnostics/render/printable.ts';

/** Unicode’s categories Cc, Zl and Zp, its Bidi_Control characters (UAX #9, 2.1 to 2.6), and halves of pairs. */
const shown = [
  ...[0x00, 0x07, 0x08, 0x0a, 0x0b, 0x0d, 0x1b, 0x1f, 0x7f, 0x85, 0x9b, 0x9f, 0x2028, 0x2029],
  ...[0x061c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069, 0xd800, 0xdfff],
].map((code) => String.fromCodePoint(code));

test.each(shown)('%j becomes one replacement character', (character) => {
  expect(printable(`a${character}b${character}`)).toBe('a\ufffdb\ufffd');
});

test.each(['plain text', 'é', '\u00a0', '\u2027', '😀', '\ufffd'])('%j stays', (text) => {
  expect(printable(text)).toBe(text);
});

test('a tab is a blank, as wide as it is shown', () => {
  expect(printable('\ta\tb\t')).toBe(' a b ');
});

test('of several lines only what is inside them is shown', () => {
  expect(printableLines('a\r\nb\tc\u001b[31m\nd\u2028e')).toBe('a\r\nb\tc\ufffd[31m\nd\ufffde');
});

test('JSON keeps its value and its lines', () => {
  const value = { 'a\u001b[31m': 'b\u009b\u202e', c: ['\u2028 é 😀'] };
  const plain = plainJson(JSON.stringify(value, undefined, 2));
  expect(JSON.parse(plain)).toEqual(value);
  expect(plain.split('\n')).toEqual([
    '{',
    '  "a\\u001b[31m": "b\\u009b\\u202e",',
    '  "c": [',
    '    "\\u2028 é 😀"',
    '  ]',
    '}',
  ]);
});
