/**
 * Builds dist/: `cli.js` with its chunks (Node 20; a chunk per command's heavy parts), `index.js` (the library in one file, for
 * Node and browsers alike) and `types/`. Every npm package is inside the bundles; TensorFlow.js and webgpu alone stay
 * outside, as optional peers.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { commandLineBundle, libraryBundle } from './bundles.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
await Promise.all([build(commandLineBundle('dist')), build(libraryBundle('dist'))]);
chmodSync(join(dist, 'cli.js'), 0o755);

const types = spawnSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '--project', join(root, 'scripts/tsconfig.types.json')],
  { stdio: 'inherit' },
);
if (types.status !== 0) process.exit(1);

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  const { size } = statSync(path);
  if (entry.name.endsWith('.js'))
    console.log(`${(size / 1024).toFixed(0).padStart(6)} KiB  ${relative(root, path)}`);
}
