import { int } from '../attributes.ts';
import type { Extent, NodeWriter, Value } from '../node-writer.ts';
import type { Lowering, Operands } from './lowering.ts';
import { mapOf } from './lowering.ts';

/** Vectors stay vectors among themselves; beside a feature map, a vector is one too. */
function alike(inputs: readonly Value[], write: NodeWriter): readonly Value[] {
  const maps = inputs.some(({ extents }) => extents.length === 4);
  return maps ? inputs.map((input) => write.map(input)) : inputs;
}

/** One after the other, two at a time: `layer1/sum`, and the last one the operator itself. */
const inTurn =
  (type: string, name: string) =>
  (
    { output }: { readonly output: readonly [number, number, number] },
    { inputs }: Operands,
    write: NodeWriter,
  ) => {
    const values = alike(inputs, write);
    const last = values.at(-1)!;
    const before = values.slice(0, -1);
    if (before.length === 0) return write.main('Identity', [last], last.extents);
    const extents: readonly Extent[] = last.extents.length === 4 ? mapOf(output) : ['batch', output[0]];
    const sofar = before.reduce((a, b) => write.step(name, type, [a, b], broadcast(a, b)));
    return write.main(type, [sofar, last], extents);
  };

const broadcast = (a: Value, b: Value): readonly Extent[] =>
  a.extents.map((extent, axis) => (extent === 1 ? b.extents[axis]! : extent));

export const add: Lowering<'add'> = inTurn('Add', 'sum');
/** A C×1×1 or 1×H×W factor is broadcast, as ONNX does by NumPy's rule. */
export const multiply: Lowering<'multiply'> = inTurn('Mul', 'product');

export const concat: Lowering<'concat'> = ({ output }, { inputs }, write) => {
  const values = alike(inputs, write);
  const extents: readonly Extent[] = values[0]!.extents.length === 4 ? mapOf(output) : ['batch', output[0]];
  return write.main('Concat', values, extents, { axis: int(1) });
};
