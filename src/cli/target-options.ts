import { Option } from 'commander';
import { families } from '../backends/wgsl/adapters.ts';
import { defaultLimits } from '../diagnostics/limits.ts';
import type { TargetName, TargetOptions } from '../index.ts';
import { stop } from './exit.ts';
import { wholeNumber } from './network-options.ts';

/** What a target may be told; whatever is not given is undefined, so that a flag for another target can be refused. */
export interface TargetFlags extends TargetOptions {
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
    .choices(Object.keys(families))
    .helpGroup('Advanced options:');

/** What other targets do instead. */
const others = {
  tfjs: { batch: 'what tfjs writes takes any number', dtype: 'tfjs stores f32' },
  report: { batch: 'a report counts for one picture', dtype: 'a report counts for f32' },
} as const satisfies Record<Exclude<TargetName, 'wgsl'>, object>;

/** The flags that `target` understands; one that it does not ends the command. */
export function targetOptions({ batch, dtype, program }: TargetFlags, target: TargetName): TargetFlags {
  if (target !== 'wgsl') {
    const instead = others[target];
    if (batch !== undefined) stop(2, `--batch is for --target wgsl; ${instead.batch}`);
    if (dtype === 'f16') stop(2, `--dtype f16 is for --target wgsl; ${instead.dtype}`);
    if (program !== undefined) stop(2, `--program is for --target wgsl; ${target} has no others to choose`);
    return {};
  }
  return {
    ...(batch === undefined ? {} : { batch }),
    ...(dtype === undefined ? {} : { dtype }),
    ...(program === undefined ? {} : { program }),
  };
}

/** True for targets that cannot be without weights. */
export const needsWeights = (target: TargetName): boolean => target === 'wgsl';
