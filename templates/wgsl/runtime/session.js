import { bindSteps, createBuffers } from './buffers.js';
import { openDevice } from './device.js';
import { GpuError } from './errors.js';
import { compileKernels } from './kernels.js';
import { uploadWeights } from './weights.js';

/**
 * A device with everything on it that one run needs. After a loss it is of no use any more and another one is opened.
 *
 * @param {{ plan: object, planUrl: URL, weights: URL | ArrayBuffer | Uint8Array, options: object }} source
 * @param {(error: Error) => void} onEnd called once, when the device is lost or the session closed
 */
export async function openSession({ plan, planUrl, weights, options }, onEnd) {
  const { signal, onProgress } = options;
  const opened = await openDevice(plan, options);
  const session = watch(opened, Boolean(options.device), onEnd);
  const stop = new AbortController();
  const abort = () => stop.abort(signal.reason);
  signal?.addEventListener('abort', abort);
  try {
    signal?.throwIfAborted();
    const compiling = compileKernels(session, planUrl, stop.signal, onProgress);
    const filling = createBuffers(session).then(() =>
      session.guard(uploadWeights(session, plan, weights, stop.signal, onProgress)),
    );
    const [kernels] = await Promise.all([compiling, filling]);
    session.steps = await bindSteps(session, kernels);
    signal?.throwIfAborted();
    return session;
  } catch (error) {
    const cause = (await session.lossOf(error)) ?? explain(error, signal);
    session.close(cause);
    throw cause;
  } finally {
    stop.abort();
    signal?.removeEventListener('abort', abort);
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
