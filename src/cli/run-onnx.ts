import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { NumberArray } from '../data/npy.ts';
import type { OutputFile } from '../index.ts';
import { stop } from './exit.ts';
import { importPeer } from './import-peer.ts';
import { withTemporaryFolder } from './temporary-folder.ts';
import { writeFlushed } from './write-file.ts';

interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: string | Uint8Array, options: object): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => Tensor;
}

const missing =
  'ONNX models run on the npm package onnxruntime-node, which is not installed here; install it with\n  npm install onnxruntime-node';

/**
 * ONNX Runtime. On Linux it reports what it runs to its maker, and leaves files in the temporary folder, unless this variable says no; it is
 * read when the library is loaded.
 */
async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
  return (await importPeer('onnxruntime-node', missing)) as OnnxRuntime;
}

/** Only errors are written to standard error. */
const options = { executionProviders: ['cpu'], logSeverityLevel: 3 };

/** Runs the emitted model in this process on ONNX Runtime's CPU engine: N×C×H×W in, N×classes (or N×C×H×W) out. */
export async function runOnnx(
  files: readonly OutputFile[],
  name: string,
  { shape, data }: NumberArray,
): Promise<NumberArray> {
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const run = async (model: string | Uint8Array): Promise<NumberArray> => {
    const session = await stopForMachine(() => InferenceSession.create(model, options));
    try {
      const feeds = { [session.inputNames[0]!]: new Tensor('float32', data, shape) };
      const answer = (await stopForMachine(() => session.run(feeds)))[session.outputNames[0]!]!;
      return { shape: answer.dims, data: answer.data as Float32Array };
    } finally {
      await session.release();
    }
  };
  const model = `${name}.onnx`;
  if (files.length === 1) return run(files[0]!.content as Uint8Array);
  // Weights beside the model are found by the model's place.
  return withTemporaryFolder(join(tmpdir(), 'rnc-run-'), async (folder) => {
    for (const { path, content } of files) await writeFlushed(join(folder, path), content);
    return run(join(folder, model));
  });
}

/** What is left to go wrong is memory: the model and its input belong together. */
async function stopForMachine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    if (/alloc/i.test(reason!))
      return stop(2, `ONNX Runtime has not enough memory for this network: ${reason}`);
    throw error;
  }
}
