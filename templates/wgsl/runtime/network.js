import { GpuError } from './errors.js';
import { product, readPlan } from './plan.js';
import { execute, executeTimed } from './run.js';
import { openSession } from './session.js';

/**
 * @param {URL} planUrl the other files lie beside it
 * @param {import('./runtime.js').LoadOptions} options
 * @returns {Promise<import('./runtime.js').Network>}
 * @throws {import('./errors.js').GpuError}
 */
export async function loadProgram(planUrl, options = {}) {
  const plan = await readPlan(planUrl, options.signal);
  const { weights = plan.weights.file } = options;
  const source = { plan, planUrl, options, weights: asSource(weights, planUrl) };
  const network = createNetwork(source);
  await network.open();
  return network.face;
}

/** A path or an address is relative to the plan. */
const asSource = (weights, planUrl) =>
  typeof weights === 'string' || weights instanceof URL ? new URL(weights, planUrl) : weights;

function createNetwork(source) {
  const { plan } = source;
  const { shape } = plan.input;
  const expected = product(shape);
  /** Runs that wait for a device or for room for their result, in the order of their calls. */
  const waiting = [];
  let session;
  /** The session that was opened last, even if it has ended. */
  let latest;
  let opening;
  let disposed = false;
  /** Settles with the last run that began. */
  let last = Promise.resolve();

  const disposedError = () => new GpuError('disposed', 'This network was disposed of; load it again.');

  function open() {
    opening ??= openSession(source, () => {
      session = undefined;
    })
      .then((opened) => {
        if (disposed) opened.close(disposedError());
        if (opened.ended()) throw opened.ended();
        session = opened;
        latest = opened;
      })
      .finally(() => {
        opening = undefined;
      });
    return opening;
  }

  function pump() {
    while (waiting.length > 0) {
      if (!session) {
        if (!opening) reopen();
        return;
      }
      if (session.free.length === 0) return; // the next run that ends comes here
      begin(waiting.shift());
    }
  }

  /** After a loss; the options’ signal and progress were for `load`. */
  function reopen() {
    const { signal, onProgress, ...options } = source.options;
    source = { ...source, options };
    open().then(pump, (error) => {
      for (const { reject } of waiting.splice(0)) reject(error);
    });
  }

  function begin({ run, input, resolve, reject }) {
    const before = last;
    const running = run(session, plan, input);
    last = (async () => {
      try {
        const result = await running;
        await before;
        resolve(result);
      } catch (error) {
        await before;
        reject(error);
      }
      pump();
    })();
  }

  function enqueue(run, input) {
    return new Promise((resolve, reject) => {
      if (disposed) throw disposedError();
      checkInput(input);
      const ready = session && waiting.length === 0 && session.free.length > 0;
      // Whoever has to wait keeps a copy: the caller may fill the array anew.
      waiting.push({ run, input: ready ? input : input.slice(), resolve, reject });
      pump();
    });
  }

  function checkInput(input) {
    const wanted = `run takes a Float32Array of ${expected} numbers, ${shape.join('×')}`;
    if (!(input instanceof Float32Array)) {
      const given = input === null ? 'null' : (input?.constructor?.name ?? typeof input);
      throw new GpuError('wrong-input', `${wanted}; it was given ${given}.`, { shape });
    }
    if (input.length !== expected)
      throw new GpuError('wrong-input', `${wanted}; it was given ${input.length}.`, { shape });
  }

  const result = (data) => ({ data, shape: [...plan.output.shape] });
  const face = {
    plan,
    get program() {
      return latest.programName;
    },
    get adapter() {
      return latest.info;
    },
    get device() {
      return latest.device;
    },
    get memoryBytes() {
      return session?.memoryBytes ?? 0;
    },
    run: async (input) => result(await enqueue(execute, input)),
    async profile(input) {
      const { data, steps } = await enqueue(executeTimed, input);
      return { ...result(data), steps };
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      for (const { reject } of waiting.splice(0)) reject(disposedError());
      session?.close(disposedError());
    },
  };
  return { open, face };
}
