import type { Family } from './adapters.ts';
import { algorithmsFor, type ConvolutionChoice, type ConvolutionSize } from './kernels/choose-algorithm.ts';
import { type TileName, tileNames } from './kernels/tiles.ts';
import type { Convolution } from './layer.ts';
import type { AdapterRule } from './plan.ts';

/** What `rnc tune` measured on one adapter and `rnc compile --tuning` follows there. schemas/wgsl-tuning.schema.json says the same. */
export interface TuningTable {
  readonly format: 'rnc-wgsl-tuning';
  readonly version: 1;
  /** Of GPUAdapterInfo, in lower case; only this adapter gets the tuned program. */
  readonly adapter: Omit<AdapterRule, 'program'>;
  /** The family of the kernels: the name of the program that the adapter gets untuned. */
  readonly program: string;
  /** The fastest way for each convolution, by `convolutionKey`. Convolutions that are not here go by the rules. */
  readonly choices: Readonly<Record<string, ConvolutionChoice>>;
}

/** What a convolution's time depends on: `3×3, stride 1×1, 64×56×56 → 64×56×56, batch 1`. */
export function convolutionKey(
  { kernel, stride, dilation, groups, filters }: Convolution,
  { batch, output, input }: ConvolutionSize,
): string {
  const parts = [
    kernel.join('×'),
    `stride ${stride.join('×')}`,
    ...(dilation.some((step) => step > 1) ? [`dilation ${dilation.join('×')}`] : []),
    ...(groups > 1 ? [`groups ${groups}`] : []),
    `${input.join('×')} → ${filters.shape[0]}×${output.slice(1).join('×')}`,
    `batch ${batch}`,
  ];
  return parts.join(', ');
}

/** Whether a convolution can be computed so: a choice is made for all of a network at once, or comes from a file. */
export function isPossible(
  computation: Convolution,
  size: ConvolutionSize,
  { algorithm, tile }: ConvolutionChoice,
  dtype: 'f32' | 'f16',
): boolean {
  if (dtype === 'f16' && algorithm !== 'direct') return false;
  if (!algorithmsFor(computation, size).includes(algorithm)) return false;
  return tile === undefined || computation.groups === 1 || tile.splits === 1;
}

type Candidate = readonly [name: string, choice: ConvolutionChoice];

const winograd: readonly Candidate[] = [
  ['Winograd F(2,3)', { algorithm: 'winograd2' }],
  ['Winograd F(4,3)', { algorithm: 'winograd4' }],
];

/** All ways that are worth a try on a family's adapters, by a name to show. */
export function candidatesOf(family: Family): ReadonlyMap<string, ConvolutionChoice> {
  const direct: Candidate = ['direct', { algorithm: 'direct' }];
  if (family.kind === 'lanes') return new Map([direct, ...winograd]);
  return new Map([direct, ...tileNames.flatMap(tilings), ...winograd]);
}

/** Large tiles leave nothing to share: where they fit, there are workgroups enough. */
function tilings(tile: TileName): readonly Candidate[] {
  const small = tile === '32x32' || tile === '64x32' || tile === '32x64';
  const slices = tile === '32x32' ? [1, 4] : [1];
  return slices.flatMap((slice) =>
    (small ? [1, 2, 4] : [1]).map(
      (splits): Candidate => [
        `tile ${tile}, ${slice} in a workgroup, ${splits} over workgroups`,
        { algorithm: 'direct', tile: { tile, slices: slice, splits } },
      ],
    ),
  );
}
