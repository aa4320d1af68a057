import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as TensorFlow from '@tensorflow/tfjs';
import type { EmittedModule, Tf } from '../backends/tfjs/run-spec.ts';
import { tensorFlow } from '../backends/tfjs/run-spec.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { type Answer, compiled } from './engines.ts';

type CreateModel = (
  tf: Tf,
  options: { readonly weights: ConformanceCase['weights'] },
) => TensorFlow.LayersModel;
type Module = EmittedModule & Readonly<Record<string, unknown>>;
type Run = (tf: Tf, module: Module, each: ConformanceCase, input: TensorFlow.Tensor4D) => TensorFlow.Tensor;

const build = fileURLToPath(new URL('../../build/', import.meta.url));

/** The emitted inference functions on TensorFlow.js's wasm backend. */
export const runInference = (cases: readonly ConformanceCase[]): Promise<readonly Answer[]> =>
  runEach(cases, (tf, { createInference }, { weights }, input) => {
    const infer = createInference(tf, weights);
    const result = infer(input);
    infer.dispose();
    return result;
  });

/** The emitted layers models. */
export const runModels = (cases: readonly ConformanceCase[]): Promise<readonly Answer[]> =>
  runEach(cases, (tf, module, { weights }, input) => {
    const create = Object.keys(module).find((name) => /^create(?!Inference$)/.test(name))!;
    const model = (module[create] as CreateModel)(tf, { weights });
    const result = model.predict(input) as TensorFlow.Tensor;
    model.dispose();
    return result;
  });

/** All modules lie in one folder, so that the runtime that they share is loaded once. */
async function runEach(cases: readonly ConformanceCase[], run: Run): Promise<readonly Answer[]> {
  const tf = await tensorFlow('wasm');
  mkdirSync(build, { recursive: true });
  const folder = mkdtempSync(join(build, 'conformance-'));
  const answers: Answer[] = [];
  try {
    for (const each of cases) {
      try {
        answers.push(await answerOf(tf, await load(folder, each), each, run));
      } catch (error) {
        answers.push(error as Error);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return answers;
}

async function load(folder: string, each: ConformanceCase): Promise<Module> {
  const files = compiled(each, { target: 'tfjs' });
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return (await import(/* @vite-ignore */ pathToFileURL(join(folder, `${each.network}.js`)).href)) as Module;
}

/** Channels come last in TensorFlow.js. */
async function answerOf(tf: Tf, module: Module, each: ConformanceCase, run: Run): Promise<Answer> {
  const { shape, data } = each.input;
  const output = tf.tidy(() => {
    const batch = tf.tensor4d(Float32Array.from(data), [...shape]);
    const result = run(tf, module, each, tf.transpose(batch, [0, 2, 3, 1]));
    return result.rank === 4 ? tf.transpose(result, [0, 3, 1, 2]) : result;
  });
  const answer = await output.data();
  output.dispose();
  return answer as Float32Array;
}
