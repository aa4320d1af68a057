import type { Location, Outcome } from '../../diagnostics/diagnostic.ts';
import type { Cost } from '../../ir/cost.ts';
import { costOf } from '../../ir/cost.ts';
import type { Graph } from '../../ir/graph.ts';
import { inputShape, outputShape, tensorsOf } from '../../ir/graph.ts';
import type { Report, ReportLayer, ReportSource, ReportStage } from './report.ts';
import type { Row } from './rows.ts';
import { rowsOf } from './rows.ts';

/** The report on one network; `limit/cost` where its numbers are too large to be exact. */
export function makeReport(graph: Graph, locate: (location: Location) => ReportSource): Outcome<Report> {
  const { value: cost, diagnostics } = costOf(graph);
  const [channels, height, width] = outputShape(graph);
  const value: Report = {
    network: graph.name,
    input: inputShape(graph),
    output: height === 1 && width === 1 ? [channels] : [channels, height, width],
    depth: cost.depth,
    parameters: cost.parameters,
    macs: cost.macs,
    flops: cost.flops,
    weightBytes: cost.weightBytes,
    peakActivationBytes: cost.peakActivationBytes,
    receptiveField: cost.receptiveField,
    stages: rowsOf(graph).map((row) => stage(row, cost)),
    layers: layers(graph, cost, locate),
    tensors: tensorsOf(graph).map(({ name, shape, role }) => ({ name, shape, role })),
  };
  return { value, diagnostics };
}

function stage({ name, block, repeats, unit, nodes }: Row, cost: Cost): ReportStage {
  const sum = (key: 'trainable' | 'macs'): number =>
    nodes.reduce((total, node) => total + cost.nodes[node.id]![key], 0);
  const output = nodes.at(-1)!.output;
  return { name, block, repeats, unit, output, parameters: sum('trainable'), macs: sum('macs') };
}

/** Every node but the input. */
function layers(
  graph: Graph,
  cost: Cost,
  locate: (location: Location) => ReportSource,
): readonly ReportLayer[] {
  return graph.nodes.slice(1).map((node) => ({
    path: node.path,
    op: node.op,
    input: node.inputs.map((id) => graph.nodes[id]!.output),
    output: node.output,
    parameters: cost.nodes[node.id]!.trainable,
    macs: cost.nodes[node.id]!.macs,
    source: locate(node.source),
  }));
}
