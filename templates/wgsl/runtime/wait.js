/**
 * The promise, waited for in a way that leaves the processor to the shaders. Node's WebGPU asks the device in a busy loop, which on an
 * adapter that is the processor itself takes one of its cores away; so there, this thread naps between two questions.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {{ processor: 'cpu' | 'gpu' }} program
 * @returns {Promise<T>}
 */
export async function settled(promise, { processor }) {
  if (processor !== 'cpu' || globalThis.process?.release?.name !== 'node') return promise;
  const cell = new Int32Array(new SharedArrayBuffer(4)); // made here, since pages that are not isolated have none
  let pending = true;
  const ready = promise.finally(() => {
    pending = false;
  });
  ready.catch(() => {});
  while (pending) {
    Atomics.wait(cell, 0, 0, NAP);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return ready;
}

const NAP = 0.3; // ms
