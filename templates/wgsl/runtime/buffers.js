import { GpuError } from './errors.js';

// GPUBufferUsage; the global objects need not exist in Node.
const [MAP_READ, COPY_SRC, COPY_DST, UNIFORM, STORAGE] = [1, 4, 8, 64, 128];
const usages = {
  input: STORAGE | COPY_DST,
  weights: STORAGE,
  activations: STORAGE,
  output: STORAGE | COPY_SRC,
};
/** How many results can be under way at once. */
const RING = 3;

/**
 * Every buffer of a program, those with uploads mapped. What is created is put into `session` at once, so that it can be destroyed
 * if a later one fails.
 *
 * @throws {GpuError} out-of-memory, naming the buffer
 */
export async function createBuffers(session) {
  const { device, program } = session;
  const mapped = new Set(program.uploads.map(({ buffer }) => buffer));
  const output = program.buffers.find(({ kind }) => kind === 'output');
  const alignment = device.limits.minUniformBufferOffsetAlignment;
  const uniforms = placeUniforms(program.steps, alignment);
  const reads = Array.from({ length: RING }, (_, index) => ({
    name: `result ${index}`,
    bytes: output.bytes,
    usage: MAP_READ | COPY_DST,
  }));
  const wanted = [
    ...program.buffers.map((buffer, index) => ({
      ...buffer,
      usage: usages[buffer.kind],
      mapped: mapped.has(index),
    })),
    { name: 'uniforms', bytes: Math.max(16, uniforms.bytes), usage: UNIFORM, mapped: true },
    ...reads,
  ];
  session.memoryBytes = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
  const faults = wanted.map((buffer) => createBuffer(session, buffer));
  const fault = (await session.guard(Promise.all(faults))).find(Boolean);
  if (fault) throw fault;

  const count = program.buffers.length;
  const uniform = session.created[count];
  const numbers = new Uint32Array(uniform.getMappedRange());
  for (const { values, offset } of uniforms.places.values()) numbers.set(values, offset / 4);
  uniform.unmap();
  session.buffers = session.created.slice(0, count);
  session.inputBuffer = session.buffers[program.buffers.findIndex(({ kind }) => kind === 'input')];
  session.outputBuffer = session.buffers[program.buffers.indexOf(output)];
  session.free = session.created.slice(count + 1);
  session.uniform = (values) => {
    const { offset } = uniforms.places.get(values.join());
    return { buffer: uniform, offset, size: uniformSize(values) };
  };
}

/** @returns {Promise<GpuError | undefined>} what was wrong */
async function createBuffer(session, { name, bytes, usage, mapped = false }) {
  const { device, created, memoryBytes, info } = session;
  const shortage = (cause) =>
    new GpuError(
      'out-of-memory',
      `The adapter (${info.name}) has no memory for buffer '${name}' of ${bytes} bytes; all buffers together take ${memoryBytes} bytes. Close what else uses it, or take a smaller batch or input.`,
      { cause, buffer: name, bytes, totalBytes: memoryBytes, adapter: info },
    );
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  let thrown;
  try {
    created.push(device.createBuffer({ label: name, size: bytes, usage, mappedAtCreation: mapped }));
  } catch (cause) {
    thrown = shortage(cause); // a RangeError: no memory for the mapping
  }
  const [invalid, short] = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  if (short) return shortage(short);
  if (invalid)
    return new GpuError('bad-plan', `Buffer '${name}' cannot be made: ${invalid.message}`, {
      cause: invalid,
    });
  return thrown;
}

const uniformSize = (values) => Math.ceil(values.length / 4) * 16;

/** Where in the one uniform buffer each step’s numbers lie; equal numbers lie in one place. */
function placeUniforms(steps, alignment) {
  const places = new Map();
  let bytes = 0;
  for (const { uniform } of steps.flatMap(({ bindings }) => bindings)) {
    if (!uniform || places.has(uniform.join())) continue;
    const offset = Math.ceil(bytes / alignment) * alignment;
    places.set(uniform.join(), { values: uniform, offset });
    bytes = offset + uniformSize(uniform);
  }
  return { places, bytes };
}

/** @returns {{ pipeline: GPUComputePipeline, group: GPUBindGroup, workgroups: readonly number[] }[]} one per step */
export async function bindSteps(session, kernels) {
  const { device, program, buffers } = session;
  const descriptors = program.steps.map(({ kernel, bindings, layers }) => ({
    label: layers.join(),
    layout: kernels[kernel].layout,
    entries: bindings.map((one, binding) => ({
      binding,
      resource: one.uniform
        ? session.uniform(one.uniform)
        : { buffer: buffers[one.buffer], offset: one.offset, size: one.bytes },
    })),
  }));
  device.pushErrorScope('validation');
  const steps = descriptors.map((descriptor, index) => {
    const { kernel, workgroups } = program.steps[index];
    return { pipeline: kernels[kernel].pipeline, group: device.createBindGroup(descriptor), workgroups };
  });
  const cause = await session.guard(device.popErrorScope());
  if (cause) throw new GpuError('bad-plan', `The plan binds what does not fit: ${cause.message}`, { cause });
  return steps;
}
