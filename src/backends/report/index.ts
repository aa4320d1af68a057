export { reportFiles } from './files.ts';
export { makeReport } from './make-report.ts';
export { renderReport } from './render.ts';
export type {
  Report,
  ReportFormat,
  ReportLayer,
  ReportOptions,
  ReportStage,
  ReportTensor,
} from './report.ts';
