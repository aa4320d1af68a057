import { showExtents } from '../../diagnostics/wording.ts';
import { escapeCsv } from '../../emission/escape.ts';
import type { Report } from './report.ts';

const header = ['network', 'path', 'op', 'input', 'output', 'parameters', 'macs', 'file', 'line', 'column'];

/** RFC 4180 with CRLF, one row for each layer; several inputs are separated by blanks. */
export function renderCsv(reports: readonly Report[]): string {
  const rows = reports.flatMap((report) =>
    report.layers.map(({ path, op, input, output, parameters, macs, source }) => [
      report.network,
      path,
      op,
      input.map(showExtents).join(' '),
      showExtents(output),
      String(parameters),
      String(macs),
      source.file,
      String(source.line),
      String(source.column),
    ]),
  );
  return [header, ...rows].map((row) => `${row.map(escapeCsv).join(',')}\r\n`).join('');
}
