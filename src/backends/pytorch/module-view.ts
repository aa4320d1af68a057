import { escapeMarkdown } from '../../emission/escape.ts';
import { commentText, docstringLines } from '../../emission/python.ts';
import { summaryOf } from '../../emission/summary.ts';
import { version } from '../../generated/version.ts';
import type { Graph } from '../../ir/graph.ts';
import { inputShape, outputShape } from '../../ir/graph.ts';
import type { Emission } from '../targets.ts';
import { moduleName } from './file-name.ts';
import type { Support } from './operators/piece.ts';
import { classNames, provenClasses } from './proven-classes.ts';
import type { TrainingView } from './training-view.ts';

/** Everything that the template shows; leaves are strings and booleans. */
export function moduleView({ graph, source }: Emission): object {
  const { views, support } = provenClasses(graph);
  const text = views.flatMap(({ body }) => body.map((line) => line.text)).join('\n');
  const uses = (word: RegExp): boolean => word.test(text);
  const has = (name: Support): boolean => support.has(name);
  const functional = ['LayerNorm2d', 'PointwiseLinear', 'SamePad2d', 'PadChannels'] as const;
  const [title, ...documentation] = moduleDocumentation(graph, source);
  return {
    title: title!,
    documentation: documentation.map((line) => ({ text: line })),
    orderedDict: uses(/\bOrderedDict\(/),
    torch: uses(/\btorch\./) || has('AvgPool2d'),
    functional: uses(/\bF\./) || functional.some(has),
    initialised: has('initialised'),
    standard: uses(/\bOrderedDict\(/) || has('initialised'),
    roundTo: has('round_to'),
    paths: has('attach'),
    samePad2d: has('SamePad2d'),
    padChannels: has('PadChannels'),
    avgPool2d: has('AvgPool2d'),
    layerNorm2d: has('LayerNorm2d'),
    pointwiseLinear: has('PointwiseLinear'),
    dropPath: has('DropPath'),
    classes: views,
  };
}

export function trainingView({ graph, source, weights }: Emission): TrainingView {
  const [channels, height, width] = inputShape(graph).map(String) as [string, string, string];
  const output = outputShape(graph);
  return {
    module: moduleName(graph.name),
    className: classNames(graph).main,
    title: escapeMarkdown(graph.name),
    ...{ channels, height, width, version },
    classes: output[1] === 1 && output[2] === 1 ? String(output[0]) : '',
    hasWeights: weights !== undefined,
    weightsFile: weights === undefined ? '' : `${graph.name}.safetensors`,
    source: commentText(source),
  };
}

function moduleDocumentation(graph: Graph, source: string): readonly string[] {
  const input = inputShape(graph).join('×');
  const output = outputShape(graph);
  const result = output[1] === 1 && output[2] === 1 ? `N×${output[0]}` : `N×${output.join('×')}`;
  const lines = (text: string): readonly string[] => docstringLines(text, 85);
  return [
    ...lines(graph.documentation || `${graph.name}.`),
    '',
    ...lines(`${summaryOf(graph)}. Input: N×${input}; output: ${result}.`),
    ...lines(`Compiled from ${commentText(source)} by rnc ${version}.`),
  ];
}
