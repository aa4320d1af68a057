import { forInference } from '../../ir/passes/for-inference.ts';
import type { FlatGraph, PreciseWeights } from '../../ir/passes/weighted-graph.ts';
import { adapterRules, families } from './adapters.ts';
import { assemble } from './assemble.ts';
import { chooseConvolutions } from './choose-convolutions.ts';
import type { WinogradOption } from './kernels/choose-algorithm.ts';
import type { KernelContext } from './kernels/context.ts';
import { dispatchesOf } from './kernels/kernels.ts';
import { lower } from './lower.ts';
import { packWeights } from './pack-weights.ts';
import { placeValues } from './place-values.ts';
import type { AdapterRule, Program } from './plan.ts';

export interface ProgramOptions {
  readonly batch: number;
  readonly dtype: 'f32' | 'f16';
  readonly winograd: WinogradOption;
}

export interface CompiledPrograms {
  readonly programs: Readonly<Record<string, Program>>;
  readonly adapters: readonly AdapterRule[];
  /** WGSL by its path in the output folder. */
  readonly files: ReadonlyMap<string, string>;
  readonly weights: Uint8Array;
}

/** One program for each family of adapters, over one file of weights. */
export function compileProgram(
  network: { readonly graph: FlatGraph; readonly weights: PreciseWeights },
  { batch, dtype, winograd }: ProgramOptions,
): CompiledPrograms {
  const graph = placeValues(lower(forInference(network)));
  const made = Object.entries(families).map(([name, family]) => {
    const context: KernelContext = { graph, batch, dtype, family };
    const choices = chooseConvolutions(context, dtype === 'f32' ? winograd : 'off');
    const dispatches = graph.layers.flatMap((layer) => dispatchesOf(context, layer, choices.get(layer)));
    return { name, context, dispatches };
  });
  const weights = packWeights(
    made.flatMap(({ dispatches }) => dispatches),
    dtype,
  );
  const assembled = made.map(({ name, context, dispatches }) => ({
    name,
    ...assemble(name, context, dispatches, weights),
  }));
  return {
    programs: Object.fromEntries(assembled.map(({ name, program }) => [name, program])),
    adapters: adapterRules,
    files: new Map(assembled.flatMap(({ files }) => [...files])),
    weights: weights.bytes,
  };
}
