import { exact, short, shortBytes } from '../quantities.ts';
import type { ReportFigures } from './report.ts';

export interface Total {
  readonly label: string;
  /** What stands behind the label where there is room. */
  readonly note: string;
  readonly count: (report: ReportFigures) => number;
  /** Shows the count in three digits, with a unit; undefined where it is short enough. */
  readonly brief?: (count: number) => string;
}

/** The numbers of a whole network, in the order in which they are printed. */
export const totals: readonly Total[] = [
  {
    label: 'parameters',
    note: 'trainable',
    count: (report) => report.parameters.trainable,
    brief: short,
  },
  {
    label: 'buffers',
    note: 'running statistics',
    count: (report) => report.parameters.buffers,
    brief: short,
  },
  {
    label: 'MACs',
    note: 'convolutions and linear layers',
    count: (report) => report.macs,
    brief: short,
  },
  {
    label: 'FLOPs',
    note: '2 per MAC',
    count: (report) => report.flops,
    brief: short,
  },
  {
    label: 'weight bytes',
    note: 'parameters and buffers, float32',
    count: (report) => report.weightBytes,
    brief: shortBytes,
  },
  {
    label: 'activation bytes',
    note: 'peak, float32, nothing in place',
    count: (report) => report.peakActivationBytes,
    brief: shortBytes,
  },
  {
    label: 'receptive field',
    note: 'pixels, of the last feature map',
    count: (report) => report.receptiveField,
  },
  {
    label: 'depth',
    note: 'layers on the longest path',
    count: (report) => report.depth,
  },
];

/** Printed below every report. */
export const notes: readonly string[] = [
  '1 MAC = 2 FLOPs. Only convolutions and linear layers are counted, at batch 1.',
  'Projections on shortcuts and gates are counted, but not drawn; depth leaves them out.',
];

export const exactTotal = (total: Total, report: ReportFigures): string => exact(total.count(report));

export const briefTotal = ({ brief, count }: Total, report: ReportFigures): string | undefined =>
  brief?.(count(report));
