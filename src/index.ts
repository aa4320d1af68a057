/** rnc's library: the compiler without a file system, for Node and browsers. */

export { drawNetwork } from './backends/picture/index.ts';
export type {
  Report,
  ReportFormat,
  ReportLayer,
  ReportStage,
  ReportTensor,
} from './backends/report/index.ts';
export { renderReport } from './backends/report/index.ts';
export type { OutputFile, TargetName, TargetOptions, Weights } from './backends/targets.ts';
export { targets } from './backends/targets.ts';
export type { CheckResult } from './check.ts';
export { check } from './check.ts';
export type { CheckOptions } from './check-options.ts';
export type { CompileOptions, CompileResult, ReportResult } from './compile.ts';
export { compile, report } from './compile.ts';
export type { Code, Severity } from './diagnostics/catalogue.ts';
export { catalogue } from './diagnostics/catalogue.ts';
export type { Diagnostic, Edit, Fix, Location, Related, Span } from './diagnostics/diagnostic.ts';
export type { Limits } from './diagnostics/limits.ts';
export { defaultLimits } from './diagnostics/limits.ts';
export type { Position, SourceFile } from './diagnostics/source.ts';
export type {
  AddedNetwork,
  Change,
  ComparedNetwork,
  Difference,
  NetworkDifference,
  RemovedNetwork,
  Tensors as TensorDifference,
} from './diff/difference.ts';
export type { DiffFormat, DiffOptions } from './diff/render/index.ts';
export { renderDifference } from './diff/render/index.ts';
export type { CheckedSide, DiffResult, DiffSide } from './diff.ts';
export { diff } from './diff.ts';
export type { Formatted, TextEdit, Unformatted } from './format/formatted.ts';
export { format } from './format.ts';
export type { Graph, Node, Scope, Tensor } from './ir/graph.ts';
export type { Loaded, Loader } from './linking/program.ts';
export { initialiseWeights } from './weights/initialise.ts';
export { readSafetensors, writeSafetensors } from './weights/safetensors.ts';
