import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, compile } from '../src/index.ts';
import { tensorsOf } from '../src/ir/graph.ts';
import { initialiseWeights } from '../src/weights/initialise.ts';
import { readSafetensors, writeSafetensors } from '../src/weights/safetensors.ts';
import { readSpec } from '../test/backends/tfjs/run-spec.ts';
import type { Line } from './line.ts';
import { alternate, ms } from './measure.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'build/bench/onnx');
const weightsFile = join(folder, 'resnet152.safetensors');
const copy = join(folder, 'copy.safetensors');

/** ResNet-152’s spec and 241 MB of weights, also as a file. */
function resnet152() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const source = readSpec('resnet152');
  const tensors = tensorsOf(check(source).networks[0]!);
  const weights = initialiseWeights(tensors, 0);
  const file = writeSafetensors(tensors.map(({ name }) => ({ name, ...weights.get(name)! })));
  writeFileSync(weightsFile, file);
  const read = readSafetensors(file);
  if ('code' in read) throw new Error(JSON.stringify(read));
  return { source, weights: read };
}

const copyFile = (): void => {
  rmSync(copy, { force: true });
  copyFileSync(weightsFile, copy);
};

const shown = ({ first, second, ratio }: Awaited<ReturnType<typeof alternate>>): string =>
  `${ratio.toFixed(1)} (${ms(first)} over ${ms(second)})`;

/** How fast weights go through the compiler. */
export const onnxLines: readonly Line[] = [
  {
    name: 'compile resnet152 with weights to onnx and write it, in this process, over copying the weights’ file',
    target: 'at most 4',
    run: async ({ rounds = 9 }) => {
      const { source, weights } = resnet152();
      const model = join(folder, 'resnet152.onnx');
      const emit = (): void => {
        const [file] = compile(source, { target: 'onnx', weights }).files;
        rmSync(model, { force: true });
        writeFileSync(model, file!.content);
      };
      const result = await alternate(rounds, emit, copyFile);
      rmSync(folder, { recursive: true });
      return shown(result);
    },
  },
  {
    name: 'rnc compile resnet152 with weights to onnx, as a process, over copying the weights’ file',
    target: 'none; it also starts, reads, looks for NaN, hashes and waits for the disk',
    run: async ({ rounds = 9 }) => {
      resnet152();
      const output = join(folder, 'out');
      const args = ['specs/resnet152.resnet', '--target', 'onnx', '--weights', weightsFile, '-o', output];
      const compileAlone = (): void => {
        rmSync(output, { recursive: true, force: true });
        const { status } = spawnSync(process.execPath, ['dist/cli.js', 'compile', ...args], { cwd: root });
        if (status !== 0) throw new Error(`rnc ended with ${status}`);
      };
      const result = await alternate(rounds, compileAlone, copyFile);
      rmSync(folder, { recursive: true });
      return shown(result);
    },
  },
];
