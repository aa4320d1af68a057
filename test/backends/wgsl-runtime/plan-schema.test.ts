import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { plan } from './tiny.ts';

const file = new URL('../../../schemas/wgsl-plan.schema.json', import.meta.url);
const validate = new Ajv().compile(JSON.parse(readFileSync(file, 'utf8')) as object);

/** The plan of the tiny network with the value at a path replaced, or taken away. */
function changed(path: string, value?: unknown): unknown {
  const copy = structuredClone(plan) as unknown as Record<string, unknown>;
  const keys = path.split('/');
  const last = keys.pop()!;
  const parent = keys.reduce((object, key) => object[key] as Record<string, unknown>, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const only = 'programs/only';

describe('wgsl-plan.schema.json', () => {
  it('takes a plan', () => {
    validate(plan);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each([
    ['input/shape/0', 32],
    ['output/shape', [1, 64, 7, 7]],
    ['dtype', 'f16'],
    ['adapters', [{ vendor: 'mesa', subgroupSize: 8, program: 'only' }, { program: 'only' }]],
    [`${only}/features`, ['shader-f16']],
    [`${only}/uploads/0/winograd`, { tile: 4 }],
    [`${only}/uploads`, []],
  ])('takes %s = %j', (path, value) => {
    expect(validate(changed(path, value))).toBe(true);
  });

  it.each([
    'format',
    'version',
    'generator',
    'network',
    'dtype',
    'input',
    'output',
    'weights',
    'adapters',
    'programs',
    'weights/bytes',
    ...['processor', 'limits', 'buffers', 'uploads', 'kernels', 'steps'].map((key) => `${only}/${key}`),
    `${only}/kernels/0/bindings`,
    `${only}/steps/0/workgroups`,
    `${only}/steps/0/bindings/0/bytes`,
  ])('refuses a plan without %s', (path) => {
    expect(validate(changed(path))).toBe(false);
  });

  it.each([
    ['format', 'rnc'],
    ['version', 2],
    ['dtype', 'bf16'],
    ['extra', 1],
    ['input/shape', [3, 224, 224]],
    ['input/shape/1', 0],
    ['input/shape/1', 1.5],
    ['weights/file', '../weights.bin'],
    ['weights/file', '/etc/passwd'],
    ['weights/file', 'https://elsewhere/weights.bin'],
    ['adapters', []],
    ['adapters/0/vendor', 'Mesa'],
    ['adapters/0/subgroupSize', '8'],
    [`${only}/processor`, 'tpu'],
    ['programs', {}],
    [`${only}/features`, ['timestamp-query']],
    [`${only}/limits/0/limit`, 'maxTextures'],
    [`${only}/buffers/0/kind`, 'scratch'],
    [`${only}/buffers/0/bytes`, 6],
    [`${only}/uploads/0/from`, -4],
    [`${only}/uploads/0/offset`, '0'],
    [`${only}/uploads/0/winograd`, { tile: 3 }],
    [`${only}/kernels/0/file`, 'kernels/../../scale.wgsl'],
    [`${only}/kernels/0/bindings/0`, 'write'],
    [`${only}/steps/0/workgroups`, [1, 1]],
    [`${only}/steps/0/workgroups/0`, 0],
    [`${only}/steps/0/bindings/0/offset`, 16],
    [`${only}/steps/1/bindings/3/uniform/0`, 2 ** 32],
    [`${only}/steps/1/bindings/3/uniform/0`, -1],
    [`${only}/steps/1/bindings/3/buffer`, 0],
  ])('refuses %s = %j', (path, value) => {
    expect(validate(changed(path, value))).toBe(false);
  });
});
