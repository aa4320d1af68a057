import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NumberArray } from '../data/npy.ts';
import { pytorchRunner } from '../generated/pytorch-runner.ts';
import type { OutputFile } from '../index.ts';
import { tensorsOf } from '../ir/graph.ts';
import { findPython, runPython } from './python.ts';
import { withTemporaryFolder } from './temporary-folder.ts';
import type { Material } from './verify/forms.ts';
import { writeFlushed } from './write-file.ts';

/** What the runner prints. */
interface Answer {
  readonly output: readonly number[];
  readonly layers: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** Runs the emitted `NAME.py` in a Python process: N×C×H×W in, N×classes (or N×C×H×W) out. */
export function runPytorch(files: readonly OutputFile[], material: Material): Promise<NumberArray> {
  return withAnswer(files, material, [], (folder, { output: shape }) => ({
    shape,
    data: readFloats(join(folder, 'output.bin')),
  }));
}

/** What the submodules gave in such a run, by their names. */
export function runPytorchLayers(
  files: readonly OutputFile[],
  material: Material,
): Promise<ReadonlyMap<string, Float32Array>> {
  const paths = material.graph.nodes.filter(({ tensors }) => tensors.length > 0).map(({ path }) => path);
  return withAnswer(files, material, paths, (folder, { layers }) => {
    const data = readFloats(join(folder, 'layers.bin'));
    let begin = 0;
    return new Map(
      layers.map(({ name, shape }) => {
        const count = shape.reduce((product, extent) => product * extent, 1);
        begin += count;
        return [name, data.subarray(begin - count, begin)];
      }),
    );
  });
}

function withAnswer<T>(
  files: readonly OutputFile[],
  { graph, weights, input }: Material,
  layers: readonly string[],
  read: (folder: string, answer: Answer) => T,
): Promise<T> {
  const python = findPython();
  const module = files.find(
    ({ path }) => path.endsWith('.py') && path !== 'train.py' && !path.includes('/'),
  )!;
  const tensors = tensorsOf(graph).map(({ name, shape }) => ({ name, shape }));
  const task = {
    module: module.path.slice(0, -'.py'.length),
    input: input.shape,
    weights: tensors,
    layers,
  };
  return withTemporaryFolder(join(tmpdir(), 'rnc-run-'), async (folder) => {
    const write = (path: string, content: string | Uint8Array) => writeFlushed(join(folder, path), content);
    await write(module.path, module.content);
    await write('task.json', JSON.stringify(task));
    await write('input.bin', bytesOf(input.data));
    await write('weights.bin', Buffer.concat(tensors.map(({ name }) => bytesOf(weights.get(name)!.data))));
    // A name that no module can have.
    const runner = 'run-module.py';
    await write(runner, pytorchRunner);
    const answer = JSON.parse(await runPython(python, [join(folder, runner), folder])) as Answer;
    return read(folder, answer);
  });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function readFloats(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
