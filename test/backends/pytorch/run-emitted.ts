import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { trainingView } from '../../../src/backends/pytorch/module-view.ts';
import { emit } from '../../../src/compile.ts';
import type { Diagnostic, Graph } from '../../../src/index.ts';
import { writeSafetensors } from '../../../src/index.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import type { WeightedGraph } from '../../../src/ir/passes/weighted-graph.ts';
import { elements } from '../../../src/ir/shape.ts';
import type { Batch } from '../../../src/reference/run.ts';
import { numbers } from '../../ir/passes/programs.ts';
import { inTemporaryFolder, python } from '../../oracles/python.ts';

const program = fileURLToPath(new URL('../../oracles/pytorch_oracle.py', import.meta.url));

export interface EmittedModule {
  readonly className: string;
  readonly text: string;
}

/** The network's file and its class. */
export function emittedModule(graph: Graph, source = 'case.resnet'): EmittedModule {
  const { value, diagnostics } = emit(graph, { target: 'pytorch' }, { name: source, files: new Map() });
  const view = trainingView({ graph, source, weights: undefined, options: {}, locate: () => nowhere });
  const file = value.find(({ path }) => path === `${view.module}.py`);
  if (file === undefined) throw new Error(diagnostics.map(({ message }: Diagnostic) => message).join('; '));
  return { className: view.className, text: file.content as string };
}

const nowhere = { file: '', line: 1, column: 1 };

/** A job of the oracle, but for the module that the file is made of. */
export interface Job {
  readonly module: EmittedModule;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly torchvision?: {
    readonly name: string;
    readonly options?: object;
    readonly size: readonly [number, number];
    /** In single precision and for inference alone. */
    readonly large?: boolean;
  };
  readonly statistics?: true;
  readonly run?: { readonly weights: WeightedGraph['weights']; readonly input: Batch };
}

export interface Answer {
  readonly error?: string;
  readonly state: readonly (readonly [name: string, shape: readonly number[]])[];
  readonly expected: Answer['state'];
  readonly eval: number;
  readonly train: number;
  readonly shape: readonly number[];
  readonly result: Float64Array;
  /** Mean, standard deviation, smallest, largest. */
  readonly tensors: Readonly<Record<string, readonly [number, number, number, number]>>;
}

/** Runs all jobs in one process of Python. */
export function runJobs(jobs: readonly Job[]): readonly Answer[] {
  return inTemporaryFolder((folder) => {
    const written = jobs.map(({ module, run, torchvision, ...job }, index) => {
      const path = (ending: string): string => join(folder, `case${index}${ending}`);
      writeFileSync(path('.py'), module.text);
      const entry = { ...job, module: path('.py'), class: module.className };
      if (torchvision !== undefined) {
        const { name, options = {}, size, large = false } = torchvision;
        const precision = { double: !large, train: !large };
        return { ...entry, ...precision, torchvision: name, options, height: size[0], width: size[1] };
      }
      if (run === undefined) return entry;
      const tensors = [...run.weights].map(([name, { shape, data }]) => ({
        name,
        shape,
        data: data instanceof Float32Array ? data : Float32Array.from(data),
      }));
      writeFileSync(path('.safetensors'), writeSafetensors(tensors));
      writeFileSync(path('.in'), new Uint8Array(Float64Array.from(run.input.data).buffer));
      const { shape } = run.input;
      return { ...entry, weights: path('.safetensors'), input: path('.in'), shape, output: path('.out') };
    });
    const answers = JSON.parse(
      execFileSync(python!, [program], {
        input: JSON.stringify(written),
        encoding: 'utf8',
        maxBuffer: 1 << 28,
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    ) as Answer[];
    return answers.map((answer, index) => {
      if (jobs[index]!.run === undefined || answer.error !== undefined) return answer;
      const bytes = readFileSync(join(folder, `case${index}.out`));
      return { ...answer, result: new Float64Array(new Uint8Array(bytes).buffer) };
    });
  });
}

/** Weights that keep values about as large from layer to layer, of numbers from one pool: quick for the largest networks. */
export function pooledWeights(graph: Graph): WeightedGraph {
  const next = numbers(7);
  const pool = Float32Array.from({ length: 1 << 18 }, next);
  let start = 0;
  const weights = tensorsOf(graph).map(({ name, shape, role }) => {
    const data = new Float32Array(elements(shape));
    const bound = Math.sqrt(3 / Math.max(1, elements(shape.slice(1))));
    const isVariance = role === 'buffer' && name.endsWith('running_var');
    for (let at = 0; at < data.length; at++) {
      const number = pool[(start + at) & (pool.length - 1)]!;
      data[at] = isVariance ? 1.3 + number : number * bound;
    }
    start += 7919;
    return [name, { shape, data }] as const;
  });
  return { graph, weights: new Map(weights) };
}
