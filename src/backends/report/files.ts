import { renderReport } from './render.ts';
import type { Report, ReportFormat } from './report.ts';

/** Formats that `rnc compile --target report` writes, by the ending of their file. */
const endings: readonly (readonly [ending: string, format: ReportFormat])[] = [
  ['json', 'json'],
  ['md', 'markdown'],
  ['html', 'html'],
  ['csv', 'csv'],
];

/** `NAME.report.json`, `.md`, `.html` and `.csv`, with every layer. */
export function reportFiles(report: Report): readonly { readonly path: string; readonly text: string }[] {
  return endings.map(([ending, format]) => ({
    path: `${report.network}.report.${ending}`,
    text: renderReport([report], format, { layers: true, width: 80, colour: false }),
  }));
}
