import type { Dispatch, Parameter } from './dispatch.ts';
import { toHalves } from './half.ts';

/** `NAME.weights.bin`: every parameter of every program once, in the order of use, each at a multiple of 16 bytes. */
export interface PackedWeights {
  readonly bytes: Uint8Array;
  readonly at: (parameter: Parameter) => { readonly from: number; readonly bytes: number };
}

export function packWeights(dispatches: readonly Dispatch[], dtype: 'f32' | 'f16'): PackedWeights {
  const size = dtype === 'f32' ? 4 : 2;
  const places = new Map<
    string,
    { readonly from: number; readonly bytes: number; readonly parameter: Parameter }
  >();
  let end = 0;
  for (const { operands } of dispatches) {
    for (const operand of operands) {
      if (operand.kind !== 'parameter') continue;
      const key = keyOf(operand.parameter);
      if (places.has(key)) continue;
      const bytes = operand.parameter.length * size;
      places.set(key, { from: end, bytes, parameter: operand.parameter });
      end += Math.ceil(bytes / 16) * 16;
    }
  }
  const bytes = new Uint8Array(end);
  for (const { from, parameter } of places.values()) {
    const values = parameter.pack();
    const stored = dtype === 'f32' ? values : toHalves(values);
    bytes.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), from);
  }
  const at = (parameter: Parameter) => {
    const { from, bytes: length } = places.get(keyOf(parameter))!;
    return { from, bytes: length };
  };
  return { bytes, at };
}

export function keyOf({ name, layout }: Parameter): string {
  return `${name} [${layout}]`;
}
