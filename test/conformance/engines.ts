import { runOnnx } from '../../src/cli/run-onnx.ts';
import type { OutputFile, TargetName, Weights } from '../../src/index.ts';
import { compile } from '../../src/index.ts';
import { outputShape } from '../../src/ir/graph.ts';
import { referenceOutput } from '../../src/reference/run.ts';
import { openDevice } from '../backends/wgsl/device.ts';
import { emit, onlyNetwork, runPrograms } from '../backends/wgsl/emitted.ts';
import { lanesOf } from '../backends/wgsl/test-operators.ts';
import { hasAdapter } from '../backends/wgsl-runtime/adapter.ts';
import { hasTorch } from '../oracles/python.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { runModules } from './run-modules.ts';
import { runInference, runModels } from './run-tfjs.ts';

/** What a network gave for a case, N×C×H×W, or what went wrong. */
export type Answer = ArrayLike<number> | Error;

/** The columns of docs/conformance.md. */
export const columns = ['reference', 'tfjs', 'wgsl', 'onnx', 'pytorch'] as const;
export type Column = (typeof columns)[number];

/** One way of computing networks. */
export interface Engine {
  readonly column: Column;
  /** What sets it apart from others of its column. */
  readonly name: string;
  /** False where the machine lacks what it needs. */
  readonly isHere: boolean;
  readonly answers: (cases: readonly ConformanceCase[]) => Promise<readonly Answer[]>;
}

const sourceOf = ({ network, text }: ConformanceCase) => ({ name: `${network}.resnet`, text });

/** The files that `rnc compile` writes for a case. Throws with its diagnostics. */
export function compiled(
  each: ConformanceCase,
  options: { readonly target: TargetName; readonly fold?: boolean; readonly weights?: Weights },
): readonly OutputFile[] {
  const { files, diagnostics } = compile(sourceOf(each), { batch: each.input.shape[0], ...options });
  if (files.length > 0) return files;
  throw new Error(diagnostics.map(({ message }) => message).join('\n'));
}

/** One case after the other. */
const singly =
  (answer: (each: ConformanceCase) => ArrayLike<number> | Promise<ArrayLike<number>>) =>
  async (cases: readonly ConformanceCase[]): Promise<readonly Answer[]> => {
    const answers: Answer[] = [];
    for (const each of cases) answers.push(await orError(() => answer(each)));
    return answers;
  };

async function orError(work: () => ArrayLike<number> | Promise<ArrayLike<number>>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The emitted model on ONNX Runtime's CPU engine. */
const onnxRuntime = (fold: boolean): Engine['answers'] =>
  singly(async (each) => {
    const files = compiled(each, { target: 'onnx', fold, weights: each.weights });
    const { shape, data } = each.input;
    const answer = await runOnnx(files, each.network, { shape, data: Float32Array.from(data) });
    return answer.data;
  });

export const engines: readonly Engine[] = [
  {
    column: 'reference',
    name: 'in double precision',
    isHere: true,
    answers: singly((each) => {
      const graph = onlyNetwork(sourceOf(each));
      const [found, expected] = [outputShape(graph).join('×'), each.output.shape.slice(1).join('×')];
      if (found !== expected) throw new Error(`the result is ${found}, not ${expected}`);
      return referenceOutput(graph, each.weights, each.input);
    }),
  },
  { column: 'tfjs', name: 'inference function', isHere: true, answers: runInference },
  { column: 'tfjs', name: 'layers model', isHere: true, answers: runModels },
  {
    column: 'wgsl',
    name: 'the adapter’s program',
    isHere: hasAdapter,
    answers: singly(async (each) => {
      const device = await openDevice();
      const emitted = emit(sourceOf(each), { weights: each.weights, batch: each.input.shape[0] });
      const programs = [lanesOf(device)[0] ?? 'tiles'];
      const [result] = await runPrograms(emitted, { device, programs }, each.input);
      return result!.data;
    }),
  },
  { column: 'onnx', name: 'as written', isHere: true, answers: onnxRuntime(false) },
  { column: 'onnx', name: 'folded', isHere: true, answers: onnxRuntime(true) },
  { column: 'pytorch', name: 'module', isHere: hasTorch, answers: runModules },
];
