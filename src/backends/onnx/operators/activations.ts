import { float, int } from '../attributes.ts';
import type { NodeWriter, Value } from '../node-writer.ts';
import type { Operands } from './lowering.ts';

/** An activation is computed value by value, so a vector stays one. */
const elementwise =
  (compute: (x: Value, write: NodeWriter) => Value) =>
  (_: unknown, { inputs: [x] }: Operands, write: NodeWriter): Value =>
    compute(x!, write);

const unary = (type: string) => elementwise((x, write) => write.main(type, [x], x.extents));

export const relu = unary('Relu');
export const sigmoid = unary('Sigmoid');
export const tanh = unary('Tanh');

export const relu6 = elementwise((x, write) =>
  write.main('Clip', [x, write.floats('least', [0]), write.floats('most', [6])], x.extents),
);

export const silu = elementwise((x, write) =>
  write.main('Mul', [x, write.step('sigmoid', 'Sigmoid', [x], x.extents)], x.extents),
);

/** relu6(x + 3) / 6 = max(0, min(1, x / 6 + ½)) */
const sixth = { alpha: float(1 / 6), beta: float(0.5) };

export const hardsigmoid = elementwise((x, write) => write.main('HardSigmoid', [x], x.extents, sixth));

/** ONNX has HardSwish from opset 14 on. */
export const hardswish = elementwise((x, write) =>
  write.main('Mul', [x, write.step('hardsigmoid', 'HardSigmoid', [x], x.extents, sixth)], x.extents),
);

/** x · ½ (1 + erf(x / √2)), in the order in which engines know it again. ONNX has Gelu from opset 20 on. */
export const gelu = elementwise((x, write) => {
  const same = x.extents;
  const scaled = write.step('scaled', 'Div', [x, write.floats('root', [Math.SQRT2])], same);
  const erf = write.step('erf', 'Erf', [scaled], same);
  const twice = write.step('twice', 'Add', [erf, write.floats('one', [1])], same);
  const product = write.step('product', 'Mul', [x, twice], same);
  return write.main('Mul', [product, write.floats('half', [0.5])], same);
});

export const softmax = elementwise((x, write) => write.main('Softmax', [x], x.extents, { axis: int(1) }));
