/**
 * Builds out/, which the package holds: the extension, the page beside the text, the command line with its language server, and
 * copies of what the project has elsewhere: the grammar, the configuration's schema, the licence. `src/generated` must be there.
 */
import { copyFileSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { commandLineBundle } from '../../scripts/bundles.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const out = join(here, 'out');

rmSync(out, { recursive: true, force: true });
await Promise.all([
  build({
    absWorkingDir: here,
    entryPoints: ['src/extension.ts'],
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    target: 'node20',
    external: ['vscode'],
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'linked',
    logLevel: 'warning',
  }),
  build({
    absWorkingDir: here,
    entryPoints: ['src/picture-view.ts'],
    outdir: out,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    logLevel: 'warning',
  }),
  build(commandLineBundle(join(out, 'rnc'))),
]);
// Where the server looks for the library's files, so that a definition in them can be gone to.
cpSync(join(root, 'specs/std'), join(out, 'specs/std'), { recursive: true });
copyFileSync(join(root, 'grammar/resnet.tmLanguage.json'), join(out, 'resnet.tmLanguage.json'));
copyFileSync(join(root, 'schemas/config.schema.json'), join(out, 'config.schema.json'));
copyFileSync(join(root, 'LICENSE'), join(here, 'LICENSE'));
