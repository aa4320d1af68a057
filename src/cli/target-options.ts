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

export const foldOption = (): Option =>
  new Option('--fold', 'onnx: fold batch normalisation into the convolutions, for inference only');

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

/** The target that each flag is for, and what the others do instead. */
const owners = {
  batch: {
    for: 'wgsl',
    tfjs: 'what tfjs writes takes any number',
    onnx: 'what onnx writes takes any number',
    pytorch: 'what pytorch writes takes any number; train.py has its own --batch-size',
    report: 'a report counts for one picture',
    picture: 'a picture shows shapes without a batch',
  },
  dtype: {
    for: 'wgsl',
    tfjs: 'tfjs stores f32',
    onnx: 'onnx stores f32',
    pytorch: 'pytorch stores f32; train.py has --amp',
    report: 'a report counts for f32',
    picture: 'a picture has no weights',
  },
  program: {
    for: 'wgsl',
    tfjs: 'tfjs has no others to choose',
    onnx: 'onnx has no others to choose',
    pytorch: 'pytorch has no others to choose',
    report: 'report has no others to choose',
    picture: 'a picture runs nothing',
  },
  winograd: {
    for: 'wgsl',
    tfjs: 'tfjs leaves algorithms to others',
    onnx: 'onnx leaves algorithms to its engine',
    pytorch: 'pytorch leaves algorithms to its engine',
    report: 'report leaves algorithms to others',
    picture: 'a picture runs nothing',
  },
  tuning: {
    for: 'wgsl',
    tfjs: 'tfjs has no kernels',
    onnx: 'onnx has no kernels',
    pytorch: 'pytorch has no kernels',
    report: 'report has no kernels',
    picture: 'a picture runs nothing',
  },
  fold: {
    for: 'onnx',
    tfjs: 'tfjs writes createInference, which folds by itself',
    wgsl: 'wgsl always folds',
    pytorch: 'pytorch writes a network to be trained',
    report: 'a report counts the network as it is written',
    picture: 'a picture shows the network as it is written',
  },
} as const satisfies {
  readonly [flag in keyof TargetFlags]-?: { readonly for: TargetName } & {
    readonly [target in TargetName]?: string;
  };
};

export interface KnownOptions extends TargetOptions {
  readonly program?: string;
}

/** The flags that `target` understands, as the compiler takes them; one that it does not ends the command. */
export async function targetOptions(flags: TargetFlags, target: TargetName): Promise<KnownOptions> {
  for (const [flag, owner] of Object.entries(owners)) {
    const value = flags[flag as keyof TargetFlags];
    // f32 is what every target stores.
    if (value === undefined || value === 'f32' || owner.for === target) continue;
    const shown = flag === 'dtype' ? '--dtype f16' : `--${flag}`;
    stop(
      2,
      `${shown} is for --target ${owner.for}; ${(owner as Partial<Record<TargetName, string>>)[target]}`,
    );
  }
  const { tuning, ...known } = flags;
  const { dtype, program, winograd } = known;
  if (program === 'tuned' && tuning === undefined)
    stop(2, '--program tuned needs --tuning, the table that it is made from');
  if (dtype === 'f16' && (winograd === 'f2' || winograd === 'f4')) {
    stop(2, `--winograd ${winograd} needs --dtype f32: Winograd’s sums lose too much in half precision`);
  }
  const table =
    tuning === undefined ? undefined : await (await import('./read-tuning.ts')).readTuning(tuning);
  const { batch, fold } = known;
  return {
    ...(winograd === undefined ? {} : { winograd }),
    ...(table === undefined ? {} : { tuning: table }),
    ...(batch === undefined ? {} : { batch }),
    ...(dtype === undefined ? {} : { dtype }),
    ...(program === undefined ? {} : { program }),
    ...(fold === undefined ? {} : { fold }),
  };
}

/** True for targets that cannot be without weights. */
export const needsWeights = (target: TargetName): boolean => target === 'wgsl' || target === 'onnx';
