import type { Graph } from '../../../ir/graph.ts';
import { inputShape, outputShape, tensorsOf } from '../../../ir/graph.ts';
import type { Support } from '../operators/piece.ts';
import { graphTerms } from './graph-terms.ts';
import { Interpreter, parametersBelow } from './interpreter.ts';
import { parseMethods } from './parse-python.ts';
import type { PythonClass } from './python-syntax.ts';
import { Unproven } from './python-syntax.ts';
import type { Module, Parameter } from './python-values.ts';
import { tensor } from './python-values.ts';
import { Terms } from './terms.ts';

/** A class as it stands in the file. */
export interface ClassText {
  readonly name: string;
  readonly base: 'Module' | 'Sequential';
  readonly body: readonly { readonly text: string }[];
}

/**
 * Where emitted classes, the network's own being the last, are not what the graph says: they are read and run as Python would, on a value whose
 * numbers are unknown, and must make the graph's tensors and compute what it computes. Undefined where they agree. What it does not
 * look at is how tensors start, and the support code that all files share.
 */
export function disagreement(
  graph: Graph,
  classes: readonly ClassText[],
  support: ReadonlySet<Support>,
): string | undefined {
  try {
    const parsed = classes.map(
      ({ name, base, body }): PythonClass => ({
        ...{ name, base, methods: parseMethods(body.map(({ text }) => text)) },
      }),
    );
    const terms = new Terms();
    const paths = new Map<Module | Parameter, string>();
    const interpreter = new Interpreter(
      parsed,
      { terms, pathOf: (owner) => paths.get(owner) ?? '' },
      support,
    );
    const network = interpreter.construct(classes.at(-1)!.name, { items: [], named: new Map() });
    const made = place(network, '', paths);
    for (const [name, parameter] of parametersBelow(network, '')) {
      paths.set(parameter, name);
      made.push(JSON.stringify([name, parameter.shape]));
    }
    const expected = tensorsOf(graph).map(({ name, shape }) => JSON.stringify([name, shape]));
    if (made.sort().join() !== expected.sort().join()) return `the tensors are ${made}, not ${expected}`;
    const shape = inputShape(graph);
    const input = { kind: 'tensor', term: terms.make('input', [], []), shape, layout: 'map' } as const;
    const result = tensor(network.forward(input, network));
    const expectedTerm = graphTerms(graph, terms)[graph.output]!;
    const [, height, width] = outputShape(graph);
    const layout = height === 1 && width === 1 ? 'vector' : 'map';
    if (result.layout !== layout) return `the result is a ${result.layout}`;
    if (result.term !== expectedTerm)
      return `it computes ${shownTerm(terms, result.term)}, not ${shownTerm(terms, expectedTerm)}`;
    return undefined;
  } catch (problem) {
    if (problem instanceof Unproven) return problem.message;
    throw problem;
  }
}

/** Notes where each module lies; gives the names and shapes of all tensors of PyTorch's own modules. */
function place(module: Module, path: string, paths: Map<Module | Parameter, string>): string[] {
  paths.set(module, path);
  const prefix = path === '' ? '' : `${path}.`;
  const own = module.tensors.map(([name, shape]) => JSON.stringify([prefix + name, shape]));
  return [...own, ...[...module.modules].flatMap(([name, each]) => place(each, prefix + name, paths))];
}

function shownTerm(terms: Terms, id: number): string {
  const { op, given, inputs } = terms.of(id);
  return `${op}(${JSON.stringify(given)}, ${inputs.map((input) => terms.of(input).op)})`;
}
