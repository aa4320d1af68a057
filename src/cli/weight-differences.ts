import { escapeTerminal } from '../emission/escape.ts';
import type { WeightDifference } from '../weights/match.ts';
import { columns } from './table-columns.ts';

export const shapeText = (shape: readonly number[] | undefined): string =>
  shape ? `[${shape.join(', ')}]` : '–';

/** How a file differs from a network, tensor by tensor, under a header. */
export function differenceRows(differences: readonly WeightDifference[]): readonly string[] {
  return columns([
    ['', 'tensor', 'network', 'file', ''],
    ...differences.map(({ kind, name, expected, found, cause = '' }) => [
      kind,
      escapeTerminal(name),
      shapeText(expected),
      shapeText(found),
      escapeTerminal(cause),
    ]),
  ]);
}
