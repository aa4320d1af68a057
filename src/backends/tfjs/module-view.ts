import { Identifiers } from '../../emission/identifiers.ts';
import { commentLines, identifier, objectLiteral, stringLiteral } from '../../emission/javascript.ts';
import { numberLiteral } from '../../emission/number-literal.ts';
import { packageName } from '../../emission/package-name.ts';
import { summaryOf } from '../../emission/summary.ts';
import { version } from '../../generated/version.ts';
import { fixedSize, freeParameters } from '../../ir/free-parameters.ts';
import { type Graph, inputShape, outputShape } from '../../ir/graph.ts';
import type { Definition } from '../../ir/outline.ts';
import type { Shape } from '../../ir/shape.ts';
import type { Emission } from '../targets.ts';
import type { ModuleNames, WrittenFunction } from './function-writer.ts';
import { FunctionWriter } from './function-writer.ts';
import { complement } from './operator-code.ts';
import { countAssignments, statementView } from './statements.ts';
import { constantCode, symbolicCode } from './symbolic-code.ts';

/** Everything that the templates show; leaves are strings and booleans. */
export function moduleView({ graph, source, weights }: Emission): object {
  const names = new Identifiers(moduleNames, identifier);
  const create = names.fresh(createName(graph.name));
  // What users write has the first choice of names.
  const free = freeParameters(graph);
  const given = new Map(free.map(({ name }) => [name, names.fresh(name)]));
  const functions = new Map(graph.outline.definitions.map(({ name }) => [name, names.fresh(name)]));
  const build = names.fresh(graph.name);
  const taken = new Map<string, ReadonlyMap<string, string>>();
  const sharedBatchnorm = batchnormOptions(graph);
  const module: ModuleNames = { graph, functions, taken, sharedBatchnorm: sharedBatchnorm && 'BATCHNORM' };
  const written = graph.outline.definitions.map((definition) => {
    const result = new FunctionWriter(module).write(definition, [{ code: 'path' }]);
    const options = optionsOf(definition, result);
    taken.set(definition.name, options);
    const parameters = destructured(definition, result, options);
    return { definition, name: functions.get(definition.name)!, result, parameters };
  });
  const constants = new Map(
    graph.outline.main.parameters.flatMap((parameter) =>
      free.includes(parameter) || parameter.default === undefined
        ? []
        : [[`parameter ${parameter.name}`, parameter.default] as const],
    ),
  );
  const main = new FunctionWriter(module, constants, given).write(
    graph.outline.main,
    [],
    graph.outline.input,
  );
  const support = new Set(
    [main, ...written.map(({ result }) => result)].flatMap((part) => [...part.support]),
  );
  const [channels, height, width] = inputShape(graph);
  const shape = `[${height}, ${width}, ${channels}]`;
  const options = free.map(({ name, default: value }) => `${given.get(name)!} = ${constantText(value!)}`);
  const sized = fixedSize(graph) ? [] : [`inputShape = ${shape}`];
  const passed = [...given.values()].join(', ');
  return {
    name: graph.name,
    nameText: stringLiteral(graph.name),
    packageName: packageName(graph.name),
    create,
    documentation: paragraph(graph.documentation),
    source: commentLines(source).join(' '),
    version,
    summary: summaryOf(graph),
    batchnorm: sharedBatchnorm === undefined ? false : { options: sharedBatchnorm },
    roundTo: support.has('roundTo'),
    modulo: support.has('modulo'),
    functions: written.map(({ definition, name, result, parameters }) => ({
      name,
      documentation: paragraph(definition.documentation),
      parameters,
      body: bodyView(result),
      result: result.result,
    })),
    main: {
      name: build,
      parameters: passed && `, { ${passed} }`,
      body: bodyView(main),
      result: main.result,
    },
    options: [...sized, ...options].join(', '),
    hasOptions: sized.length + options.length > 0,
    inputShape: shape,
    fixedInput: sized.length === 0,
    call: passed === '' ? build : `(nn, x) => ${build}(nn, x, { ${passed} })`,
    input: { channels: String(channels), height: String(height), width: String(width) },
    output: shapeWritten(outputShape(graph)),
    endsInSoftmax: graph.nodes[graph.output]!.op === 'softmax',
    hasWeights: weights !== undefined,
  };
}

