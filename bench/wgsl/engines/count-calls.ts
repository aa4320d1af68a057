/** What an engine asked of WebGPU so far. */
export interface Counts {
  readonly dispatches: number;
  readonly submits: number;
  readonly bindGroups: number;
  readonly bufferWrites: number;
  readonly pipelines: number;
  /** Characters of WGSL. */
  readonly shaderLength: number;
  /** Of buffers that were made and not destroyed. */
  readonly liveBytes: number;
  readonly peakBytes: number;
}

/** Watches every device of this process or page from now on; returns how things stand. Each call then takes a little longer. */
export function countCalls(): () => Counts {
  const counts = {
    dispatches: 0,
    submits: 0,
    bindGroups: 0,
    bufferWrites: 0,
    pipelines: 0,
    shaderLength: 0,
    liveBytes: 0,
    peakBytes: 0,
  };
  const live = new WeakSet<GPUBuffer>();
  const pipeline = (): void => {
    counts.pipelines++;
  };
  const dispatch = (): void => {
    counts.dispatches++;
  };
  after(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', dispatch);
  after(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', dispatch);
  after(GPUQueue.prototype, 'submit', () => {
    counts.submits++;
  });
  after(GPUQueue.prototype, 'writeBuffer', () => {
    counts.bufferWrites++;
  });
  after(GPUDevice.prototype, 'createBindGroup', () => {
    counts.bindGroups++;
  });
  after(GPUDevice.prototype, 'createComputePipeline', pipeline);
  after(GPUDevice.prototype, 'createComputePipelineAsync', pipeline);
  after(GPUDevice.prototype, 'createShaderModule', (_, [{ code }]) => {
    counts.shaderLength += code.length;
  });
  after(GPUDevice.prototype, 'createBuffer', (_, __, buffer) => {
    live.add(buffer);
    counts.liveBytes += buffer.size;
    counts.peakBytes = Math.max(counts.peakBytes, counts.liveBytes);
  });
  after(GPUBuffer.prototype, 'destroy', (buffer) => {
    if (live.delete(buffer)) counts.liveBytes -= buffer.size;
  });
  return () => ({ ...counts });
}

/** Calls `note` after each call of a method, on every object of the class. */
function after<T extends object, K extends keyof T>(
  prototype: T,
  method: K,
  note: (
    self: T,
    args: T[K] extends (...args: infer A) => unknown ? A : never,
    result: T[K] extends (...args: never[]) => infer R ? R : never,
  ) => void,
): void {
  const original = prototype[method] as (...args: unknown[]) => unknown;
  const replacement = function (this: T, ...args: unknown[]): unknown {
    const result = original.apply(this, args);
    note(this, args as Parameters<typeof note>[1], result as Parameters<typeof note>[2]);
    return result;
  };
  prototype[method] = replacement as T[K];
}
