import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTemporaryFolder, python } from '../oracles/python.ts';
import type { ConformanceCase } from './conformance-case.ts';
import type { Answer } from './engines.ts';
import { compiled } from './engines.ts';

const oracle = fileURLToPath(new URL('emitted_modules_oracle.py', import.meta.url));
const runner = fileURLToPath(new URL('../../templates/pytorch/runner/run_module.py', import.meta.url));

/** The emitted PyTorch modules of all cases in one process, each run by the program that `rnc verify` ships. */
export async function runModules(cases: readonly ConformanceCase[]): Promise<readonly Answer[]> {
  return inTemporaryFolder((folder) => {
    const problems = cases.map((each) => prepare(join(folder, each.network), each));
    const folders = cases.map(({ network }) => join(folder, network));
    const ready = folders.filter((_, index) => problems[index] === undefined);
    const stdout = execFileSync(python!, ['-B', oracle, runner], {
      input: JSON.stringify(ready),
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    const failures = JSON.parse(stdout.trim().split('\n').at(-1)!) as Readonly<Record<string, string>>;
    return folders.map((each, index) => {
      if (problems[index] !== undefined) return problems[index];
      const failure = failures[each];
      return failure === undefined ? readFloats(join(each, 'output.bin')) : new Error(failure);
    });
  });
}

/** Writes what the runner reads; gives the error where the network cannot be compiled. */
function prepare(folder: string, each: ConformanceCase): Error | undefined {
  mkdirSync(folder);
  const { network, weights, input } = each;
  const tensors = [...weights].map(([name, { shape }]) => ({ name, shape }));
  const task = { module: network, input: input.shape, weights: tensors, layers: [] };
  try {
    for (const { path, content } of compiled(each, { target: 'pytorch' }))
      if (path === `${network}.py`) writeFileSync(join(folder, path), content);
  } catch (error) {
    return error as Error;
  }
  writeFileSync(join(folder, 'task.json'), JSON.stringify(task));
  writeFileSync(join(folder, 'input.bin'), Float32Array.from(input.data));
  writeFileSync(
    join(folder, 'weights.bin'),
    Buffer.concat([...weights.values()].map(({ data }) => bytesOf(data))),
  );
  return undefined;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function readFloats(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
