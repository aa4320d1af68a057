import { describe, expect, test } from 'vitest';
import { duplicateKey } from '../../src/weights/duplicate-key.ts';
import { formatFault, quoted, shorten } from '../../src/weights/format-fault.ts';
import { isExtents, isObject, parseObject } from '../../src/weights/json.ts';
import { countOf, sameExtents } from '../../src/weights/tensor.ts';

describe('duplicateKey', () => {
  test.each<[json: string, key: string]>([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"b":2,"a":3}', 'a'],
    ['{"a":{"b":1,"b":2}}', 'b'],
    ['{"a":[{"b":1,"b":2}]}', 'b'],
    ['[{"b":1,"b":2}]', 'b'],
    ['{"a":[1,{}],"a":2}', 'a'],
    ['{"a":{"b":{"c":1}},"a":2}', 'a'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a\\"":1,"a\\"":2}', 'a"'],
    ['{"\\\\":1,"\\\\":2}', '\\'],
    ['{ "a" : "x" , "a" : "y" }', 'a'],
    ['{"":1,"":2}', ''],
  ])('%s', (json, key) => {
    expect(() => JSON.parse(json)).not.toThrow();
    expect(duplicateKey(json)).toBe(key);
  });

  test.each([
    '{}',
    '{"a":"a"}',
    '{"a":"b","b":"a"}',
    '{"a":"b","c":"b"}',
    '{"a":{"a":{"a":"a"}}}',
    '{"a":["a","a"],"b":["a","a"]}',
    '{"a":[{"b":1},{"b":2}]}',
    '{"a":[["x","x"],"x"],"x":1}',
    '{"a":{"b":1},"b":2}',
    '{"a":[],"b":"a"}',
    '{"a":",\\"a\\":","b":"{\\"b\\""}',
    '{"a\\\\":1,"a":2}',
    '["a","a"]',
    '"a"',
  ])('none in %s', (json) => {
    expect(() => JSON.parse(json)).not.toThrow();
    expect(duplicateKey(json)).toBeUndefined();
  });
});

describe('parseObject', () => {
  const parse = (text: string) => parseObject(new TextEncoder().encode(text), 'the index');
  test.each([
    ['[1]', 'the index is not a JSON object'],
    ['null', 'the index is not a JSON object'],
    ['"a"', 'the index is not a JSON object'],
    ['{', 'the index is not JSON'],
    ['{"a":1,"a":2}', 'the index says "a" twice'],
    [`{"${'a'.repeat(99)}":1,"${'a'.repeat(99)}":2}`, `the index says "${'a'.repeat(79)}…" twice`],
  ])('%s is refused', (text, reason) => {
    expect(parse(text)).toEqual({ code: 'weights/format', parameters: { reason } });
  });

  test('what is no UTF-8 is refused', () => {
    const reason = 'the index is not UTF-8';
    expect(parseObject(Uint8Array.of(0xff), 'the index')).toEqual({
      code: 'weights/format',
      parameters: { reason },
    });
  });

  test('an object is read', () => {
    expect(parse('{"a":[1]}')).toEqual({ object: { a: [1] } });
  });
});

test.each([
  [{}, true],
  [null, false],
  [[], false],
  ['text', false],
  [1, false],
  [undefined, false],
])('isObject of %j: %s', (value, expected) => {
  expect(isObject(value)).toBe(expected);
});

test.each([
  [[], true],
  [[0, 1, 2 ** 53 - 1], true],
  [[1, -1], false],
  [[0.5], false],
  [[2 ** 53], false],
  [['1'], false],
  ['1', false],
  [{ length: 0 }, false],
])('isExtents of %j: %s', (value, expected) => {
  expect(isExtents(value)).toBe(expected);
});

test.each<[readonly number[], readonly number[], boolean]>([
  [[], [], true],
  [[64, 3, 7, 7], [64, 3, 7, 7], true],
  [[64, 3], [64, 3, 1], false],
  [[64, 3, 1], [64, 3], false],
  [[3, 64], [64, 3], false],
  [[64, 4], [64, 3], false],
])('the extents %j and %j: %s', (a, b, expected) => {
  expect(sameExtents(a, b)).toBe(expected);
});

test.each<[readonly number[], number]>([
  [[], 1],
  [[2, 3, 5], 30],
  [[7, 0, Number.POSITIVE_INFINITY], 0],
])('%j are %d numbers', (shape, count) => {
  expect(countOf(shape)).toBe(count);
});

test('names are said up to 80 characters', () => {
  expect(shorten('a'.repeat(80))).toBe('a'.repeat(80));
  expect(shorten('a'.repeat(81))).toBe(`${'a'.repeat(79)}…`);
  expect(quoted('a"')).toBe('tensor "a\\""');
});

test('a fault has a way out where there is one', () => {
  const parameters = { reason: 'why' };
  expect(formatFault('why')).toStrictEqual({ code: 'weights/format', parameters });
  expect(formatFault('why', 'how')).toStrictEqual({ code: 'weights/format', parameters, help: 'how' });
});
