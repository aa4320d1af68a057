/** One engine in a page of its own: what contender-process.ts is in Node. */
import type { Counts } from './engines/count-calls.ts';
import { countCalls } from './engines/count-calls.ts';
import type { Engine, Facts, Job } from './engines/engine.ts';
import { startOrt } from './engines/ort.ts';
import { startRnc } from './engines/rnc.ts';
import { startTfjs } from './engines/tfjs.ts';
import { runRepeatedly } from './run-repeatedly.ts';

/** What the page offers to the bench; arrays of numbers, since they cross as JSON. */
export interface PageContender {
  first(job: Job): Promise<readonly number[]>;
  run(times: number, inFlight: number): Promise<{ times: readonly number[]; output: readonly number[] }>;
  facts(): Promise<Facts>;
}

const { gpu } = (globalThis as unknown as { navigator: { gpu: GPU } }).navigator;
const read = async (path: string): Promise<ArrayBuffer> => (await fetch(path)).arrayBuffer();
let counts: () => Counts | undefined = () => undefined;
/** Not a part of the page's own bundle. */
const ortBundle: string = '/ort/ort.webgpu.bundle.min.js';
let engine: Engine;
let input: Float32Array;

async function start(job: Job): Promise<Engine> {
  if (job.engine === 'rnc') return startRnc(job, gpu);
  if (job.engine === 'ort-web') {
    const ort = await import(ortBundle);
    ort.env.wasm.wasmPaths = { wasm: '/ort/ort-wasm-simd-threaded.asyncify.wasm' };
    return startOrt(ort, `${job.base}onnx/${job.network}.onnx`, 'webgpu', job);
  }
  if (job.engine !== 'tfjs') throw new Error(`${job.engine} does not run in a browser`);
  await loadScript('/tfjs/tf.min.js');
  await loadScript('/tfjs/tf-backend-webgpu.min.js');
  const { tf } = globalThis as unknown as { tf: Parameters<typeof startTfjs>[0] };
  return startTfjs(tf, gpu, job, await read(`${job.base}weights.safetensors`));
}

interface ScriptElement {
  src: string;
  onload: () => void;
  onerror: () => void;
}
const { document } = globalThis as unknown as {
  document: { createElement(name: 'script'): ScriptElement; head: { append(element: ScriptElement): void } };
};

/** TensorFlow.js for browsers is two classic scripts. */
function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onerror = (): void => reject(new Error(`${src} does not load`));
    document.head.append(Object.assign(document.createElement('script'), { src, onload: resolve, onerror }));
  });
}

const contender: PageContender = {
  first: async (job) => {
    if (job.counted) counts = countCalls();
    engine = await start(job);
    input = new Float32Array(await read(`${job.base}input.f32`));
    return [...(await engine.run(input))];
  },
  run: async (times, inFlight) => {
    const runs = await runRepeatedly(engine, input, { is: 'run', times, inFlight });
    return { times: runs.times, output: [...runs.output] };
  },
  facts: async () => ({ ...(await engine.facts()), ...counts() }),
};
Object.assign(globalThis, { contender });
