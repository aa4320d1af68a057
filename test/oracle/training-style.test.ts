import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import { describe, expect, it } from 'vitest';
import type { OutputFile } from '../../src/index.ts';
import { emitText, writeFiles } from '../oracles/training.ts';
import { resnet20, tiny } from '../oracles/training-networks.ts';

const mypy = spawnSync('mypy', ['--version']).status === 0 ? 'mypy' : undefined;

/** Of PyTorch's types, which take twenty seconds to read. */
const cache = fileURLToPath(new URL('../../build/mypy-cache', import.meta.url));

/** Ruff’s default rules and its formatter, on one file; empty where it has nothing to say. */
function troublesOfRuff(content: string): readonly string[] {
  const ruff = new Workspace({}, PositionEncoding.Utf16);
  const found = (ruff.check(content) as readonly Diagnostic[]).map(
    ({ code, message, start_location: { row } }) => `${row}: ${code} ${message}`,
  );
  return ruff.format(content) === content ? found : [...found, 'would be formatted anew'];
}

describe('the emitted Python', () => {
  const trains = ({ path }: OutputFile) => path === 'train.py';
  const shipped = resnet20().filter((file) => trains(file) || file.path.startsWith('training/'));
  it.each(shipped)('is as ruff wants it: $path', ({ content }) => {
    expect(troublesOfRuff(content as string)).toEqual([]);
  });

  it.each(['a', 'data', 'zebra', 'a_name_of_forty_characters_0000000000000'])(
    'is so whatever the name: %s',
    (name) => {
      const train = emitText(tiny.replace('network tiny', `network ${name}`)).find(trains)!;
      expect(train.content).toContain(`NAME = "${name}"`);
      expect(troublesOfRuff(train.content as string)).toEqual([]);
    },
  );

  it.skipIf(mypy === undefined)('has the types that mypy finds right', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rnc-typed-'));
    writeFiles(folder, resnet20());
    const { status, stdout } = spawnSync(mypy!, ['--cache-dir', cache, '--disallow-untyped-defs', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(stdout).toMatch(/^Success: no issues found in 2\d source files/);
    expect(status).toBe(0);
  });

  it('does not train what ends in a feature map', () => {
    const text = 'network features {\n  input 3 x 16 x 16\n  conv1: conv 3x3, 8\n}\n';
    const emittedFiles = emitText(text);
    expect(emittedFiles.map(({ path }) => path).sort()).toEqual(['README.md', 'features.py']);
    expect(emittedFiles.find(({ path }) => path === 'README.md')!.content).toContain(
      'there is no `train.py`',
    );
  });
});
