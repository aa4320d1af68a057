import { plainJson } from '../../diagnostics/render/printable.ts';
import type { Report } from './report.ts';

/** One report, or an array of several; indented, with each shape on one line. */
export function renderJson(reports: readonly Report[]): string {
  const text = plainJson(JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2));
  // Strings hold no line breaks in JSON, so these brackets are arrays of numbers.
  const shapesInline = text.replace(
    /\[\n\s+(\d[\d,\s]*?)\n\s+\]/g,
    (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`,
  );
  return `${shapesInline}\n`;
}
