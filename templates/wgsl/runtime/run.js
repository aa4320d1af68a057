import { GpuError } from './errors.js';
import { pack, unpack } from './layout.js';
import { paddedLength } from './plan.js';
import { settled } from './wait.js';

const READ = 1; // GPUMapMode.READ

/**
 * Packs the input, submits every step in one pass and begins to read the result; all of that before it returns, so that runs reach
 * the queue in the order of their calls.
 *
 * @returns {Promise<Float32Array>} the output in PyTorch’s order
 */
export function execute(session, plan, input) {
  const { steps } = session;
  return submit(session, plan, input, (encoder) => {
    const pass = encoder.beginComputePass();
    let current;
    for (const { pipeline, group, workgroups } of steps) {
      if (pipeline !== current) pass.setPipeline(pipeline);
      current = pipeline;
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2]);
    }
    pass.end();
  });
}

/**
 * The same in one pass a step, each between two timestamps.
 *
 * @returns {Promise<{ data: Float32Array, steps: import('./runtime.js').StepTime[] }>}
 */
export async function executeTimed(session, plan, input) {
  const { device, program, steps, info } = session;
  const fields = { adapter: info };
  if (!device.features.has('timestamp-query'))
    throw new GpuError(
      'no-timestamps',
      `The device (${info.name}) has no timestamps; time whole runs.`,
      fields,
    );
  const count = 2 * steps.length;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const resolved = device.createBuffer({ size: 8 * count, usage: QUERY_RESOLVE | COPY_SRC });
  const read = device.createBuffer({ size: 8 * count, usage: MAP_READ | COPY_DST });
  try {
    const result = submit(session, plan, input, (encoder) => {
      for (const [index, { pipeline, group, workgroups }] of steps.entries()) {
        const timestampWrites = {
          querySet,
          beginningOfPassWriteIndex: 2 * index,
          endOfPassWriteIndex: 2 * index + 1,
        };
        const pass = encoder.beginComputePass({ timestampWrites });
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...workgroups);
        pass.end();
      }
      encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, read, 0, 8 * count);
    });
    const [data] = await Promise.all([result, session.guard(read.mapAsync(READ))]);
    const times = new BigUint64Array(read.getMappedRange());
    const timed = program.steps.map(({ layers, kernel }, index) => ({
      layers,
      kernel: program.kernels[kernel].name,
      nanoseconds: Number(times[2 * index + 1] - times[2 * index]),
    }));
    return { data, steps: timed };
  } finally {
    for (const one of [querySet, resolved, read]) one.destroy();
  }
}

// GPUBufferUsage
const [MAP_READ, COPY_SRC, COPY_DST, QUERY_RESOLVE] = [1, 4, 8, 512];

async function submit(session, plan, input, encode) {
  const { device, inputBuffer, outputBuffer, free } = session;
  session.staging ??= new Float32Array(paddedLength(plan.input.shape));
  const read = free.pop();
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  pack(input, plan.input.shape, session.staging);
  device.queue.writeBuffer(inputBuffer, 0, session.staging);
  const encoder = device.createCommandEncoder();
  encode(encoder);
  encoder.copyBufferToBuffer(outputBuffer, 0, read, 0, read.size);
  device.queue.submit([encoder.finish()]);
  const answers = [read.mapAsync(READ), device.popErrorScope(), device.popErrorScope()];
  const results = Promise.all(answers.map((answer) => answer.catch((error) => error)));
  const [failure, invalid, short] = await settled(session.guard(results), session.program);
  const cause = short ?? invalid ?? failure;
  if (cause) {
    const loss = await session.lossOf(cause);
    if (!loss && !failure) read.unmap();
    free.push(read);
    throw loss ?? runError(session, cause, short);
  }
  const data = unpack(new Float32Array(read.getMappedRange()), plan.output.shape);
  read.unmap();
  free.push(read);
  return data;
}

function runError({ info }, cause, short) {
  const [code, fault] = short
    ? ['out-of-memory', 'has no memory for the run']
    : ['bad-plan', 'refuses the run, and there is no result'];
  return new GpuError(code, `The adapter (${info.name}) ${fault}: ${cause.message}`, {
    cause,
    adapter: info,
  });
}
