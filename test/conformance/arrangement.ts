import { elementsOf, gather, stridesOf } from './onnx-tensor.ts';

/**
 * Which axes of an ONNX array lie along N, C, H and W of a network's value, slowest first. Axes of extent 1 lie nowhere: they may be
 * anywhere. [[0], [1], [2], [3]] is a batch of pictures, [[0], [1], [], [2]] a batch of signals, [[0, 1], [2], [], []] one of sequences.
 */
export type Arrangement = readonly [Axes, Axes, Axes, Axes];
type Axes = readonly number[];

export type Group = 0 | 1 | 2 | 3;
export const groups = { batch: 0, channels: 1, height: 2, width: 3 } as const;

/** `places[axis]` says where each axis lies. */
export function arrange(shape: readonly number[], places: readonly Group[]): Arrangement {
  const axesAt = (group: Group): Axes =>
    [...shape.keys()].filter((axis) => shape[axis]! > 1 && places[axis] === group);
  return [axesAt(0), axesAt(1), axesAt(2), axesAt(3)];
}

/** As the axes of ONNX's operators on N×C×D…: further axes behind the fourth lie along W. */
export function naturalPlaces(rank: number): readonly Group[] {
  if (rank === 1) return [1];
  if (rank === 3) return [0, 1, 3];
  return Array.from({ length: rank }, (_, axis) => Math.min(axis, 3) as Group);
}

export function* allPlaces(rank: number): Generator<readonly Group[]> {
  for (let code = 0; code < 4 ** rank; code++)
    yield Array.from({ length: rank }, (_, axis) => (Math.floor(code / 4 ** (rank - 1 - axis)) % 4) as Group);
}

/** N×C×H×W of an array of this shape. */
export function extentsOf(
  shape: readonly number[],
  arrangement: Arrangement,
): readonly [number, number, number, number] {
  const extent = (axes: Axes): number => elementsOf(axes.map((axis) => shape[axis]!));
  const [batch, channels, height, width] = arrangement;
  return [extent(batch), extent(channels), extent(height), extent(width)];
}

/** The numbers of a row-major array, in the order of N×C×H×W. */
export function arranged(
  data: Float64Array,
  shape: readonly number[],
  arrangement: Arrangement,
): Float64Array {
  const order = arrangement.flat();
  const strides = stridesOf(shape);
  return gather(
    data,
    order.map((axis) => shape[axis]!),
    order.map((axis) => strides[axis]!),
  );
}

export const sameAxes = (one: Axes, other: Axes): boolean => one.join() === other.join();

export const sameArrangement = (one: Arrangement, other: Arrangement): boolean =>
  one.every((axes, group) => sameAxes(axes, other[group]!));

export function mapAxes(arrangement: Arrangement, change: (axes: Axes) => Axes): Arrangement {
  const [batch, channels, height, width] = arrangement;
  return [change(batch), change(channels), change(height), change(width)];
}

/** Without the axes that have become 1. */
export function withoutOnes(shape: readonly number[], arrangement: Arrangement): Arrangement {
  return mapAxes(arrangement, (axes) => axes.filter((axis) => shape[axis]! > 1));
}
