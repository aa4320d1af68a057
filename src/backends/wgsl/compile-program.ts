import { forInference } from '../../ir/passes/for-inference.ts';
import type { FlatGraph, PreciseWeights } from '../../ir/passes/weighted-graph.ts';
import { adapterRules, type Family, families } from './adapters.ts';
import { assemble } from './assemble.ts';
import { chooseConvolutions, convolutionsOf } from './choose-convolutions.ts';
import type { ConvolutionChoice, WinogradOption } from './kernels/choose-algorithm.ts';
import type { KernelContext } from './kernels/context.ts';
import { dispatchesOf } from './kernels/kernels.ts';
import { lower } from './lower.ts';
import { packWeights } from './pack-weights.ts';
import { placeValues } from './place-values.ts';
import type { AdapterRule, Program } from './plan.ts';
import { convolutionKey, isPossible, type TuningTable } from './tuning.ts';

export interface ProgramOptions {
  readonly batch: number;
  readonly dtype: 'f32' | 'f16';
  readonly winograd: WinogradOption;
  /** Adds a program for the adapter that was measured. */
  readonly tuning?: TuningTable;
  /** Only this program, with every convolution computed like this where it can be: for measuring. */
  readonly trial?: { readonly program: string; readonly choice: ConvolutionChoice };
}

export interface CompiledPrograms {
  readonly programs: Readonly<Record<string, Program>>;
  readonly adapters: readonly AdapterRule[];
  /** WGSL by its path in the output folder. */
  readonly files: ReadonlyMap<string, string>;
  readonly weights: Uint8Array;
}

interface Variant {
  readonly name: string;
  readonly family: Family;
  readonly measured?: (key: string) => ConvolutionChoice | undefined;
}

/** One program for each family of adapters, over one file of weights. */
export function compileProgram(
  network: { readonly graph: FlatGraph; readonly weights: PreciseWeights },
  options: ProgramOptions,
): CompiledPrograms {
  const { batch, dtype } = options;
  const winograd = dtype === 'f32' ? options.winograd : 'off';
  const graph = placeValues(lower(forInference(network)));
  const made = variantsOf(options).map(({ name, family, measured }) => {
    const context: KernelContext = { graph, batch, dtype, family };
    const choices = chooseConvolutions(context, winograd, measured);
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
    adapters: rulesOf(options),
    files: new Map(assembled.flatMap(({ files }) => [...files])),
    weights: weights.bytes,
  };
}

export interface TunableConvolution {
  /** That its dispatches are listed under. */
  readonly path: string;
  readonly key: string;
  /** Whether it can be computed so; where not, a trial of that choice computes it in another way. */
  readonly allows: (choice: ConvolutionChoice) => boolean;
}

/** What there is to tune in a network, in single precision. */
export function tunableConvolutions(
  network: { readonly graph: FlatGraph; readonly weights: PreciseWeights },
  batch: number,
): readonly TunableConvolution[] {
  const graph = placeValues(lower(forInference(network)));
  return convolutionsOf({ graph, batch }).map(({ layer, computation, size }) => ({
    path: layer.paths[0]!,
    key: convolutionKey(computation, size),
    allows: (choice) => isPossible(computation, size, choice, 'f32'),
  }));
}

function variantsOf({ tuning, trial }: ProgramOptions): readonly Variant[] {
  if (trial !== undefined) {
    return [{ name: trial.program, family: families[trial.program]!, measured: () => trial.choice }];
  }
  const usual = Object.entries(families).map(([name, family]): Variant => ({ name, family }));
  if (tuning === undefined) return usual;
  const measured = (key: string): ConvolutionChoice | undefined =>
    Object.hasOwn(tuning.choices, key) ? tuning.choices[key] : undefined;
  return [{ name: 'tuned', family: families[tuning.program]!, measured }, ...usual];
}

function rulesOf({ tuning, trial }: ProgramOptions): readonly AdapterRule[] {
  if (trial !== undefined) return [{ program: trial.program }];
  if (tuning === undefined) return adapterRules;
  return [{ ...tuning.adapter, program: 'tuned' }, ...adapterRules];
}
