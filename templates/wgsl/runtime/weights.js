import { GpuError } from './errors.js';
import { uploadedBytes } from './plan.js';
import { transformFilter } from './winograd.js';

/**
 * Fills the mapped buffers from the weights as they arrive and unmaps each after its last tensor.
 *
 * @param {{ name: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }} source
 * @throws {GpuError} bad-weights
 */
export async function uploadWeights(session, plan, source, onProgress) {
  const { buffers, program } = session;
  const { file, bytes: total } = plan.weights;
  const ranges = new Map(); // of each buffer the whole one, since parts of it must not overlap
  const left = new Map();
  for (const { buffer } of program.uploads) {
    if (!ranges.has(buffer)) ranges.set(buffer, buffers[buffer].getMappedRange());
    left.set(buffer, (left.get(buffer) ?? 0) + 1);
  }
  const pending = program.uploads
    .map((upload) => openUpload(upload, ranges.get(upload.buffer)))
    .sort((a, b) => a.from - b.from);
  const finish = (upload) => {
    upload.complete();
    left.set(upload.buffer, left.get(upload.buffer) - 1);
    if (left.get(upload.buffer) === 0) buffers[upload.buffer].unmap();
  };

  let done = 0;
  let open = []; // begun, and not yet complete
  const check = (found, relation) => {
    throw new GpuError(
      'bad-weights',
      `${source.name} ${relation} ${found} bytes; the plan says that ${file} has ${total}. Take the file that was compiled with the plan.`,
      { expected: total, found },
    );
  };
  onProgress?.({ stage: 'weights', done, total });
  for await (const chunk of source.chunks) {
    if (session.ended()) return; // what was mapped is gone; whoever ended the session says why
    const end = done + chunk.length;
    if (end > total) check(end, 'has at least');
    while (pending.length > 0 && pending[0].from < end) open.push(pending.shift());
    for (const upload of open) {
      const from = Math.max(upload.from, done);
      const to = Math.min(upload.from + upload.bytes, end);
      upload.target().set(chunk.subarray(from - done, to - done), from - upload.from);
      if (upload.from + upload.bytes <= end) finish(upload);
    }
    open = open.filter((upload) => upload.from + upload.bytes > end);
    done = end;
    onProgress?.({ stage: 'weights', done, total });
  }
  if (done < total) check(done, 'ends after');
}

/** Where a tensor’s bytes go, and what remains to be done when it is complete. */
function openUpload(upload, range) {
  const { offset, bytes, winograd } = upload;
  if (!winograd) return { ...upload, target: () => new Uint8Array(range, offset, bytes), complete() {} };
  let kernel;
  return {
    ...upload,
    target() {
      kernel ??= new Uint8Array(bytes);
      return kernel;
    },
    complete() {
      const result = new Float32Array(range, offset, uploadedBytes(upload) / 4);
      transformFilter(new Float32Array(kernel.buffer), result, winograd.tile);
      kernel = undefined;
    },
  };
}
