import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plan } from '../../src/backends/wgsl/plan.ts';
import type { Line, Table } from '../line.ts';
import { peerFiles } from './chromium-contender.ts';
import { materialFor } from './material.ts';
import { fullName } from './versions.ts';

/** What a browser fetches besides the weights. */
export const sizeLine: Line = {
  name: 'wgsl size: the program without weights',
  target: 'rnc under 60 KB compressed',
  run: async () => {
    const rows: (readonly string[])[] = [];
    for (const network of ['resnet18', 'resnet50'] as const) {
      const { folder } = materialFor(network);
      const written = filesOf(join(folder, 'wgsl'));
      rows.push(row(`${fullName('rnc')}, ${network}`, written));
      for (const [program, needed] of neededBy(join(folder, 'wgsl'), network))
        rows.push(row(`  of it, fetched for ${program}`, needed));
    }
    const served = (folder: string): string[] =>
      Object.entries(peerFiles).flatMap(([path, disk]) => (path.startsWith(folder) ? [disk] : []));
    const tfjs = filesOf(join(materialFor('resnet18').folder, 'tfjs'));
    rows.push(row(fullName('ort-web'), served('/ort/')));
    rows.push(row(`${fullName('tfjs')} and tfjs`, [...served('/tfjs/'), ...tfjs]));
    return {
      columns: ['program', 'files', 'bytes', 'gzip -9', 'brotli -11', 'as one file'],
      rows,
      notes: [
        'Every file compressed alone, as a server sends it; as one file: brotli -11 of all in a row, as a bundler packs them. rnc: all that it writes but the weights and the README; of that, loading a program fetches the module, the plan, the runtime and its own kernels. onnxruntime-web: its WebGPU bundle and WebAssembly, the graph left out. tfjs: its core and WebGPU backend for browsers, and the module that rnc emits for it.',
      ],
    } satisfies Table;
  },
};

/** Of an emitted folder, the files that loading each of its programs reads, weights left out. */
function neededBy(folder: string, network: string): readonly (readonly [string, readonly string[]])[] {
  const plan = JSON.parse(readFileSync(join(folder, `${network}.plan.json`), 'utf8')) as Plan;
  const shared = [join(folder, `${network}.js`), join(folder, `${network}.plan.json`)];
  return Object.entries(plan.programs).map(([name, { kernels }]) => [
    name,
    [
      ...shared,
      ...filesOf(join(folder, 'runtime')),
      ...new Set(kernels.map(({ file }) => join(folder, file))),
    ],
  ]);
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.weights\.|^README/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function row(name: string, files: readonly string[]): readonly string[] {
  const contents = files.map((file) => readFileSync(file));
  const sum = (size: (bytes: Uint8Array) => number): string => {
    const total = contents.reduce((sofar, bytes) => sofar + size(bytes), 0);
    return kilobytes(total);
  };
  return [
    name,
    `${files.length}`,
    sum(({ length }) => length),
    sum((bytes) => gzipSync(bytes, { level: 9 }).length),
    sum((bytes) => brotli(bytes)),
    kilobytes(brotli(Buffer.concat(contents))),
  ];
}

function brotli(bytes: Uint8Array): number {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    },
  }).length;
}

function kilobytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(2)} MB`;
}
