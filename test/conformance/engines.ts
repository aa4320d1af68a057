import { forms } from '../../src/cli/verify/forms.ts';
import type { TargetName, TargetOptions } from '../../src/index.ts';
import { compile } from '../../src/index.ts';
import { referenceOutput } from '../../src/reference/run.ts';
import { openDevice } from '../backends/wgsl/device.ts';
import { emit, onlyNetwork, runPrograms } from '../backends/wgsl/emitted.ts';
import { lanesOf } from '../backends/wgsl/test-operators.ts';
import { hasAdapter } from '../backends/wgsl-runtime/adapter.ts';
import { hasTorch } from '../oracles/python.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { runModules } from './run-modules.ts';

/** What a network gave for a case, N×C×H×W, or what went wrong. */
export type Answer = ArrayLike<number> | Error;

/** A column of docs/conformance.md. */
export type Column = 'reference' | Exclude<TargetName, 'report'>;

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
  options: { readonly target: TargetName } & TargetOptions,
): ReturnType<typeof compile>['files'] {
  const { weights, input } = each;
  const { files, diagnostics } = compile(sourceOf(each), { weights, batch: input.shape[0], ...options });
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

const inProcess: readonly Engine[] = forms
  .filter(({ target }) => target === 'tfjs' || target === 'onnx')
  .map((form) => ({
    column: form.target,
    name: form.name,
    isHere: true,
    answers: singly(async (each) => {
      const files = compiled(each, { target: form.target, ...form.options });
      const { weights, input } = each;
      const batch = { shape: input.shape, data: Float32Array.from(input.data) };
      const graph = onlyNetwork(sourceOf(each));
      return (await form.run(files, { graph, weights, input: batch })).data;
    }),
  }));

export const engines: readonly Engine[] = [
  {
    column: 'reference',
    name: 'in double precision',
    isHere: true,
    answers: singly((each) => referenceOutput(onlyNetwork(sourceOf(each)), each.weights, each.input)),
  },
  ...inProcess,
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
  { column: 'pytorch', name: 'module', isHere: hasTorch, answers: runModules },
];
