import { makeReport } from '../../../src/backends/report/make-report.ts';
import type { Report } from '../../../src/backends/report/report.ts';
import type { Graph } from '../../../src/ir/graph.ts';
import { handBuiltResnet } from '../../ir/hand-built-resnets.ts';

/** The report on a graph all of whose nodes stand at one place. */
export function reportOf(graph: Graph): Report {
  return makeReport(graph, ({ file }) => ({ file, line: 7, column: 3 })).value;
}

export const resnet18 = reportOf(handBuiltResnet('resnet18', 'basic', [2, 2, 2, 2]));
export const resnet34 = reportOf(handBuiltResnet('resnet34', 'basic', [3, 4, 6, 3]));
export const resnet50 = reportOf(handBuiltResnet('resnet50', 'bottleneck', [3, 4, 6, 3]));
