import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plan } from '../../../src/backends/wgsl/plan.ts';
import type { CompileOptions, OutputFile } from '../../../src/index.ts';
import { check, compile } from '../../../src/index.ts';
import type { Graph } from '../../../src/ir/graph.ts';
import type { FlatGraph } from '../../../src/ir/passes/weighted-graph.ts';
import type { Batch } from '../../../src/reference/run.ts';
import { loadProgram, type Result } from '../../../templates/wgsl/runtime/runtime.js';

export interface Source {
  readonly name: string;
  readonly text: string;
}

export interface Emitted {
  readonly files: readonly OutputFile[];
  readonly plan: Plan;
  /** A file's text by its path in the output folder. */
  readonly text: (path: string) => string;
}

/** What `rnc compile --target wgsl` writes. Throws where it refuses. */
export function emit(source: Source, options: Omit<CompileOptions, 'target'> = {}): Emitted {
  const { files, diagnostics } = compile(source, { ...options, target: 'wgsl' });
  if (files.length === 0) throw new Error(`${source.text}\n${messages(diagnostics)}`);
  const text = (path: string): string => String(files.find((file) => file.path === path)!.content);
  const planPath = files.find(({ path }) => path.endsWith('.plan.json'))!.path;
  return { files, plan: JSON.parse(text(planPath)) as Plan, text };
}

export function onlyNetwork(source: Source): Graph {
  const { networks, diagnostics } = check(source);
  if (networks[0] === undefined) throw new Error(`${source.text}\n${messages(diagnostics)}`);
  return networks[0];
}

const messages = (diagnostics: readonly { readonly message: string }[]): string =>
  diagnostics.map(({ message }) => message).join('\n');

/** Writes emitted files to a folder of their own; `remove` deletes it. */
export function writeFolder(files: readonly OutputFile[]): {
  readonly folder: string;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'wgsl-'));
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Runs programs of one emitted folder on a device, one after the other, through the runtime that is shipped. */
export async function runPrograms(
  { files, plan }: Emitted,
  { device, programs }: { readonly device: GPUDevice; readonly programs: readonly string[] },
  input: Batch,
): Promise<readonly Result[]> {
  const needed = files.filter(({ path }) => /^kernels\/|\.plan\.json$|\.weights\.bin$/.test(path));
  const { folder, remove } = writeFolder(needed);
  const planUrl = pathToFileURL(join(folder, `${plan.network}.plan.json`));
  const results: Result[] = [];
  try {
    for (const program of programs) {
      const network = await loadProgram(planUrl, { device, program });
      results.push(await network.run(Float32Array.from(input.data)));
      network.dispose();
    }
  } finally {
    remove();
  }
  return results;
}

/** Numbers in [−spread, spread) for a network's input. */
export function inputFor(graph: FlatGraph, batch: number, next: () => number, spread = 2): Batch {
  const [channels, height, width] = graph.nodes[0]!.output;
  const shape = [batch, channels, height, width] as const;
  const data = Float32Array.from({ length: batch * channels * height * width }, () => spread * next());
  return { shape, data };
}

export { relativeDifference as relativeError } from '../../../src/reference/difference.ts';
