import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NumberArray } from '../../src/data/npy.ts';
import { readNpy } from '../../src/data/npy.ts';

const program = fileURLToPath(new URL('torchvision_oracle.py', import.meta.url));
const advice =
  'the oracle needs Python 3 with torch, torchvision, numpy and PIL; on Debian: apt-get install python3-torch python3-torchvision python3-numpy python3-pil';

/** The first Python that has everything; Debian’s packages belong to /usr/bin/python3, whatever else PATH holds. */
function findPython(): string | undefined {
  const modules = "('torch', 'torchvision', 'numpy', 'PIL')";
  const question = `import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ${modules})))`;
  return ['/usr/bin/python3', 'python3'].find(
    (command) => spawnSync(command, ['-c', question], { stdio: 'ignore' }).status === 0,
  );
}

/** The command, or undefined where PyTorch is missing. */
export const python: string | undefined = findPython();
if (python === undefined) {
  if (process.env.CI === 'true') throw new Error(advice);
  console.warn(`tests against torchvision are skipped: ${advice}`);
}

/** For `describe.skipIf(!hasTorch)`. Under CI=true this module throws instead. */
export const hasTorch: boolean = python !== undefined;

/** What the oracle prints. Throws with its traceback where it fails. */
export function runOracle(args: readonly string[]): string {
  if (python === undefined) throw new Error(advice);
  return execFileSync(python, [program, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs `work` with a new folder, which is gone afterwards. */
export function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'rnc-oracle-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An array that numpy wrote, so its faults are the reader's. */
export function readArray(path: string): NumberArray {
  const array = readNpy(readFileSync(path));
  if ('code' in array) throw new Error(`${path}: ${JSON.stringify(array)}`);
  return array;
}

export interface Forward {
  /** A name in torchvision.models. */
  readonly model: string;
  readonly height: number;
  readonly width: number;
  readonly batch?: number;
  readonly seed?: number;
  /** Passed to the model’s constructor, such as {num_classes: 10}. */
  readonly kwargs?: Readonly<Record<string, unknown>>;
}

export interface ForwardResult {
  /** The bytes of a .safetensors file with torchvision’s names, `num_batches_tracked` among them. */
  readonly weights: Uint8Array;
  readonly input: NumberArray;
  readonly output: NumberArray;
}

/** torchvision’s answer for random weights and a random input. */
export function torchvisionForward({
  model,
  height,
  width,
  batch = 1,
  seed = 0,
  kwargs = {},
}: Forward): ForwardResult {
  return inTemporaryFolder((folder) => {
    const sizes = [
      '--height',
      `${height}`,
      '--width',
      `${width}`,
      '--batch',
      `${batch}`,
      '--seed',
      `${seed}`,
    ];
    runOracle(['forward', '--model', model, ...sizes, '--kwargs', JSON.stringify(kwargs), '--out', folder]);
    return {
      weights: readFileSync(join(folder, 'weights.safetensors')),
      input: readArray(join(folder, 'input.npy')),
      output: readArray(join(folder, 'output.npy')),
    };
  });
}

/** One entry of a torchvision model’s state_dict, in its order. */
export interface StateEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: 'parameter' | 'buffer';
}

/** A model of torchvision, made with `kwargs`, and the inputs for which its MACs are counted. */
export interface DescriptionCase {
  readonly model: string;
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly sizes?: readonly (readonly [height: number, width: number])[];
}

export interface Description {
  readonly state: readonly StateEntry[];
  readonly parameters: number;
  /** Elements of running statistics alone. */
  readonly buffers: number;
  /** Of convolutions and linear layers at batch 1, for each size. */
  readonly macs: readonly number[];
}

/** What torchvision's models consist of, all from one process. */
export function describeModels(cases: readonly DescriptionCase[]): readonly Description[] {
  return inTemporaryFolder((folder) => {
    const file = join(folder, 'cases.json');
    const complete = cases.map((each) => ({ kwargs: {}, sizes: [], ...each }));
    writeFileSync(file, JSON.stringify(complete));
    return JSON.parse(runOracle(['describe', '--cases', file]));
  });
}

/** The names and shapes of a model's state_dict, without its batch counters. */
export function torchvisionState(model: string): readonly StateEntry[] {
  const [description] = describeModels([{ model }]);
  return description!.state.filter(isNoCounter);
}

export const isNoCounter = ({ name }: StateEntry): boolean => !name.endsWith('num_batches_tracked');
