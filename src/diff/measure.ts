import { makeReport } from '../backends/report/make-report.ts';
import type { Report, ReportSource } from '../backends/report/report.ts';
import type { Location, Outcome } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../ir/graph.ts';

/** A network to compare: its report, and the names under which its files are shown. */
export interface Measured {
  readonly graph: Graph;
  readonly report: Report;
  /** The file that was compiled. */
  readonly file: string;
  readonly locate: (location: Location) => ReportSource;
}

/** `limit/cost` where the network's numbers are too large to be exact. */
export function measure(
  graph: Graph,
  file: string,
  locate: (location: Location) => ReportSource,
): Outcome<Measured> {
  const { value: report, diagnostics } = makeReport(graph, locate);
  return { value: { graph, report, file, locate }, diagnostics };
}
