import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the contender's process as plain JavaScript, so that a cold start holds no TypeScript; gives its path. */
export async function buildProcess(outdir: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: { 'contender-process': 'bench/wgsl/contender-process.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.12',
    packages: 'external',
    logLevel: 'warning',
  });
  return join(outdir, 'contender-process.mjs');
}

/** The page's script, as text. */
export async function buildPage(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['bench/wgsl/contender-page.ts'],
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'warning',
  });
  return outputFiles[0]!.text;
}
