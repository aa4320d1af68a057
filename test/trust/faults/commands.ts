import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSafetensors } from '../../../src/index.ts';

/** What lies where a command writes is made by hand, and by other runs of rnc. */
export type Step =
  | { readonly files: Readonly<Record<string, string | Uint8Array>> }
  | { readonly rnc: readonly string[] };

/** A command that writes. */
export interface Writer {
  readonly name: string;
  readonly args: readonly string[];
  readonly prepare: () => readonly Step[];
  /** Several files in several folders, of which each is whole by itself: a kill may leave some of each. */
  readonly eachByItself?: true;
  /** Writes nothing over what is there, so that it works only once. */
  readonly onlyOnce?: true;
  /** Like another one, or loads an engine: only in the long form. */
  readonly onlyDeep?: true;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const net = (name: string, classes: number): string => `network ${name} {
  input 3 x 8 x 8
  conv1: conv 3x3, 4
  bn1: batchnorm
  relu
  avgpool global
  fc: linear ${classes}
}
`;

const compile = (target: string, ...more: readonly string[]): readonly string[] => [
  'compile',
  'net.resnet',
  '--target',
  target,
  '--seed',
  '2',
  '-o',
  'out',
  ...more,
];

const intoNothing = (): readonly Step[] => [{ files: { 'net.resnet': net('small', 10) } }];
/** An older output of another network, and a file of the user's beside it. */
const overOld = (args: readonly string[]) => (): readonly Step[] => [
  { files: { 'net.resnet': net('older', 5) } },
  { rnc: args },
  { files: { 'net.resnet': net('small', 10), 'out/notes.txt': 'mine' } },
];
/** Seed and weights are nothing to it. */
const compileReport = ['compile', 'net.resnet', '--target', 'report', '-o', 'out'];

const tensors = (scale: number): Uint8Array =>
  writeSafetensors(
    ['a', 'b', 'c'].map((name) => ({
      name,
      shape: [4, 4],
      data: new Float32Array(16).map((_, at) => at * scale),
    })),
  );

export const writers: readonly Writer[] = [
  {
    name: 'init',
    args: ['init', 'mine'],
    onlyOnce: true,
    prepare: () => [{ files: { 'notes.txt': 'mine' } }],
  },
  {
    name: 'compile tfjs into nothing',
    args: compile('tfjs'),
    prepare: intoNothing,
    onlyDeep: true,
  },
  {
    name: 'compile tfjs into folders that are not there',
    args: [...compile('tfjs').slice(0, -1), 'a/b/out'],
    prepare: intoNothing,
  },
  {
    name: 'compile tfjs over an older output',
    args: compile('tfjs'),
    prepare: overOld(compile('tfjs')),
  },
  {
    name: 'compile tfjs --force over the user’s files',
    args: compile('tfjs', '--force'),
    onlyDeep: true,
    prepare: () => [
      {
        files: {
          'net.resnet': net('small', 10),
          'out/small.js': 'mine',
          'out/README.md': 'mine',
          'out/thesis.txt': 'years',
        },
      },
    ],
  },
  ...['wgsl', 'onnx', 'pytorch'].map((target) => ({
    name: `compile ${target} over an older output`,
    args: compile(target),
    onlyDeep: true as const,
    prepare: overOld(compile(target)),
  })),
  {
    name: 'compile report over an older output',
    args: compileReport,
    onlyDeep: true,
    prepare: overOld(compileReport),
  },
  {
    name: 'weights convert to one file',
    args: ['weights', 'convert', 'w.safetensors', 'v.safetensors', '--force'],
    prepare: () => [{ files: { 'w.safetensors': tensors(2), 'v.safetensors': tensors(1) } }],
  },
  {
    name: 'weights convert to shards over others',
    args: ['weights', 'convert', 'w.safetensors', 'v/v.safetensors.index.json', '--shards', '100', '--force'],
    prepare: () => [
      { files: { 'w.safetensors': tensors(1), 'v/notes.txt': 'mine' } },
      { rnc: ['weights', 'convert', 'w.safetensors', 'v/v.safetensors.index.json', '--shards', '100'] },
      { files: { 'w.safetensors': tensors(2) } },
    ],
  },
  {
    name: 'check --fix of a spec and its import',
    args: ['check', 'net.resnet', '--fix'],
    eachByItself: true,
    prepare: () => [
      {
        files: {
          'net.resnet': `import { part } from "./parts/part.resnet"\n${net('small', 10).replace('relu', 'rleu\n  part()')}`,
          'parts/part.resnet': 'block part() {\n  conv 3x3, 4\n  rleu\n}\n',
        },
      },
    ],
  },
  {
    name: 'run --output with ONNX Runtime',
    args: ['run', 'net.resnet', '--input', 'x.npy', '--target', 'onnx', '--output', 'y.npy', '--seed', '2'],
    onlyDeep: true,
    prepare: () => [...intoNothing(), { files: { 'x.npy': npy([1, 3, 8, 8]), 'y.npy': 'mine' } }],
  },
  {
    name: 'run --output with TensorFlow.js',
    args: ['run', 'net.resnet', '--input', 'x.npy', '--output', 'new/y.npy', '--seed', '2'],
    onlyDeep: true,
    prepare: () => [...intoNothing(), { files: { 'x.npy': npy([1, 3, 8, 8]) } }],
  },
  {
    name: 'verify',
    args: ['verify', 'net.resnet', '--targets', 'onnx,tfjs'],
    onlyDeep: true,
    prepare: intoNothing,
  },
];

/** NumPy's format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
function npy(shape: readonly number[]): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const data = new Float32Array(shape.reduce((product, extent) => product * extent, 1)).fill(0.5);
  return Buffer.concat([
    Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(118, 0)}`, 'latin1'),
    Buffer.from(`${header.padEnd(117)}\n`, 'latin1'),
    Buffer.from(data.buffer),
  ]);
}
