import { exact } from '../../backends/quantities.ts';
import { type Total, totals } from '../../backends/report/totals.ts';
import type { ComparedNetwork } from '../difference.ts';
import { relative, signed } from './words.ts';

/** A figure of both networks: label, before, after, difference, relative difference. */
export type FigureRow = readonly [string, string, string, string, string];

/** FLOPs are twice the MACs, and parameters are told exactly. */
const told = totals.filter(({ label }) => label !== 'FLOPs');
const isExact = ({ label }: Total): boolean => /parameters|buffers/.test(label);

export function figureRows({ before, after, difference }: ComparedNetwork): readonly FigureRow[] {
  return told
    .filter(({ count }) => count(before) !== count(after))
    .map((total) => {
      const { label, count, brief } = total;
      const [old, now, by] = [count(before), count(after), count(difference)];
      const show = isExact(total) || brief === undefined ? exact : brief;
      return [label, show(old), show(now), signed(by, show), relative(old, now)];
    });
}
