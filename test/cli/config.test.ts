import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from '../../src/cli/config.ts';
import { defaultLimits } from '../../src/diagnostics/limits.ts';
import { temporaryFolder } from './temporary.ts';

let top: string;
beforeEach(() => {
  top = temporaryFolder();
  mkdirSync(join(top, 'work/specs'), { recursive: true });
  vi.spyOn(process, 'cwd').mockReturnValue(join(top, 'work'));
});
afterEach(() => vi.restoreAllMocks());

const put = (folder: string, content: unknown): void =>
  writeFileSync(join(top, folder, 'rnc.config.json'), JSON.stringify(content));
const spec = (): string => join(top, 'work/specs/net.resnet');

test('without a file the built-in settings hold', async () => {
  expect(await readConfig(spec())).toEqual({ lint: {}, limits: defaultLimits, image: {} });
});

test('the nearest file up to the working folder counts, and none above it', async () => {
  put('.', { limits: { nesting: 3 } });
  expect((await readConfig(spec())).limits.nesting).toBe(defaultLimits.nesting);
  put('work', { limits: { nesting: 4 } });
  expect((await readConfig(spec())).limits).toEqual({ ...defaultLimits, nesting: 4 });
  put('work/specs', { lint: { 'lint/lost-rows': 'error' }, image: { mean: [0.5] } });
  expect(await readConfig(spec())).toEqual({
    lint: { 'lint/lost-rows': 'error' },
    limits: defaultLimits,
    image: { mean: [0.5] },
  });
  expect((await readConfig('-')).limits.nesting).toBe(4);
});

test.each([
  ['an unknown key', { lints: {} }, /`lints`/],
  ['an unknown limit', { limits: { height: 3 } }, /at \/limits.*`height`/],
  ['a limit of 0', { limits: { bytes: 0 } }, /at \/limits\/bytes.*>= 1/],
  ['an unknown level', { lint: { 'lint/lost-rows': 'loud' } }, /off, warning, error/],
  ['an unknown lint', { lint: { 'lint/nonsense': 'off' } }, /`lint\/nonsense` is not a lint/],
  ['an error that is no lint', { lint: { 'shape/groups': 'off' } }, /`shape\/groups` is not a lint/],
  ['a list', [], /must be object/],
  ['__proto__ as a lint', JSON.parse('{"lint": {"__proto__": "off"}}'), /__proto__/],
])('refuses %s with exit code 2', async (_, content, message) => {
  put('work', content);
  const error: unknown = await readConfig(spec()).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CommanderError);
  expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
  expect((error as Error).message).toContain('rnc.config.json');
});

test('refuses what is not JSON', async () => {
  writeFileSync(join(top, 'work/rnc.config.json'), '{"lint": }');
  await expect(readConfig(spec())).rejects.toThrow(/rnc\.config\.json is not JSON/);
});

test('the schema knows every limit and no other', () => {
  const path = new URL('../../schemas/config.schema.json', import.meta.url);
  const schema = JSON.parse(readFileSync(path, 'utf8'));
  expect(Object.keys(schema.properties.limits.properties).sort()).toEqual(Object.keys(defaultLimits).sort());
});
