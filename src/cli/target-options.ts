import { Option } from 'commander';
import { families } from '../backends/wgsl/adapters.ts';
import { defaultLimits } from '../diagnostics/limits.ts';
import type { TargetName, TargetOptions } from '../index.ts';
import { stop } from './exit.ts';
import { wholeNumber } from './network-options.ts';

/** What a target may be told; whatever is not given is undefined, so that a flag for another target can be refused. */
export interface TargetFlags extends Omit<TargetOptions, 'tuning'> {
  /** The file of a tuning table. */
  readonly tuning?: string;
  /** Which of a WebGPU plan's programs runs. */
  readonly program?: string;
}

export const batchOption = (): Option =>
  new Option('--batch <n>', 'wgsl: pictures in one run, which its programs are made for (1)').argParser(
    wholeNumber(1, defaultLimits.dimension),
  );

export const dtypeOption = (): Option =>
  new Option('--dtype <type>', 'wgsl: how weights and activations are stored (f32)').choices(['f32', 'f16']);

export const programOption = (): Option =>
  new Option('--program <name>', 'wgsl: run this program of the plan, instead of the adapter’s own')
    .choices([...Object.keys(families), 'tuned'])
    .helpGroup('Advanced options:');

export const winogradOption = (): Option =>
  new Option(
    '--winograd <when>',
    'wgsl: 3×3 convolutions by Winograd’s algorithm: F(2,3), F(4,3), or where it pays (auto)',
  ).choices(['auto', 'off', 'f2', 'f4']);

export const tuningOption = (): Option =>
  new Option('--tuning <file>', 'wgsl: also a program for the adapter that `rnc tune` measured');

/** What other targets do instead. */
const others = {
  tfjs: { batch: 'what tfjs writes takes any number', dtype: 'tfjs stores f32' },
  report: { batch: 'a report counts for one picture', dtype: 'a report counts for f32' },
} as const satisfies Record<Exclude<TargetName, 'wgsl'>, object>;

export interface KnownOptions extends TargetOptions {
  readonly program?: string;
}

/** The flags that `target` understands, as the compiler takes them; one that it does not ends the command. */
export async function targetOptions(flags: TargetFlags, target: TargetName): Promise<KnownOptions> {
  const { batch, dtype, program, winograd, tuning } = flags;
  if (target !== 'wgsl') {
    const instead = others[target];
    if (batch !== undefined) stop(2, `--batch is for --target wgsl; ${instead.batch}`);
    if (dtype === 'f16') stop(2, `--dtype f16 is for --target wgsl; ${instead.dtype}`);
    if (program !== undefined) stop(2, `--program is for --target wgsl; ${target} has no others to choose`);
    if (winograd !== undefined)
      stop(2, `--winograd is for --target wgsl; ${target} leaves algorithms to others`);
    if (tuning !== undefined) stop(2, `--tuning is for --target wgsl; ${target} has no kernels`);
    return {};
  }
  if (program === 'tuned' && tuning === undefined)
    stop(2, '--program tuned needs --tuning, the table that it is made from');
  if (dtype === 'f16' && (winograd === 'f2' || winograd === 'f4')) {
    stop(2, `--winograd ${winograd} needs --dtype f32: Winograd’s sums lose too much in half precision`);
  }
  const table =
    tuning === undefined ? undefined : await (await import('./read-tuning.ts')).readTuning(tuning);
  return {
    ...(winograd === undefined ? {} : { winograd }),
    ...(table === undefined ? {} : { tuning: table }),
    ...(batch === undefined ? {} : { batch }),
    ...(dtype === undefined ? {} : { dtype }),
    ...(program === undefined ? {} : { program }),
  };
}

/** True for targets that cannot be without weights. */
export const needsWeights = (target: TargetName): boolean => target === 'wgsl';
