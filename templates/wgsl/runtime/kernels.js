import { GpuError } from './errors.js';
import { readText } from './files.js';

const COMPUTE = 4; // GPUShaderStage.COMPUTE: the global objects need not exist in Node
const types = { read: 'read-only-storage', read_write: 'storage', uniform: 'uniform' };

/**
 * Every kernel’s pipeline, compiled at once. Kernels with the same kinds of bindings share their layouts. Of several kernels that
 * fail, the first in the program is told.
 *
 * @returns {Promise<{ pipeline: GPUComputePipeline, layout: GPUBindGroupLayout }[]>} in the program’s order
 */
export async function compileKernels(session, planUrl, signal, onProgress) {
  const { device, program } = session;
  const layouts = new Map();
  const texts = new Map();
  const read = ({ file }) => {
    if (!texts.has(file)) texts.set(file, readText(new URL(file, planUrl), signal));
    return texts.get(file);
  };
  const total = program.kernels.length;
  let done = 0;
  onProgress?.({ stage: 'pipelines', done, total });
  const compiled = await Promise.allSettled(
    program.kernels.map(async (kernel, index) => {
      const code = specialise(await read(kernel), kernel.shape);
      const key = kernel.bindings.join();
      if (!layouts.has(key)) layouts.set(key, createLayouts(device, kernel.bindings));
      const { layout, pipelineLayout } = layouts.get(key);
      device.pushErrorScope('validation'); // faults come back with the pipeline
      const module = device.createShaderModule({ label: kernel.file, code });
      device.popErrorScope().catch(() => {});
      const compute = { module, entryPoint: 'main' };
      const descriptor = { label: kernel.name, layout: pipelineLayout, compute };
      const pipeline = await session
        .guard(device.createComputePipelineAsync(descriptor))
        .catch(async (cause) => {
          if (await session.lossOf(cause)) throw cause;
          throw await kernelError(session, index, code, module, cause);
        });
      done += 1;
      onProgress?.({ stage: 'pipelines', done, total });
      return { pipeline, layout };
    }),
  );
  const failed = compiled.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return compiled.map(({ value }) => value);
}

/** The kernel for another shape than the one that its file was written for. */
function specialise(code, shape) {
  return shape === undefined
    ? code
    : code.replace(/^const shape = Shape\(.*\);$/m, `const shape = Shape(${shape});`);
}

function createLayouts(device, bindings) {
  const entries = bindings.map((kind, binding) => ({
    binding,
    visibility: COMPUTE,
    buffer: { type: types[kind] },
  }));
  const layout = device.createBindGroupLayout({ entries });
  return { layout, pipelineLayout: device.createPipelineLayout({ bindGroupLayouts: [layout] }) };
}

async function kernelError({ program, info }, index, code, module, cause) {
  const { file } = program.kernels[index];
  const steps = program.steps.filter(({ kernel }) => kernel === index);
  const layers = [...new Set(steps.flatMap((step) => step.layers))];
  const messages = (await module.getCompilationInfo?.().catch(() => {}))?.messages ?? [];
  const fault = messages.find(({ type }) => type === 'error');
  const line = fault?.lineNum || undefined; // 0 where it is unknown
  const wgsl = line && code.split('\n')[line - 1]?.trim();
  const place = line ? `${file}, line ${line} (${wgsl})` : file;
  return new GpuError(
    'kernel',
    `The adapter (${info.name}) does not compile ${place}, which computes ${layers.join(', ')}: ${fault?.message ?? cause.message}`,
    { cause, file, line, column: fault?.linePos, wgsl, layers, adapter: info },
  );
}
