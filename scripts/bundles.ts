import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

const common: BuildOptions = {
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  bundle: true,
  format: 'esm',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  external: ['@tensorflow/*'],
  logLevel: 'warning',
};

/** `cli.js`, with chunks that a command loads when it needs them. */
export function commandLineBundle(outdir: string): BuildOptions {
  return {
    ...common,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    platform: 'node',
    target: 'node20.12',
    // Packages in CommonJS ask for Node's own modules with require.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module';let required;const require = (name) => (required ??= makeRequire(import.meta.url))(name);",
    },
  };
}

/** `index.js`: the library in one file. */
export function libraryBundle(outdir: string): BuildOptions {
  return {
    ...common,
    entryPoints: { index: 'src/index.ts' },
    outdir,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    // picocolors looks at the process for its default, which the library never uses.
    define: { process: 'undefined' },
  };
}
