import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/*
 * Text flows one way: parser, linking, ir, passes, backends, files. Imports follow it; the command line stands on top of all, and alone
 * touches files, the terminal and the clock.
 */

const root = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.ts$/.test(file) && !/^(generated|onnx-schema)\//.test(file));
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** What each part of src/ may import beside itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  diagnostics: ['generated'],
  parser: ['diagnostics'],
  // Linking knows which operators there are; elaboration starts from what was linked.
  linking: ['diagnostics', 'parser', 'ir'],
  format: ['diagnostics', 'linking', 'parser'],
  ir: ['diagnostics', 'parser', 'linking'],
  emission: ['ir'],
  data: ['ir'],
  weights: ['data', 'diagnostics', 'generated', 'ir', 'onnx-schema'],
  reference: ['ir', 'weights'],
  // On top of the compiler, as the command line is, but it knows no machine. Of backends/, how quantities are written.
  'language-server': [
    'analyse.ts',
    'backends',
    'check.ts',
    'check-options.ts',
    'fix-rounds.ts',
    'format.ts',
    'diagnostics',
    'generated',
    'ir',
    'linking',
    'parser',
  ],
  // A diff is made of two graphs and their reports.
  diff: ['backends', 'diagnostics', 'emission', 'generated', 'ir'],
  // A backend knows nothing of another backend, nor of the parser.
  backends: ['diagnostics', 'emission', 'generated', 'ir', 'onnx-schema', 'weights'],
};

/** `ir` of `ir/ops/conv.ts`. */
const partOf = (file: string): string => file.split('/')[0]!;
const backendOf = (file: string): string | undefined => /^backends\/([^/]+)\//.exec(file)?.[1];

const importsOf = (file: string): readonly string[] =>
  [...textOf(file).matchAll(/(?:from|import\(?)\s*'(\.[^']+)'/g)].map((match) =>
    posix.normalize(`${dirname(file)}/${match[1]}`),
  );

describe('imports follow the flow', () => {
  it.each(Object.entries(allowed))('of src/%s', (part, others) => {
    const wrong = files
      .filter((file) => partOf(file) === part)
      .flatMap((file) =>
        importsOf(file)
          // Real files that are shipped as they are stand outside of src/.
          .filter((other) => !other.startsWith('..') && ![part, ...others].includes(partOf(other)))
          .map((other) => `${file} imports ${other}`),
      );
    expect(wrong).toEqual([]);
  });

  it('of one backend not to another', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((other) => backendOf(file) && backendOf(other) && backendOf(file) !== backendOf(other))
        .map((other) => `${file} imports ${other}`),
    );
    expect(wrong).toEqual([]);
  });

  // Unpacking is a computation: only the command line opens the picture.
  it('to the command line from nowhere else, and to the machine from nowhere else', () => {
    const wrong = files.filter(
      (file) =>
        partOf(file) !== 'cli' &&
        (importsOf(file).some((other) => partOf(other) === 'cli') ||
          /from 'node:(?!zlib')/.test(textOf(file))),
    );
    expect(wrong).toEqual([]);
  });
});
