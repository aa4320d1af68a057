import type { Target } from '../targets.ts';
import { reportFiles } from './files.ts';
import { makeReport } from './make-report.ts';

/** `rnc compile --target report`: the report in every format. */
export const emitReport: Target = ({ graph, locate }) => {
  const { value, diagnostics } = makeReport(graph, locate);
  return { value: reportFiles(value).map(({ path, text }) => ({ path, content: text })), diagnostics };
};
