import { plainJson } from '../../diagnostics/render/printable.ts';
import type { Report } from './report.ts';

/** One report, or an array of several. */
export function renderJson(reports: readonly Report[]): string {
  return indentedJson(reports.length === 1 ? reports[0] : reports);
}

/** A value as indented JSON that may be shown on a terminal, with each shape on one line. */
export function indentedJson(value: unknown): string {
  const text = plainJson(JSON.stringify(value, null, 2));
  // Strings hold no line breaks in JSON, so these brackets are arrays of numbers.
  const shapesInline = text.replace(
    /\[\n\s+(\d[\d,\s]*?)\n\s+\]/g,
    (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`,
  );
  return `${shapesInline}\n`;
}
