import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CompileOptions, check, compile } from '../../../src/index.ts';
import { nodeCost } from '../../../src/ir/cost.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { writeSafetensors } from '../../../src/weights/safetensors.ts';
import { seededInput, seededWeights } from '../seeded-network.ts';

export interface Case {
  readonly network: string;
  readonly batch: number;
  /** Folder of what the engines load, as a URL with a slash at its end. */
  readonly base: string;
  /** Multiply-accumulates of an operator by its path, and of all, for the whole batch. */
  readonly macs: (path: string) => number;
  readonly totalMacs: number;
}

/** Compiles a network of the bundle for a batch, with weights made here from the seed, into `folder`. */
export function makeCase(bundle: string, folder: string, network: string, batch: number): Case {
  const write = (path: string, content: string | Uint8Array): void => {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content);
  };
  const source = {
    name: `${network}.resnet`,
    text: readFileSync(join(bundle, 'specs', `${network}.resnet`), 'utf8'),
  };
  const graph = check(source).networks[0]!;
  const weights = seededWeights(graph, 0);
  write('input.f32', bytesOf(seededInput(graph, batch, 1).data));
  write(
    'weights.safetensors',
    writeSafetensors(tensorsOf(graph).map(({ name }) => ({ name, ...weights.get(name)! }))),
  );
  const wanted: readonly CompileOptions[] = [
    { target: 'wgsl', weights, batch },
    { target: 'onnx', weights, fold: true },
    { target: 'tfjs' },
  ];
  for (const options of wanted) {
    const compiled = compile(source, options);
    if (compiled.files.length === 0)
      throw new Error(compiled.diagnostics.map(({ message }) => message).join('; '));
    for (const { path, content } of compiled.files) write(`${options.target}/${path}`, content);
  }
  const macs = new Map(graph.nodes.map((node) => [node.path, batch * nodeCost(graph, node).macs]));
  return {
    network,
    batch,
    base: `${pathToFileURL(folder).href}/`,
    macs: (path) => macs.get(path) ?? 0,
    totalMacs: [...macs.values()].reduce((sum, count) => sum + count, 0),
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
