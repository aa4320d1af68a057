/**
 * A GPU object that computes nothing and fails on demand. Its output is the beginning of its input, so that runs can be told apart.
 * Only what the runtime calls is there; calls are counted over the whole device, so that a test can end it at any of them.
 */
export interface Faults {
  readonly noAdapter?: boolean;
  readonly limits?: Readonly<Record<string, number>>;
  readonly features?: readonly string[];
  readonly subgroups?: readonly [least: number, most: number];
  /** The device is lost during this call of the first device, counted from 0. */
  readonly loseAt?: number;
  /** What the promises of a lost device do: nothing at all, or reject before the loss is reported. */
  readonly afterLoss?: 'hang' | 'reject';
  /** There is no memory for this buffer, counted from 0. */
  readonly noMemoryFor?: number;
  /** createBuffer throws for it, as where the memory for the mapping is missing. */
  readonly throwFor?: number;
  readonly uncompilable?: boolean;
  /** Milliseconds until the pipeline with the label is there. */
  readonly compileTime?: (label: string) => number;
  /** Every submit is a validation error. */
  readonly refuseRuns?: boolean;
  /** Milliseconds until the result of the n-th run is there. */
  readonly delay?: (run: number) => number;
}

export interface FakeGpu {
  readonly gpu: GPU;
  /** Of all devices, in the order of their making. */
  readonly devices: FakeDevice[];
  readonly requests: () => number;
}

export interface FakeDevice {
  readonly live: () => number;
  readonly calls: () => number;
  readonly destroyed: () => boolean;
  readonly lose: (reason: string, message: string) => void;
  readonly device: GPUDevice;
}

const defaultLimits = { minUniformBufferOffsetAlignment: 256, maxStorageBuffersPerShaderStage: 8 };

export function fakeGpu(faults: Faults = {}): FakeGpu {
  const devices: FakeDevice[] = [];
  let requests = 0;
  const [subgroupMinSize, subgroupMaxSize] = faults.subgroups ?? [32, 32];
  const names = { vendor: 'acme', architecture: 'fast-2', device: '', description: 'Acme Fast 2' };
  const adapter = {
    info: { ...names, subgroupMinSize, subgroupMaxSize },
    limits: { ...defaultLimits, ...faults.limits },
    features: new Set(faults.features),
    requestDevice: async () => {
      // Faults that happen once are the first device's; the others belong to the adapter.
      const { loseAt: _, ...lasting } = faults;
      const made = fakeDevice(devices.length === 0 ? faults : lasting, adapter.limits);
      devices.push(made);
      return made.device;
    },
  };
  const requestAdapter = async () => {
    requests += 1;
    return faults.noAdapter ? null : adapter;
  };
  return { gpu: { requestAdapter } as unknown as GPU, devices, requests: () => requests };
}

interface Scope {
  readonly filter: string;
  error: { message: string } | null;
}

function fakeDevice(faults: Faults, limits: object): FakeDevice {
  let calls = 0;
  let runs = 0;
  let buffers = 0;
  let lost = false;
  let destroyed = false;
  const live = new Set<object>();
  const scopes: Scope[] = [];
  let reportLoss!: (info: object) => void;
  const loss = new Promise<object>((resolve) => {
    reportLoss = resolve;
  });
  const lose = (reason: string, message: string): void => {
    lost = true;
    setTimeout(() => reportLoss({ reason, message }), 1);
  };
  const call = (): void => {
    if (calls++ === faults.loseAt) lose('unknown', 'the driver was reset');
  };
  /** What a promise of the device does, given its state when it would settle. */
  const answer = async <Value>(value: Value, delay = 0): Promise<Value> => {
    await new Promise((resolve) => setTimeout(resolve, delay));
    if (!lost) return value;
    if (faults.afterLoss === 'reject') throw new DOMException('the device is gone', 'AbortError');
    return new Promise<never>(() => {});
  };
  const report = (filter: string, message: string): void => {
    const scope = scopes.findLast((one) => one.filter === filter);
    if (scope) scope.error = { message };
  };

  function createBuffer({ size, mappedAtCreation }: GPUBufferDescriptor): object {
    call();
    const index = buffers++;
    if (index === faults.throwFor) throw new RangeError('no memory for the mapping');
    if (index === faults.noMemoryFor) report('out-of-memory', 'no memory');
    let mapped = mappedAtCreation === true;
    let run = 0;
    const buffer = {
      size,
      bytes: new ArrayBuffer(size),
      getMappedRange() {
        call();
        if (!mapped) throw new DOMException('not mapped', 'OperationError');
        return buffer.bytes;
      },
      unmap() {
        call();
        mapped = false;
      },
      mapAsync: async () => {
        call();
        if (mapped) throw new DOMException('mapped already', 'OperationError');
        run = runs++;
        await answer(undefined, faults.delay?.(run) ?? 0);
        mapped = true;
      },
      destroy() {
        live.delete(buffer);
      },
    };
    live.add(buffer);
    return buffer;
  }

  type Made = { bytes: ArrayBuffer };
  let written: Made | undefined;
  const nothing = (): object => {
    call();
    return {};
  };
  const device = {
    limits,
    features: new Set(faults.features),
    lost: loss,
    createBuffer,
    createBindGroupLayout: nothing,
    createPipelineLayout: nothing,
    createBindGroup({ entries }: { entries: { resource: { buffer?: object } }[] }) {
      if (entries.some(({ resource }) => !resource.buffer)) throw new TypeError('a binding has no buffer');
      return nothing();
    },
    createShaderModule() {
      call();
      const messages = [
        { type: 'warning', lineNum: 1, linePos: 1, message: 'unused' },
        { type: 'error', lineNum: 2, linePos: 3, message: 'this vendor knows no vec4f' },
      ];
      return { getCompilationInfo: async () => ({ messages: faults.uncompilable ? messages : [] }) };
    },
    async createComputePipelineAsync({ label }: { label: string }) {
      call();
      await answer(undefined, faults.compileTime?.(label));
      if (faults.uncompilable) throw new DOMException('invalid module', 'GPUPipelineError');
      return {};
    },
    pushErrorScope(filter: string) {
      call();
      scopes.push({ filter, error: null });
    },
    popErrorScope() {
      call();
      return answer(scopes.pop()!.error);
    },
    createCommandEncoder() {
      call();
      let copy: (() => void) | undefined;
      return {
        beginComputePass: () => ({
          setPipeline() {},
          setBindGroup() {},
          dispatchWorkgroups() {},
          end() {},
        }),
        copyBufferToBuffer(_: object, _at: number, to: Made, _to: number, bytes: number) {
          copy = () => new Uint8Array(to.bytes).set(new Uint8Array(written!.bytes.slice(0, bytes)));
        },
        finish: () => copy,
      };
    },
    queue: {
      writeBuffer(to: Made, _: number, values: Float32Array) {
        call();
        new Float32Array(to.bytes).set(values);
        written = to;
      },
      submit([copy]: (() => void)[]) {
        call();
        if (faults.refuseRuns) report('validation', 'too many workgroups');
        else if (!lost) copy!();
      },
    },
    destroy() {
      destroyed = true;
      if (!lost) lose('destroyed', 'destroy was called');
    },
  };
  return {
    live: () => live.size,
    calls: () => calls,
    destroyed: () => destroyed,
    lose,
    device: device as unknown as GPUDevice,
  };
}
