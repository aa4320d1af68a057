import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../src/diagnostics/limits.ts';
import { renderJson } from '../src/diagnostics/render/json.ts';

const folder = new URL('../schemas/', import.meta.url);
const read = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, unknown>;
const ours = readdirSync(folder).filter((name) => name.endsWith('.schema.json'));
const compile = (name: string) => new Ajv({ allowUnionTypes: true }).compile(read(name));

describe.each(ours)('%s', (name) => {
  it('describes itself, every property and nothing beyond', () => {
    expect(compile(name).schema).toMatchObject({
      title: expect.any(String),
      description: expect.any(String),
    });
    const missing: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (value === null || typeof value !== 'object') return;
      const { properties, type, additionalProperties } = value as Record<string, unknown>;
      if (type === 'object' && additionalProperties === undefined)
        missing.push(`${path}: additionalProperties`);
      for (const [key, schema] of Object.entries(properties ?? {}) as [
        string,
        { description?: string; $ref?: string },
      ][])
        if (schema.description === undefined && schema.$ref === undefined)
          missing.push(`${path}/${key}: description`);
      for (const [key, child] of Object.entries(value)) visit(child, `${path}/${key}`);
    };
    visit(read(name), '');
    expect(missing).toEqual([]);
  });
});

describe('config.schema.json', () => {
  const validate = compile('config.schema.json');

  it.each([
    {},
    {
      $schema: './node_modules/rnc/schemas/config.schema.json',
      lint: { 'lint/unused': 'off', 'shape/unused-value': 'error' },
      limits: defaultLimits,
      image: { resize: 232, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
      report: { layers: true },
    },
  ])('takes %j', (config) => {
    expect(validate(config)).toBe(true);
  });

  it.each([
    { lints: {} },
    { lint: { 'lint/unused': 'on' } },
    { limits: { bytes: 0 } },
    { limits: { bytes: 1.5 } },
    { limits: { byte: 1 } },
    { image: { mean: 0.5 } },
    { image: { resize: '232' } },
    { report: { layers: 'yes' } },
    [],
  ])('refuses %j', (config) => {
    expect(validate(config)).toBe(false);
  });
});

describe('diagnostics.schema.json', () => {
  const validate = compile('diagnostics.schema.json');
  const at = { file: 'a.resnet', span: { start: 0, end: 1 } };

  it('takes what `rnc check --format json` prints, with and without what is optional', () => {
    const bare = {
      ...at,
      code: 'syntax/no-network',
      severity: 'error',
      message: 'm',
      related: [],
      fixes: [],
    } as const;
    const full = {
      ...bare,
      severity: 'warning',
      label: 'here',
      help: 'h',
      related: [{ ...at, message: 'r' }],
      fixes: [{ title: 't', edits: [{ ...at, text: '' }] }],
    } as const;
    const files = new Map([['a.resnet', { name: 'a.resnet', text: 'x\n' }]]);
    for (const diagnostics of [[], [bare, full]]) {
      validate(JSON.parse(renderJson(diagnostics, files)));
      expect(validate.errors ?? []).toEqual([]);
    }
    const text = renderJson([full], files);
    expect(validate(JSON.parse(text.replace('"line": 1', '"line": 0')))).toBe(false);
    expect(validate(JSON.parse(text.replace('"warning"', '"note"')))).toBe(false);
  });
});
