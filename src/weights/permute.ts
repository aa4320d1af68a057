import type { WeightTensor } from './tensor.ts';

/** The tensor whose axis i is the given one's axis `axes[i]`, as NumPy's transpose. A copy, unless nothing moves. */
export function permute({ shape, data }: WeightTensor, axes: readonly number[]): WeightTensor {
  const target = axes.map((axis) => shape[axis]!);
  const moved = axes.filter((axis) => shape[axis] !== 1);
  if (moved.every((axis, index) => index === 0 || axis > moved[index - 1]!)) return { shape: target, data };
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, extent) => product * extent, 1),
  );
  const steps = axes.map((axis) => strides[axis]!);
  const result = new Float32Array(data.length);
  const position = axes.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = data[from]!;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++position[axis]! < target[axis]!) break;
      from -= steps[axis]! * target[axis]!;
      position[axis] = 0;
    }
  }
  return { shape: target, data: result };
}
