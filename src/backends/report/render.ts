import { renderCsv } from './csv.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import type { Report, ReportFormat, ReportOptions } from './report.ts';
import { renderTable } from './table.ts';

const formats: Readonly<
  Record<ReportFormat, (reports: readonly Report[], options: ReportOptions) => string>
> = {
  table: renderTable,
  json: renderJson,
  markdown: renderMarkdown,
  html: renderHtml,
  csv: renderCsv,
};

/** The reports as text that ends with a line break; several are printed side by side. */
export function renderReport(
  reports: readonly Report[],
  format: ReportFormat,
  options: ReportOptions,
): string {
  return formats[format](reports, options);
}
