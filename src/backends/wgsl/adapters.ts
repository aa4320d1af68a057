import type { AdapterRule } from './plan.ts';

/**
 * How a kind of adapter wants its kernels.
 *
 * `lanes`: a CPU that runs shaders on SIMD registers (lavapipe, SwiftShader). A workgroup is one register wide and needs no barrier;
 * loads cost far more than arithmetic, so a lane fetches for its neighbours, who get it by subgroupBroadcast. Shapes are uniforms:
 * few pipelines serve all layers, because compiling one takes as long as running a network.
 *
 * `tiles`: a GPU. Workgroups stage tiles of both operands in workgroup memory; shapes are constants of the kernel.
 */
export type Family =
  | { readonly kind: 'lanes'; readonly lanes: 4 | 8 }
  | {
      readonly kind: 'tiles';
      /** Workgroups that keep every core busy; a layer with fewer is split over its channels. */
      readonly wantedWorkgroups: number;
    };

export const families: Readonly<Record<string, Family>> = {
  lanes8: { kind: 'lanes', lanes: 8 },
  lanes4: { kind: 'lanes', lanes: 4 },
  tiles: { kind: 'tiles', wantedWorkgroups: 96 },
  tiles_wide: { kind: 'tiles', wantedWorkgroups: 384 },
};

/** In this order: the first that fits. */
export const adapterRules: readonly AdapterRule[] = [
  { architecture: 'swiftshader', subgroupSize: 4, program: 'lanes4' },
  { architecture: 'software', subgroupSize: 8, program: 'lanes8' },
  { architecture: 'software', subgroupSize: 4, program: 'lanes4' },
  { vendor: 'nvidia', program: 'tiles_wide' },
  { program: 'tiles' },
];
