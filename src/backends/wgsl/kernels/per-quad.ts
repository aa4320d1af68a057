import type { Dispatch, Field } from '../dispatch.ts';
import { defaultLimits } from '../limits.ts';
import { type KernelContext, u32 } from './context.ts';

const { maxComputeWorkgroupsPerDimension: maximumWorkgroups } = defaultLimits;

/** Invocations of a workgroup where each does a job of its own. */
export function invocationsOf({ family }: KernelContext): number {
  return family.kind === 'lanes' ? family.lanes : 64;
}

/** One invocation for each quad of each item (pixel, strip); rows of workgroups where there are more than one row can hold. */
export function perQuad(
  invocations: number,
  quads: number,
  items: number,
): { readonly fields: Readonly<Record<string, Field>>; readonly workgroups: Dispatch['workgroups'] } {
  const fits = Math.ceil((items * quads) / invocations) <= maximumWorkgroups;
  // A multiple of the workgroup's size, so that no workgroup spans two rows.
  const itemsPerRow = fits ? items : Math.floor(maximumWorkgroups / quads) * invocations;
  return {
    fields: { quads: u32(quads), items_per_row: u32(itemsPerRow) },
    workgroups: [Math.ceil((itemsPerRow * quads) / invocations), Math.ceil(items / itemsPerRow), 1],
  };
}

/** A grid over tiles of pixels and `parts` (groups, splits): more tiles than one dimension may have go on in the third. */
export function productGrid(
  across: number,
  tiles: number,
  parts: number,
): { readonly fields: Readonly<Record<string, Field>>; readonly workgroups: Dispatch['workgroups'] } {
  const layers = Math.ceil(tiles / maximumWorkgroups);
  const rows = Math.ceil(tiles / layers);
  return { fields: { rows: u32(rows), parts: u32(parts) }, workgroups: [across, rows, parts * layers] };
}
