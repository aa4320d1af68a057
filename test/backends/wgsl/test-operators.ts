import { beforeAll, expect, it } from 'vitest';
import type { Weights } from '../../../src/index.ts';
import { outputShape } from '../../../src/ir/graph.ts';
import { referenceOutput } from '../../../src/reference/run.ts';
import { numbers, withRandomWeights } from '../../ir/passes/programs.ts';
import { openDevice } from './device.ts';
import { emit, inputFor, onlyNetwork, relativeError, runPrograms } from './emitted.ts';
import { type OperatorCase, operatorCases, sourceOf } from './operator-cases.ts';

/** The program for a CPU adapter, where its subgroups are all of one size. */
export function lanesOf({ adapterInfo }: GPUDevice): readonly string[] {
  const { subgroupMinSize, subgroupMaxSize } = adapterInfo;
  return subgroupMinSize === subgroupMaxSize ? [`lanes${subgroupMaxSize}`] : [];
}

/** Every case against the reference in double precision, with the programs that the adapter can run. */
export function testOperators({ tiles = true }: { readonly tiles?: boolean } = {}): void {
  let device: GPUDevice;
  beforeAll(async () => {
    device = await openDevice();
  });

  const chosen = operatorCases.map((each) => (tiles ? each : { ...each, tiles }));
  const titled = chosen.map((each) => [titleOf(each), each] as const);
  it.each(titled)('%s', (_, each) => compare(device, each, { dtype: 'f32', winograd: 'off' }));
  it.each(titled.filter(([, { half }]) => half))('as halves: %s', (_, each) =>
    compare(device, each, { dtype: 'f16' }),
  );
  const square = /^conv 3x3, \d+(, bias|, pad 5|, pad 1)?$/;
  const winograd = titled.filter(([, { statements }]) => square.test(statements[0]!));
  it.each(winograd)('as F(2×2, 3×3): %s', (_, each) =>
    compare(device, each, { dtype: 'f32', winograd: 'f2' }),
  );
  it.each(winograd)('as F(4×4, 3×3): %s', (_, each) =>
    compare(device, each, { dtype: 'f32', winograd: 'f4' }),
  );
}

const titleOf = ({ input, statements, batch, spread }: OperatorCase): string =>
  `${batch} x ${input} (±${spread}): ${statements.join('; ').replaceAll('\n', '; ')}`;

interface Options {
  readonly dtype: 'f32' | 'f16';
  readonly winograd?: 'off' | 'f2' | 'f4';
}

function toleranceOf({ dtype, winograd = 'off' }: Options): number {
  if (dtype === 'f16') return 2e-2;
  return winograd === 'off' ? 1e-5 : 1e-4;
}

async function compare(device: GPUDevice, each: OperatorCase, options: Options): Promise<void> {
  const { batch, spread } = each;
  const source = sourceOf(each);
  const { graph, weights } = withRandomWeights(onlyNetwork(source));
  const input = inputFor(graph, batch, numbers(11), spread);
  const expected = referenceOutput(graph, weights, input);
  const programs = [...lanesOf(device), ...(each.tiles ? ['tiles'] : [])];
  expect(programs).not.toEqual([]);
  const emitted = emit(source, { weights: weights as Weights, batch, ...options });
  const results = await runPrograms(emitted, { device, programs }, input);
  const [channels, height, width] = outputShape(graph);
  const shape = height * width === 1 ? [batch, channels] : [batch, channels, height, width];
  expect(results.map((result) => result.shape)).toEqual(programs.map(() => shape));
  const errors = results.map(({ data }) => relativeError(data, expected));
  for (const [at, error] of errors.entries())
    expect(error, `with program ${programs[at]}`).toBeLessThanOrEqual(toleranceOf(options));
}
