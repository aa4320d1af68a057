import { escapeMarkdown } from '../../emission/escape.ts';
import { Identifiers } from '../../emission/identifiers.ts';
import { className, commentText, docstringLines } from '../../emission/python.ts';
import { summaryOf } from '../../emission/summary.ts';
import { version } from '../../generated/version.ts';
import { flatOutline } from '../../ir/flat-outline.ts';
import { freeParameters } from '../../ir/free-parameters.ts';
import type { Graph } from '../../ir/graph.ts';
import { inputShape, outputShape } from '../../ir/graph.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { unrolledOutline } from '../../ir/unrolled-outline.ts';
import type { Emission } from '../targets.ts';
import { classView } from './class-view.ts';
import { moduleName } from './file-name.ts';
import { Inexpressible } from './inexpressible.ts';
import { initialisationOf, initialStatements } from './initialise.ts';
import { constant } from './operator-shape.ts';
import type { Support } from './operators/piece.ts';
import { parameterTypes } from './parameter-types.ts';
import { disagreement } from './proof/disagreement.ts';
import { shapeFlow } from './shape-flow.ts';
import type { TrainingView } from './training-view.ts';
import { writeClass } from './write-class.ts';
import type { ModuleNames, WrittenClass } from './written-class.ts';

/** Names that the module's template uses. */
const fileNames = [
  ...[
    'annotations',
    'OrderedDict',
    'torch',
    'F',
    'Tensor',
    'nn',
    'attach',
    'child',
    'round_to',
    'initialised',
    'INITIALISERS',
    'Layer',
    'TypeVar',
    'Callable',
    'partial',
  ],
  ...['LayerNorm2d', 'PointwiseLinear', 'DropPath', 'SamePad2d', 'PadChannels', 'AvgPool2d'],
];

/** The network's class; unique among the names of its file. */
function classNames(graph: Graph): { readonly main: string; readonly blocks: ReadonlyMap<string, string> } {
  const names = new Identifiers(fileNames, className);
  const main = names.fresh(graph.name);
  const blocks = new Map(graph.outline.definitions.map(({ name }) => [name, names.fresh(name)]));
  return { main, blocks };
}

/** The classes of a module, as an outline has them. */
export function classesOf(graph: Graph) {
  const names = classNames(graph);
  const types = parameterTypes(graph.outline);
  const classes = new Map<string, WrittenClass>();
  const taken = [...fileNames, names.main, ...names.blocks.values()];
  const initialisation = initialisationOf(graph);
  const module: ModuleNames = { graph, initialisation, flow: shapeFlow(graph), types, classes, taken };
  for (const definition of graph.outline.definitions)
    classes.set(definition.name, writeClass(module, names.blocks.get(definition.name)!, definition));
  const free = new Set(freeParameters(graph).map(({ name }) => name));
  const fixed = graph.outline.main.parameters.flatMap(({ name, default: value }) =>
    free.has(name) || value === undefined ? [] : [[`parameter ${name}`, value] as const],
  );
  const [channels, height, width] = inputShape(graph).map(constant) as [Symbolic, Symbolic, Symbolic];
  const main = writeClass(module, names.main, graph.outline.main, new Map(fixed), [channels, height, width]);
  const written = [...classes.values(), main];
  const support = new Set(written.flatMap((each) => [...each.support]));
  const views = written.map((each) =>
    classView(each, types, each === main ? initialStatements(graph, initialisation) : undefined),
  );
  return { views, support };
}

/**
 * The classes that are proven to be the graph: in the author's structure; where that has no proof, without its loops, choices and
 * formulas; else as a list of all operators. Nothing is written that is not proven.
 */
export function provenClasses(graph: Graph): ReturnType<typeof classesOf> {
  const outlines = [() => graph.outline, () => unrolledOutline(graph), () => flatOutline(graph)];
  const problems: string[] = [];
  for (const make of outlines) {
    const outline = make();
    if (outline === undefined) continue;
    const classes = attempt({ ...graph, outline });
    const problem =
      typeof classes === 'string' ? classes : disagreement(graph, classes.views, classes.support);
    if (typeof classes !== 'string' && problem === undefined) return classes;
    problems.push(problem ?? '');
  }
  throw new Error(`no module is proven: ${problems.join('; ')}`);
}

function attempt(graph: Graph): ReturnType<typeof classesOf> | string {
  try {
    return classesOf(graph);
  } catch (problem) {
    if (problem instanceof Inexpressible) return problem.message;
    throw problem;
  }
}

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
