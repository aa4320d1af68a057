/**
 * One engine in a process of its own: `node contender-process.mjs JOB`. It loads the network, runs it once and says so; then it
 * does as it is told. Parts are imported when needed, since the cold start counts.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Command, Reply } from './commands.ts';
import type { Counts } from './engines/count-calls.ts';
import type { Engine, Facts, Job } from './engines/engine.ts';
import { runRepeatedly } from './run-repeatedly.ts';

const require = createRequire(import.meta.url);
const job = JSON.parse(process.argv[2]!) as Job;
const path = (name: string): string => fileURLToPath(new URL(name, job.base));
const read = async (name: string): Promise<ArrayBuffer> => {
  const bytes = await readFile(path(name));
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
};
const reply = (message: Reply): boolean => process.send!(message);

let counts: () => Counts | undefined = () => undefined;

async function start(): Promise<Engine> {
  if (job.engine === 'ort-node' || job.engine === 'ort-cpu') {
    const { startOrt } = await import('./engines/ort.ts');
    const provider = job.engine === 'ort-cpu' ? 'cpu' : 'webgpu';
    // Else it reports what it runs to its maker.
    process.env.ORT_DISABLE_TELEMETRY = '1';
    return startOrt(require('onnxruntime-node'), path(`onnx/${job.network}.onnx`), provider, job);
  }
  const { installWebGpu } = await import('./engines/webgpu-in-node.ts');
  const gpu = installWebGpu(job.dawn);
  if (job.counted) counts = (await import('./engines/count-calls.ts')).countCalls();
  if (job.engine === 'rnc') {
    const { startRnc } = await import('./engines/rnc.ts');
    return startRnc(job, gpu);
  }
  if (job.engine !== 'tfjs') throw new Error(`${job.engine} does not run in Node`);
  const { startTfjs } = await import('./engines/tfjs.ts');
  const tf = require('@tensorflow/tfjs');
  require('@tensorflow/tfjs-backend-webgpu');
  return startTfjs(tf, gpu, job, await read('weights.safetensors'));
}

/** The largest resident memory so far, where the system is Linux. (getrusage's figure begins with that of the parent.) */
async function resident(): Promise<Facts> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kibibytes = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
  return kibibytes === undefined ? {} : { residentBytes: 1024 * Number(kibibytes) };
}

const engine = await start();
const input = new Float32Array(await read('input.f32'));
reply({ times: [], output: await engine.run(input) });

process.on('message', async (command: Command) => {
  try {
    if (command.is === 'end') process.exit(0);
    else if (command.is === 'run') reply(await runRepeatedly(engine, input, command));
    else if (command.is === 'facts') {
      reply({ facts: { ...(await engine.facts()), ...(await resident()), ...counts() } });
    } else if (engine.profile === undefined) reply({ failure: `${job.engine} has no profile` });
    else reply({ steps: await engine.profile(input) });
  } catch (error) {
    reply({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
