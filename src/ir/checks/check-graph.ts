import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { SourceFile } from '../../diagnostics/source.ts';
import type { Graph } from '../graph.ts';
import { biasBeforeBatchnorm } from './bias-before-batchnorm.ts';
import { linearResidual } from './linear-residual.ts';
import { lostRows } from './lost-rows.ts';
import { unlabelledTensor } from './unlabelled-tensor.ts';
import { unusedValue } from './unused-value.ts';

/** What a rule sees: a graph without errors, and the text it came from. */
export interface CheckedGraph {
  readonly graph: Graph;
  readonly files: ReadonlyMap<string, SourceFile>;
}

export type Rule = (checked: CheckedGraph) => readonly Diagnostic[];

const rules: readonly Rule[] = [biasBeforeBatchnorm, linearResidual, lostRows, unlabelledTensor, unusedValue];

/** Lints of one network: each says one thing once, however many instances of a block it holds for. */
export function checkGraph(checked: CheckedGraph): readonly Diagnostic[] {
  const seen = new Set<string>();
  return rules
    .flatMap((rule) => rule(checked))
    .filter(({ code, file, span }) => {
      const key = `${code} ${file} ${span.start}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
