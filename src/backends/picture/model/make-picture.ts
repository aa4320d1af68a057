import type { Outcome } from '../../../diagnostics/diagnostic.ts';
import { costOf } from '../../../ir/cost.ts';
import type { Graph } from '../../../ir/graph.ts';
import { inputShape, outputShape } from '../../../ir/graph.ts';
import { ItemBuilder } from './build-items.ts';
import { contentsOf } from './contents.ts';
import type { Picture } from './picture.ts';

export interface PictureOptions {
  /** Every block is drawn, also those that are drawn alike. */
  readonly unfold: boolean;
}

/** What is to be drawn of a network; `limit/cost` where its numbers are too large to be exact. Linear in nodes and scopes. */
export function makePicture(graph: Graph, options: PictureOptions): Outcome<Picture> {
  const { value: cost, diagnostics } = costOf(graph);
  const body = new ItemBuilder(contentsOf(graph), cost, options.unfold).network();
  const value: Picture = {
    name: graph.name,
    documentation: graph.documentation,
    input: inputShape(graph),
    output: outputShape(graph),
    depth: cost.depth,
    parameters: cost.parameters.trainable,
    macs: cost.macs,
    body,
    shapes: graph.nodes.map(({ output }) => output),
    names: graph.nodes.map(({ path }) => path),
  };
  return { value, diagnostics };
}
