import type { Plan } from '../../backends/wgsl/plan.ts';
import type { NumberArray } from '../../data/npy.ts';
import type { Graph, OutputFile, TargetName, TargetOptions } from '../../index.ts';
import type { Weights } from '../weights.ts';

/** What every form of a network is run on. */
export interface Material {
  readonly graph: Graph;
  readonly weights: Weights;
  /** N×C×H×W. */
  readonly input: NumberArray;
}

export type VerifiedTarget = Exclude<TargetName, 'report'>;

/** One way in which a target computes a network. */
export interface Form {
  readonly target: VerifiedTarget;
  /** What sets it apart from the target's others. */
  readonly name: string;
  readonly options: TargetOptions;
  /** Runs what the target wrote: N×classes, or N×C×H×W. A machine that cannot ends the command and says why. */
  readonly run: (files: readonly OutputFile[], material: Material) => Promise<NumberArray>;
  /** What the parts of the network gave in a run, by the path of their tensors; only where the engine can tell. */
  readonly layers?: (
    files: readonly OutputFile[],
    material: Material,
  ) => Promise<ReadonlyMap<string, Float32Array>>;
}

/** Everything that is compared, in the order of the table. */
export const forms: readonly Form[] = [
  {
    target: 'tfjs',
    name: 'inference function',
    options: {},
    run: async (files, { graph, weights, input }) =>
      (await import('../run-tfjs.ts')).runTfjs(files, graph.name, weights, input),
  },
  {
    target: 'tfjs',
    name: 'layers model',
    options: {},
    run: async (files, { graph, weights, input }) =>
      (await import('../run-tfjs.ts')).runTfjsModel(files, graph.name, weights, input),
  },
  {
    target: 'wgsl',
    name: 'the adapter’s program',
    options: {},
    run: async (files, { graph, input }) =>
      (await import('../run-wgsl.ts')).runWgsl(files, graph.name, input, undefined),
  },
  {
    target: 'onnx',
    name: 'model',
    options: {},
    run: async (files, { graph, input }) =>
      (await import('../run-onnx.ts')).runOnnx(files, graph.name, input),
  },
  {
    target: 'onnx',
    name: 'folded model',
    options: { fold: true },
    run: async (files, { graph, input }) =>
      (await import('../run-onnx.ts')).runOnnx(files, graph.name, input),
  },
  {
    target: 'pytorch',
    name: 'module',
    options: {},
    run: async (files, material) => (await import('../run-pytorch.ts')).runPytorch(files, material),
    layers: async (files, material) => (await import('../run-pytorch.ts')).runPytorchLayers(files, material),
  },
];

/** Single precision over a network's depth; Winograd's algorithm adds and subtracts more. */
const direct = 1e-5;
const winograd = 1e-4;

/** How far a form may be from the reference, relative to the largest value. */
export function toleranceOf(form: Form, files: readonly OutputFile[]): number {
  if (form.target !== 'wgsl') return direct;
  const { content } = files.find(({ path }) => path.endsWith('.plan.json'))!;
  const { programs } = JSON.parse(content as string) as Plan;
  const uploads = Object.values(programs).flatMap((program) => program.uploads);
  return uploads.some((upload) => upload.winograd !== undefined) ? winograd : direct;
}
