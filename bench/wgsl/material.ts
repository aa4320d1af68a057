import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type CompileOptions, check, compile } from '../../src/index.ts';
import { tensorsOf } from '../../src/ir/graph.ts';
import { writeSafetensors } from '../../src/weights/safetensors.ts';
import { readSpec } from '../../test/backends/tfjs/run-spec.ts';
import { python } from '../../test/oracles/python.ts';
import { seededInput, seededWeights } from './seeded-network.ts';

export type NetworkName = 'resnet18' | 'resnet50';

/** What every contender is given, in a folder: one network, one set of weights, one input, and the answer to expect. */
export interface Material {
  readonly network: NetworkName;
  readonly folder: string;
  /** The folder as a URL with a slash at its end. */
  readonly base: string;
  /** PyTorch's answer in double precision, or undefined where there is no PyTorch. */
  readonly reference: Float32Array | undefined;
}

const build = fileURLToPath(new URL('../../build/bench/', import.meta.url));
const made = new Map<NetworkName, Material>();

/** Writes weights.safetensors, input.f32, tfjs/, wgsl/ and onnx/ for one picture of 224×224; once a run of the bench. */
export function materialFor(network: NetworkName): Material {
  const known = made.get(network);
  if (known !== undefined) return known;
  const folder = join(build, network);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const source = readSpec(network);
  const [graph] = check(source).networks;
  if (graph === undefined) throw new Error(`${network} does not compile`);
  const weights = seededWeights(graph, 0);
  const input = seededInput(graph, 1, 1);
  const ordered = tensorsOf(graph).map(({ name }) => ({ name, ...weights.get(name)! }));
  writeFileSync(join(folder, 'weights.safetensors'), writeSafetensors(ordered));
  writeFileSync(join(folder, 'input.f32'), input.data);

  const emit = (options: CompileOptions): void => {
    const { files, diagnostics } = compile(source, options);
    if (files.length === 0) throw new Error(diagnostics.map(({ message }) => message).join('; '));
    for (const { path, content } of files) {
      const place = join(folder, options.target, path);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, content);
    }
  };
  emit({ target: 'tfjs' });
  emit({ target: 'wgsl', weights });
  emit({ target: 'onnx', weights, fold: true });

  if (python !== undefined) askTorch(python, network, folder);
  const material: Material = {
    network,
    folder,
    base: `${pathToFileURL(folder).href}/`,
    reference: python === undefined ? undefined : readFloats(join(folder, 'reference.f32')),
  };
  made.set(network, material);
  return material;
}

function askTorch(python: string, network: string, folder: string): void {
  const program = fileURLToPath(new URL('torch_reference.py', import.meta.url));
  const files = {
    weights: 'weights.safetensors',
    input: 'input.f32',
    output: 'reference.f32',
  };
  const args = Object.entries(files).flatMap(([option, name]) => [`--${option}`, join(folder, name)]);
  execFileSync(python, [program, '--model', network, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

export function readFloats(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
