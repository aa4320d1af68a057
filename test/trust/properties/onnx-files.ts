import { emit } from '../../../src/compile.ts';
import type { OutputFile, Weights } from '../../../src/index.ts';
import type { Drawn } from './drawn.ts';

/** What rnc writes for ONNX of a network with its weights, as written or with batch normalisations folded. */
export function onnxFiles({ graph, weights, origin }: Drawn, fold: boolean): readonly OutputFile[] {
  return emit(graph, { target: 'onnx', weights: weights as Weights, fold }, origin).value;
}
