import { exact, short, shortBytes } from '../quantities.ts';
import type { Report } from './report.ts';

export interface Total {
  readonly label: string;
  /** What stands behind the label where there is room. */
  readonly note: string;
  readonly count: (report: Report) => number;
  /** The count to three digits, with a unit; undefined where the count is short enough. */
  readonly brief?: (report: Report) => string;
}

/** The numbers of a whole network, in the order in which they are printed. */
export const totals: readonly Total[] = [
  {
    label: 'parameters',
    note: 'trainable',
    count: (report) => report.parameters.trainable,
    brief: (report) => short(report.parameters.trainable),
  },
  {
    label: 'buffers',
    note: 'running statistics',
    count: (report) => report.parameters.buffers,
    brief: (report) => short(report.parameters.buffers),
  },
  {
    label: 'MACs',
    note: 'convolutions and linear layers',
    count: (report) => report.macs,
    brief: (report) => short(report.macs),
  },
  {
    label: 'FLOPs',
    note: '2 per MAC',
    count: (report) => report.flops,
    brief: (report) => short(report.flops),
  },
  {
    label: 'weight bytes',
    note: 'parameters and buffers, float32',
    count: (report) => report.weightBytes,
    brief: (report) => shortBytes(report.weightBytes),
  },
  {
    label: 'activation bytes',
    note: 'peak, float32, nothing in place',
    count: (report) => report.peakActivationBytes,
    brief: (report) => shortBytes(report.peakActivationBytes),
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

export const exactTotal = (total: Total, report: Report): string => exact(total.count(report));
