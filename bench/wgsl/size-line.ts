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
      columns: ['program', 'files', 'bytes', 'gzip -9', 'brotli -11'],
      rows,
      notes: [
        'Every file compressed alone, as a server sends it. rnc: all that it writes but the weights and the README; of that, loading a program fetches the module, the plan, the runtime and its own kernels. onnxruntime-web: its WebGPU bundle and WebAssembly, the graph left out. tfjs: its core and WebGPU backend for browsers, and the module that rnc emits for it.',
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
  const sizes = files.map((file) => {
    const bytes = readFileSync(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    return [
      bytes.length,
      gzipSync(bytes, { level: 9 }).length,
      brotliCompressSync(bytes, { params }).length,
    ] as const;
  });
  const sum = (column: 0 | 1 | 2): string => {
    const bytes = sizes.reduce((total, size) => total + size[column], 0);
    return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(2)} MB`;
  };
  return [name, `${files.length}`, sum(0), sum(1), sum(2)];
}
