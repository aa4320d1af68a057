import type { ReportFigures } from '../backends/report/report.ts';
import type { Graph, Node, NodeId } from '../ir/graph.ts';
import { sameShape } from '../ir/shape.ts';
import type { Symbolic } from '../ir/symbolic.ts';
import { alignParts } from './align.ts';
import { changesInside, type Sides } from './changes.ts';
import type { Change, ComparedNetwork, Setting, Side } from './difference.ts';
import { compareInputs, compareReads } from './inputs.ts';
import { sameTensors } from './likeness.ts';
import type { Measured } from './measure.ts';
import { followsShapes } from './origins.ts';
import { everyPair, type Pair, type PairedNodes, pairedNodes } from './pair.ts';
import { newNumbering, partsOf } from './part.ts';
import { type Origins, propertiesOf } from './properties.ts';
import { shapesOf } from './shapes.ts';
import { compareStages } from './stages.ts';
import { compareTensors } from './tensors.ts';

/** Everything that is different between two networks. */
export function compareGraphs(before: Measured, after: Measured): ComparedNetwork {
  const sides: Sides = { before, after };
  const number = newNumbering();
  const root = alignParts(partsOf(before.graph, number), partsOf(after.graph, number));
  const nodes = pairedNodes(root);
  const origins = { before: followsShapes(before.graph), after: followsShapes(after.graph) };
  const changes = [...ofOutput(root, sides, nodes), ...changesInside(root, sides, nodes, origins)];
  const settings = compareSettings(before.graph, after.graph);
  const shapes = shapesOf(root, sides, nodes, origins);
  const touched = touchedNodes(root, sides, nodes, origins);
  const tensors = compareTensors(before.graph, after.graph, nodes);
  const [first, second] = [sideOf(before), sideOf(after)];
  const same =
    changes.length === 0 &&
    shapes.changed.length === 0 &&
    tensors.same === tensors.before &&
    tensors.same === tensors.after &&
    String(first.input) === String(second.input);
  return {
    status: same ? 'same' : 'changed',
    before: first,
    after: second,
    settings,
    difference: subtract(first, second),
    stages: compareStages(
      { graph: before.graph, stages: before.report.stages },
      { graph: after.graph, stages: after.report.stages },
      nodes,
      (id) => !touched.has(id),
    ),
    changes,
    shapes,
    tensors,
  };
}

export function sideOf({ file, report }: Measured): Side {
  const { network, input, output, depth, parameters, macs, flops } = report;
  const { weightBytes, peakActivationBytes, receptiveField } = report;
  return {
    ...{ file, network, input, output, depth, parameters, macs, flops },
    ...{ weightBytes, peakActivationBytes, receptiveField },
  };
}

function subtract(before: Side, after: Side): ReportFigures {
  const of = (
    figure: 'depth' | 'macs' | 'flops' | 'weightBytes' | 'peakActivationBytes' | 'receptiveField',
  ) => after[figure] - before[figure];
  const { parameters: old } = before;
  const { parameters: now } = after;
  return {
    depth: of('depth'),
    parameters: {
      trainable: now.trainable - old.trainable,
      buffers: now.buffers - old.buffers,
      total: now.total - old.total,
    },
    macs: of('macs'),
    flops: of('flops'),
    weightBytes: of('weightBytes'),
    peakActivationBytes: of('peakActivationBytes'),
    receptiveField: of('receptiveField'),
  };
}

/** The network's result may be another value without an operator that changed. */
function ofOutput(root: Pair, { before, after }: Sides, nodes: PairedNodes): readonly Change[] {
  const graphs = { before: before.graph, after: after.graph };
  const { property } = compareInputs([before.graph.output], [after.graph.output], graphs, nodes);
  if (property === undefined) return [];
  const place = ({ graph, locate }: Measured, { size }: Pair['before']) => ({
    ...({
      path: '',
      part: 'network',
      text: `network ${graph.name}`,
      repeats: null,
      operators: size,
    } as const),
    ...{ parameters: 0, source: locate(graph.source) },
  });
  return [
    {
      kind: 'changed',
      before: { ...place(before, root.before), parameters: before.report.parameters.trainable },
      after: { ...place(after, root.after), parameters: after.report.parameters.trainable },
      attributes: [{ ...property, name: 'output' }],
      output: null,
      changes: [],
    },
  ];
}

/** Operators of the old network about which anything at all is different, by their numbers. */
function touchedNodes(root: Pair, sides: Sides, nodes: PairedNodes, origins: Origins): ReadonlySet<NodeId> {
  const graphs = { before: sides.before.graph, after: sides.after.graph };
  const touched = new Set<NodeId>();
  const isTouched = (pair: Pair, before: Node, after: Node): boolean =>
    pair.moved ||
    before.path !== after.path ||
    !sameShape(before.output, after.output) ||
    !sameTensors(before, after) ||
    propertiesOf(pair, origins).length > 0 ||
    compareReads(before, after, graphs, nodes).property !== undefined;
  for (const pair of everyPair(root)) {
    const { before, after } = pair;
    if (before.node && after.node && isTouched(pair, before.node, after.node)) touched.add(before.node.id);
  }
  return touched;
}

/** The value of each parameter of the network, where it is not the same. */
function compareSettings(before: Graph, after: Graph): readonly Setting[] {
  const valuesOf = ({ outline }: Graph): ReadonlyMap<string, string | null> =>
    new Map(
      outline.main.parameters.map(({ name, default: value }) => [name, value ? valueText(value) : null]),
    );
  const [old, now] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((name) => ({ name, before: old.get(name) ?? null, after: now.get(name) ?? null }))
    .filter((setting) => setting.before !== setting.after);
}

/** A compiled network's parameters are constants and lists of them. */
function valueText(value: Symbolic): string {
  if (value.kind === 'list') return `[${value.items.map(valueText).join(', ')}]`;
  if (value.kind !== 'constant') return value.kind;
  return typeof value.value === 'string' ? JSON.stringify(value.value) : String(value.value);
}
