import { Identifiers } from '../../emission/identifiers.ts';
import { className } from '../../emission/python.ts';
import { flatOutline } from '../../ir/flat-outline.ts';
import { freeParameters } from '../../ir/free-parameters.ts';
import type { Graph } from '../../ir/graph.ts';
import { inputShape } from '../../ir/graph.ts';
import type { Outline } from '../../ir/outline.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { unrolledOutline } from '../../ir/unrolled-outline.ts';
import { classView } from './class-view.ts';
import { Inexpressible } from './inexpressible.ts';
import { initialisationOf, initialStatements } from './initialise.ts';
import { constant } from './operator-shape.ts';
import type { Support } from './operators/piece.ts';
import { parameterTypes } from './parameter-types.ts';
import { disagreement } from './proof/disagreement.ts';
import { shapeFlow } from './shape-flow.ts';
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
export function classNames(graph: Graph): {
  readonly main: string;
  readonly blocks: ReadonlyMap<string, string>;
} {
  const names = new Identifiers(fileNames, className);
  const main = names.fresh(graph.name);
  const blocks = new Map(graph.outline.definitions.map(({ name }) => [name, names.fresh(name)]));
  return { main, blocks };
}

/** The classes of a module. */
export interface Classes {
  /** What they were written from. */
  readonly outline: Outline;
  readonly views: readonly ReturnType<typeof classView>[];
  readonly support: ReadonlySet<Support>;
}

/** The classes as the graph's outline has them, proven or not. */
export function classesOf(graph: Graph): Classes {
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
  return { outline: graph.outline, views, support };
}

/**
 * The classes that are proven to be the graph: in the author's structure; where that has no proof, without its loops, choices and
 * formulas; else as a list of all operators. Nothing is written that is not proven.
 */
export function provenClasses(graph: Graph): Classes {
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

function attempt(graph: Graph): Classes | string {
  try {
    return classesOf(graph);
  } catch (problem) {
    if (problem instanceof Inexpressible) return problem.message;
    throw problem;
  }
}
