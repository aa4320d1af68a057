import type { Dispatch, Field } from './dispatch.ts';
import type { KernelContext } from './kernels/context.ts';
import { storedAs } from './kernels/context.ts';

/**
 * The whole module of a dispatch but its header, with the shape's numbers where they are constants. Dispatches whose texts differ in
 * them at most share a file.
 */
export function moduleText(context: KernelContext, dispatch: Dispatch): string {
  const uniform = shapesAreUniform(context);
  const declarations = dispatch.operands.map((operand, binding) => {
    const access = operand.kind === 'write' || operand.kind === 'write-scratch' ? 'read_write' : 'read';
    const stored = storedType(context, operand);
    return `@group(0) @binding(${binding}) var<storage, ${access}> ${operand.name}: array<${stored === 'f32' ? 'vec4f' : 'vec2u'}>;\n`;
  });
  const half = dispatch.operands.some((operand) => storedType(context, operand) === 'f16');
  const fields = Object.entries(dispatch.shape);
  const members = fields.map(([name, field]) => `  ${name}: ${'u32' in field ? 'u32' : 'f32'},\n`).join('');
  const shape = uniform
    ? `@group(0) @binding(${dispatch.operands.length}) var<uniform> shape: Shape;`
    : `const shape = Shape(${shapeText(dispatch)});`;
  return [
    dispatch.subgroups ? 'enable subgroups;\n\n' : '',
    `struct Shape {\n${members}}\n\n`,
    ...declarations,
    `${shape}\n\n`,
    half ? `${packing}\n` : '',
    dispatch.body,
  ].join('');
}

/** The dispatch with only those numbers that its kernel asks for: builders give all that they know of a window or a value. */
export function withUsedShape(dispatch: Dispatch): Dispatch {
  const used = new Set(dispatch.body.match(/(?<=\bshape\.)\w+/g));
  const shape = Object.fromEntries(Object.entries(dispatch.shape).filter(([name]) => used.has(name)));
  return { ...dispatch, shape };
}

/** Values of `shape` as the arguments of its constructor. */
export function shapeText(dispatch: Dispatch): string {
  return Object.values(dispatch.shape).map(literal).join(', ');
}

/** Values of `shape` as the words of a uniform buffer. */
export function shapeWords(dispatch: Dispatch): readonly number[] {
  const words = new Uint32Array(1);
  const numbers = new Float32Array(words.buffer);
  return Object.values(dispatch.shape).map((field) => {
    if ('u32' in field) return field.u32;
    numbers[0] = field.f32;
    return words[0]!;
  });
}

export function shapesAreUniform({ family }: KernelContext): boolean {
  return family.kind === 'lanes';
}

function storedType(context: KernelContext, operand: Dispatch['operands'][number]): 'f32' | 'f16' {
  if (operand.kind === 'parameter') return context.dtype;
  if ('scratch' in operand) return 'f32';
  return storedAs(context.graph, context.dtype, context.graph.places.get(operand.value)!.root);
}

function literal(field: Field): string {
  return 'u32' in field ? `${field.u32}u` : `${field.f32}f`;
}

/** Four halves in two words: half the bytes on every adapter, whether it has the shader-f16 feature or not. */
const packing = `fn unpack(v: vec2u) -> vec4f {
  return vec4f(unpack2x16float(v.x), unpack2x16float(v.y));
}

fn pack(v: vec4f) -> vec2u {
  return vec2u(pack2x16float(v.xy), pack2x16float(v.zw));
}
`;
