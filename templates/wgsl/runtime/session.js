import { bindSteps, createBuffers } from './buffers.js';
import { openDevice } from './device.js';
import { GpuError } from './errors.js';
import { readAhead } from './files.js';
import { compileKernels } from './kernels.js';
import { uploadWeights } from './weights.js';

/**
 * A device with everything on it that one run needs. After a loss it is of no use any more and another one is opened.
 *
 * @param {{ plan: object, planUrl: URL, weights: URL | ArrayBuffer | Uint8Array, options: object }} source
 * @param {(error: Error) => void} onEnd called once, when the device is lost or the session closed
 */
export async function openSession(source, onEnd) {
  const { plan, weights, options } = source;
  const stop = new AbortController();
  const abort = () => stop.abort(options.signal.reason);
  options.signal?.addEventListener('abort', abort);
  try {
    const file = openWeights(weights, stop.signal); // on its way while the adapter is asked for
    const opened = await openDevice(plan, options);
    return await fillSession(watch(opened, Boolean(options.device), onEnd), source, file, stop.signal);
  } finally {
    stop.abort();
    options.signal?.removeEventListener('abort', abort);
  }
}

function openWeights(weights, signal) {
  if (weights instanceof URL) return { name: weights.href, chunks: readAhead(weights, signal) };
  const bytes = ArrayBuffer.isView(weights)
    ? new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength)
    : new Uint8Array(weights);
  return { name: 'The file of weights that was given', chunks: [bytes] };
}

/** Compiles and uploads at the same time, then binds. What was made is destroyed if any of it fails. */
async function fillSession(session, { plan, planUrl, options }, file, signal) {
  const { onProgress } = options;
  try {
    signal.throwIfAborted();
    const compiling = compileKernels(session, planUrl, signal, onProgress);
    const filling = createBuffers(session).then(() =>
      session.guard(uploadWeights(session, plan, file, onProgress)),
    );
    const [kernels] = await Promise.all([compiling, filling]);
    session.steps = await bindSteps(session, kernels);
    signal.throwIfAborted();
    return session;
  } catch (error) {
    const cause = (await session.lossOf(error)) ?? explain(error, options.signal);
    session.close(cause);
    throw cause;
  }
}

/** What is neither told by the runtime nor by whoever aborts comes from a plan that names what does not exist. */
function explain(error, signal) {
  if (error instanceof GpuError || signal?.aborted) return error;
  return new GpuError('bad-plan', `The plan cannot be followed: ${error.message}`, { cause: error });
}

/** Follows the device’s life: `guard` rejects what waits for a device that is gone, since not every promise of it does. */
function watch(opened, borrowed, onEnd) {
  const { device, info } = opened;
  const waiting = new Set();
  const created = [];
  let ended;
  const end = (error) => {
    if (ended) return;
    ended = error;
    for (const reject of waiting) reject(error);
    for (const buffer of created) buffer.destroy();
    onEnd(error);
  };
  const lost = device.lost.then((cause) => {
    end(lossError(cause, info, borrowed));
    return ended;
  });
  return {
    ...opened,
    created,
    /** Why this session ended, where it did. */
    ended: () => ended,
    guard: (promise) =>
      new Promise((resolve, reject) => {
        if (ended) reject(ended);
        waiting.add(reject);
        promise.then(resolve, reject).finally(() => waiting.delete(reject));
      }),
    /** The end that explains `error`, where there is one: calls may fail a moment before the loss is reported. */
    lossOf: (error) =>
      ended ?? (error instanceof GpuError ? undefined : Promise.race([lost, delay(LOSS_REPORT)])),
    close(error) {
      end(error);
      if (!borrowed) device.destroy();
    },
  };
}

const LOSS_REPORT = 50; // milliseconds
const delay = (time) => new Promise((resolve) => setTimeout(resolve, time));

function lossError({ reason, message }, adapter, borrowed) {
  const remedy = borrowed
    ? 'It was given to `load`: load again with another one'
    : 'Try again: a new one is taken, and everything loaded again';
  return new GpuError(
    'device-lost',
    `The device (${adapter.name}) was lost (${reason ?? 'unknown'}: ${message || 'no cause given'}). ${remedy}.`,
    { reason, adapter },
  );
}