/** Behind the batch, channels last; a vector is its length. */
function shapeWritten([channels, height, width]: Shape): string {
  return height * width === 1 ? String(channels) : `${height}, ${width}, ${channels}`;
}

/** Names that the module's template uses. */
const moduleNames = [
  'inference',
  'loadWeights',
  'readSafetensors',
  'trainable',
  'createInference',
  'BATCHNORM',
  'roundTo',
  'modulo',
  'tf',
  'nn',
  'x',
  'path',
  'weights',
  'options',
  'model',
  'inputShape',
];

function createName(network: string): string {
  const name = identifier(network);
  return `create${name[0]!.toUpperCase()}${name.slice(1)}`;
}

/** What callers call each parameter that the body mentions: two never become one. */
function optionsOf({ parameters }: Definition, result: WrittenFunction): ReadonlyMap<string, string> {
  const names = new Identifiers([], identifier);
  const mentioned = parameters.filter(({ name }) => result.parameters.has(name));
  return new Map(mentioned.map(({ name }) => [name, names.fresh(name)]));
}

/** `, { width, stride = 1 }` */
function destructured(
  definition: Definition,
  { parameters }: WrittenFunction,
  options: ReadonlyMap<string, string>,
): string {
  const scope = {
    nameOf: (_: string, name: string) => parameters.get(name)!,
    current: 'x',
    join: undefined,
  };
  const entries = definition.parameters.flatMap(({ name, default: value }) => {
    const option = options.get(name);
    if (option === undefined) return [];
    const local = parameters.get(name)!;
    const target = option === local ? option : `${option}: ${local}`;
    return [value === undefined ? target : `${target} = ${symbolicCode(value, scope)}`];
  });
  const optional = entries.every((entry) => entry.includes(' = '));
  return entries.length === 0 ? '' : `, { ${entries.join(', ')} }${optional ? ' = {}' : ''}`;
}

function bodyView({ statements, result }: WrittenFunction): readonly object[] {
  const last = statements.at(-1);
  const returned = last?.kind === 'assign' && last.target === result ? last.value : undefined;
  const body = returned === undefined ? statements : statements.slice(0, -1);
  const counts = countAssignments(statements);
  if (returned !== undefined) counts.set(result, (counts.get(result) ?? 1) - 1);
  const views = body.map((statement) => statementView(statement, counts));
  const end = {
    assign: false,
    loop: false,
    branch: false,
    comment: false,
    returned: { value: returned ?? result },
  };
  return [...views.map((view) => ({ ...view, returned: false })), end];
}

/** A batchnorm's numbers, where all of the network have the same. */
function batchnormOptions(graph: Graph): string | undefined {
  const all = graph.nodes.filter((node) => node.op === 'batchnorm');
  const [first] = all;
  if (first === undefined) return undefined;
  const { eps, momentum } = first.attributes;
  if (all.some(({ attributes }) => attributes.eps !== eps || attributes.momentum !== momentum))
    return undefined;
  return objectLiteral([
    ['epsilon', numberLiteral(eps)],
    ['momentum', numberLiteral(complement(momentum))],
  ]);
}

function constantText(value: NonNullable<Definition['parameters'][number]['default']>): string {
  if (value.kind === 'constant') return constantCode(value.value);
  return symbolicCode(value, { nameOf: (_, name) => name, current: 'x', join: undefined });
}

function paragraph(
  text: string | undefined,
): { readonly lines: readonly { readonly text: string }[] } | false {
  return text === undefined || text === ''
    ? false
    : { lines: commentLines(text).map((line) => ({ text: line })) };
}
