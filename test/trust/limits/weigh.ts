import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';
import type { Weight } from './weigh-input.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = `${root}/build/test-weigh-${process.pid}`;
buildSync({
  absWorkingDir: root,
  entryPoints: ['test/trust/limits/weigh-input.ts', 'test/trust/limits/worker.ts'],
  bundle: true,
  format: 'esm',
  outdir: folder,
  platform: 'node',
  target: 'node20.12',
  minifyWhitespace: true,
  minifySyntax: true,
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);",
  },
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export const workerFile = `${folder}/worker.js`;

/** Checks an adversary in a process of its own; says how that ended where it did not end well. */
export function weigh(name: string, bytes = 1 << 20, flags: readonly string[] = []): Weight | string {
  const run = spawnSync(process.execPath, [...flags, `${folder}/weigh-input.js`, name, String(bytes)], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (run.status === 0) return JSON.parse(run.stdout);
  return `${name}: status ${run.status}, signal ${run.signal}: ${run.stderr.slice(0, 500)}`;
}
