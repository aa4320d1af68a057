import type { Symbolic } from '../../ir/symbolic.ts';
import type { SymbolicShape } from './operator-shape.ts';

export const extents = ['channels', 'height', 'width'] as const;
export type Extent = (typeof extents)[number];

/** Where each stands in a shape. */
export const axes = { channels: 0, height: 1, width: 2 } as const;
/** What a constructor calls its input's. */
export const extentNames = ['in_channels', 'in_height', 'in_width'] as const;

/** An extent of what a definition is given. */
export function dimension(axis: Extent): Symbolic {
  return { kind: 'dimension', of: 'in', axis };
}

export const ownInput: SymbolicShape = [dimension('channels'), dimension('height'), dimension('width')];

export const unknownShape: SymbolicShape = [undefined, undefined, undefined];
