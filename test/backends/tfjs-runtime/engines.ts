import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { InputShape, Operators } from '../../../templates/tfjs/runtime/runtime.js';
import type { Case } from './cases.ts';
import type { Values } from './oracle.ts';

export { tf };

/** @param backend `cpu`, or `wasm` from the package’s own folder */
export async function start(backend: 'cpu' | 'wasm'): Promise<void> {
  const package_ = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  setWasmPaths(join(dirname(package_), 'dist/'));
  await tf.setBackend(backend);
  if (tf.getBackend() !== backend) throw new Error(`the ${backend} backend did not start`);
}

type Method = (...values: unknown[]) => unknown;

/** The case’s network, written against the runtime. */
export function build({ steps }: Case) {
  return <Value>(nn: Operators<Value>, x: Value): Value => {
    const values: Value[] = [x];
    for (const { op, inputs, name, options } of steps) {
      const operators = nn as unknown as Readonly<Record<string, Method>>;
      const xs = inputs.map((index) => values[index]);
      const named = ['conv', 'linear', 'batchnorm', 'layernorm', 'groupnorm', 'layerScale'].includes(op);
      values.push(operators[op]!(...xs, ...(named ? [name] : []), ...(options ? [options] : [])) as Value);
    }
    return values.at(-1)!;
  };
}

export function inputShape({ input: [, channels, height, width] }: Case): InputShape {
  return [height, width, channels];
}

/** N×C×H×W values as a tensor [N, H, W, C]. */
export function fromPyTorch({ shape, data }: Values): tf.Tensor4D {
  return tf.tidy(() =>
    tf.transpose(tf.tensor4d([...data], shape as [number, number, number, number]), [0, 2, 3, 1]),
  );
}

/** A tensor’s values in PyTorch’s order. */
export function toPyTorch(y: tf.Tensor): ArrayLike<number> {
  return tf.tidy(() => (y.rank === 4 ? tf.transpose(y, [0, 3, 1, 2]) : y).dataSync());
}
