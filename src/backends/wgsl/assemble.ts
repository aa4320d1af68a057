import type { NodeId } from '../../ir/graph.ts';
import type { Dispatch, Operand, Parameter } from './dispatch.ts';
import { headerOf } from './kernel-header.ts';
import { moduleText, shapesAreUniform, shapeText, shapeWords, withUsedShape } from './kernel-text.ts';
import { type KernelContext, storedAs } from './kernels/context.ts';
import { defaultLimits, requirements } from './limits.ts';
import { keyOf, type PackedWeights } from './pack-weights.ts';
import type { Binding, Buffer, Kernel, Program, Step, Upload } from './plan.ts';
import { align, type Piece, planMemory } from './plan-memory.ts';

export interface AssembledProgram {
  readonly program: Program;
  /** WGSL by the path in the output folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** Dispatches become a program: kernels shared, memory laid out, weights placed. */
export function assemble(
  name: string,
  context: KernelContext,
  planned: readonly Dispatch[],
  weights: PackedWeights,
): AssembledProgram {
  const dispatches = planned.map(withUsedShape);
  const { kernels, kernelOf, files } = shareKernels(name, context, dispatches);
  const buffers: Buffer[] = [];
  const buffer = (entry: Buffer): number => buffers.push(entry) - 1;
  const { graph } = context;
  const outputRoot = graph.places.get(graph.output)!.root;
  const bytesOf = (root: NodeId): number => rootBytes(context, root);
  const input = buffer({ name: 'input', kind: 'input', bytes: align(bytesOf(graph.input)) });
  const output = buffer({ name: 'output', kind: 'output', bytes: align(bytesOf(outputRoot)) });

  const { slabs, ranges } = planMemory(pieces(context, dispatches, bytesOf));
  const slabBuffers = slabs.map((bytes, index) =>
    buffer({ name: `activations ${index}`, kind: 'activations', bytes }),
  );
  const { uploads, bindingOf } = placeWeights(dispatches, weights, buffer, buffers);
  const bind = (operand: Operand): Binding => {
    if (operand.kind === 'parameter') return bindingOf(operand.parameter);
    if ('scratch' in operand) return inSlab(`scratch ${operand.scratch.id}`, operand.scratch.bytes);
    const { root } = graph.places.get(operand.value)!;
    const bytes = bytesOf(root);
    if (root === graph.input) return { buffer: input, offset: 0, bytes };
    if (root === outputRoot) return { buffer: output, offset: 0, bytes };
    return inSlab(`value ${root}`, bytes);
  };
  const inSlab = (id: string, bytes: number): Binding => {
    const { slab, offset } = ranges.get(id)!;
    return { buffer: slabBuffers[slab]!, offset, bytes };
  };
  const steps = dispatches.map((dispatch, at): Step => {
    const bindings = dispatch.operands.map(bind);
    if (shapesAreUniform(context)) bindings.push({ uniform: shapeWords(dispatch) });
    return { layers: dispatch.layers, kernel: kernelOf[at]!, bindings, workgroups: dispatch.workgroups };
  });
  const features = dispatches.some(({ subgroups }) => subgroups) ? (['subgroups'] as const) : [];
  const processor = context.family.kind === 'lanes' ? 'cpu' : 'gpu';
  const program: Program = {
    processor,
    features,
    limits: requirements(dispatches, steps, buffers),
    buffers,
    uploads,
    kernels,
    steps,
  };
  return { program, files };
}

/** Bytes of a value that owns memory: N×H×W pixels of whole vec4s. */
function rootBytes({ graph, batch, dtype }: KernelContext, root: NodeId): number {
  const [, height, width] = graph.shapes.get(root)!;
  const quad = storedAs(graph, dtype, root) === 'f32' ? 16 : 8;
  return batch * height * width * graph.places.get(root)!.stride * quad;
}

/** One file for each text, and one kernel (a pipeline) for each shape where that is a constant of the text. */
function shareKernels(
  name: string,
  context: KernelContext,
  dispatches: readonly Dispatch[],
): { kernels: readonly Kernel[]; kernelOf: readonly number[]; files: ReadonlyMap<string, string> } {
  const uniform = shapesAreUniform(context);
  const shapeOf = (dispatch: Dispatch): string => (uniform ? '' : shapeText(dispatch));
  const withoutShape = (text: string, shape: string): string => text.replace(`Shape(${shape})`, 'Shape()');
  const texts = dispatches.map((dispatch) => moduleText(context, dispatch));
  const served = new Map<string, number[]>();
  for (const [at, text] of texts.entries()) {
    const key = withoutShape(text, shapeOf(dispatches[at]!));
    served.set(key, [...(served.get(key) ?? []), at]);
  }
  const kernels: Kernel[] = [];
  const kernelOf: number[] = [];
  const files = new Map<string, string>();
  const names = new Set<string>();
  for (const group of served.values()) {
    const first = dispatches[group[0]!]!;
    let file = first.name;
    for (let count = 2; names.has(file); count++) file = `${first.name}_${count}`;
    names.add(file);
    const path = `kernels/${name}/${file}.wgsl`;
    files.set(
      path,
      headerOf(
        context,
        group.map((at) => dispatches[at]!),
      ) + texts[group[0]!]!,
    );
    const bindings = bindingsOf(first);
    const found = new Map<string, number>();
    for (const at of group) {
      const shape = shapeOf(dispatches[at]!);
      if (!found.has(shape)) {
        found.set(shape, kernels.length);
        kernels.push({
          name: file,
          file: path,
          ...(shape === shapeOf(first) ? {} : { shape }),
          bindings: uniform ? [...bindings, 'uniform'] : bindings,
        });
      }
      kernelOf[at] = found.get(shape)!;
    }
  }
  return { kernels, kernelOf, files };
}

function bindingsOf({ operands }: Dispatch): readonly ('read' | 'read_write')[] {
  return operands.map(({ kind }) => (kind === 'write' || kind === 'write-scratch' ? 'read_write' : 'read'));
}

/** What lives in slabs: every value that owns memory but the input and the output, and scratch memory. */
function pieces(
  { graph }: KernelContext,
  dispatches: readonly Dispatch[],
  bytesOf: (root: NodeId) => number,
): readonly Piece[] {
  const found = new Map<string, { bytes: number; reads: number[]; writes: number[] }>();
  const touch = (id: string, bytes: number, step: number, writes: boolean): void => {
    const piece = found.get(id) ?? { bytes, reads: [], writes: [] };
    found.set(id, piece);
    piece[writes ? 'writes' : 'reads'].push(step);
  };
  const outside = new Set([graph.input, graph.places.get(graph.output)!.root]);
  for (const [step, { operands }] of dispatches.entries()) {
    for (const operand of operands) {
      if (operand.kind === 'parameter') continue;
      if ('scratch' in operand) {
        const { id, bytes } = operand.scratch;
        touch(`scratch ${id}`, bytes, step, operand.kind === 'write-scratch');
        continue;
      }
      const { root } = graph.places.get(operand.value)!;
      if (!outside.has(root)) touch(`value ${root}`, bytesOf(root), step, operand.kind === 'write');
    }
  }
  return [...found].map(([id, { bytes, reads, writes }]) => ({
    id,
    bytes,
    from: Math.min(...reads, ...writes),
    to: Math.max(...reads, ...writes),
    reads,
    writes,
  }));
}

function placeWeights(
  dispatches: readonly Dispatch[],
  weights: PackedWeights,
  buffer: (entry: Buffer) => number,
  buffers: Buffer[],
): { uploads: readonly Upload[]; bindingOf: (parameter: Parameter) => Binding } {
  const uploads: Upload[] = [];
  const bindings = new Map<string, Binding>();
  let current: { index: number; end: number } | undefined;
  for (const { operands } of dispatches) {
    for (const operand of operands) {
      if (operand.kind !== 'parameter' || bindings.has(bindingKey(operand.parameter))) continue;
      const { parameter } = operand;
      const packed = weights.at(parameter);
      const { winograd } = parameter;
      // Of 9 taps become (m + 2)² places.
      const bytes = winograd === undefined ? packed.bytes : (packed.bytes / 9) * (winograd.tile + 2) ** 2;
      if (current === undefined || (current.end + bytes > defaultLimits.maxBufferSize && current.end > 0)) {
        const count = buffers.filter(({ kind }) => kind === 'weights').length;
        current = { index: buffer({ name: `weights ${count}`, kind: 'weights', bytes: 0 }), end: 0 };
      }
      const { index, end: offset } = current;
      const upload = { tensor: parameter.name, ...packed, buffer: index, offset };
      uploads.push(winograd === undefined ? upload : { ...upload, winograd });
      bindings.set(bindingKey(parameter), { buffer: current.index, offset: current.end, bytes });
      current.end += align(bytes);
      buffers[current.index] = { ...buffers[current.index]!, bytes: current.end };
    }
  }
  return { uploads, bindingOf: (parameter) => bindings.get(bindingKey(parameter))! };
}

function bindingKey(parameter: Parameter): string {
  return `${keyOf(parameter)} ${parameter.winograd?.tile ?? ''}`;
}
