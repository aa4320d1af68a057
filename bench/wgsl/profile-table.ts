import type { Table } from '../line.ts';
import { median } from '../measure.ts';
import type { StepTime } from './engines/engine.ts';

/**
 * The ten steps that take longest, from several profiles of one program. `macs` gives the multiply-accumulates of an operator by
 * its path, for the whole batch. A convolution in several steps (Winograd, split sums) has one rate: its operations as a direct
 * convolution's, over the time of all its steps.
 */
export function profileTable(
  profiles: readonly (readonly StepTime[])[],
  macs: (path: string) => number,
): Table {
  const steps = profiles[0]!.map(({ layers, kernel }, index) => ({
    layers,
    kernel,
    time: median(profiles.map((profile) => profile[index]!.nanoseconds)),
  }));
  const total = steps.reduce((sum, { time }) => sum + time, 0);
  /** The convolution or linear layer that a step works for. */
  const heavy = (layers: readonly string[]): string =>
    layers.filter((path) => macs(path) > 0).join() || layers.join();
  const timeOf = new Map<string, number>();
  for (const { layers, time } of steps) timeOf.set(heavy(layers), (timeOf.get(heavy(layers)) ?? 0) + time);
  const rate = (layers: readonly string[]): string => {
    const operations = 2 * layers.reduce((sum, path) => sum + macs(path), 0);
    return operations === 0 ? '' : (operations / timeOf.get(heavy(layers))!).toFixed(1);
  };
  const rows = [...steps]
    .sort((a, b) => b.time - a.time)
    .slice(0, 10)
    .map(({ layers, kernel, time }) => [
      layers[0]! + (layers.length > 1 ? ` + ${layers.length - 1}` : ''),
      kernel,
      `${(time / 1e6).toPrecision(3)} ms`,
      `${((100 * time) / total).toFixed(1)} %`,
      rate(layers),
    ]);
  return {
    columns: ['layers', 'kernel', 'time', 'of all', 'GFLOP/s'],
    rows,
    notes: [
      `The ten most expensive of ${steps.length} steps, which take ${(total / 1e6).toPrecision(3)} ms together by the device's clock; each the median of ${profiles.length} runs.`,
      'GFLOP/s: a direct convolution’s operations over the time of all steps of that layer; Winograd does fewer.',
    ],
  };
}
