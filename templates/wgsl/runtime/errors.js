/**
 * Whatever keeps a network from running. `code` is for programs, `message` for people, other fields (limit, layers, file, …) for both.
 * The codes: no-webgpu, no-adapter, limit, kernel, device-lost, out-of-memory, wrong-input, bad-weights, bad-plan, no-timestamps,
 * disposed, unreachable-file.
 */
export class GpuError extends Error {
  name = 'GpuError';

  constructor(code, message, { cause, ...fields } = {}) {
    super(message, cause && { cause });
    Object.assign(this, { code }, fields);
  }
}
