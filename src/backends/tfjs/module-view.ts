import { Identifiers } from '../../emission/identifiers.ts';
import {
  commentLines,
  identifier,
  numberLiteral,
  objectLiteral,
  stringLiteral,
} from '../../emission/javascript.ts';
import { summaryOf } from '../../emission/summary.ts';
import { version } from '../../generated/version.ts';
import { fixedSize, freeParameters } from '../../ir/free-parameters.ts';
import { type Graph, inputShape, outputShape } from '../../ir/graph.ts';
import type { Definition } from '../../ir/outline.ts';
import type { Emission } from '../targets.ts';
import type { ModuleNames, WrittenFunction } from './function-writer.ts';
import { FunctionWriter } from './function-writer.ts';
import { complement } from './operator-code.ts';
import { countAssignments, statementView } from './statements.ts';
import { constantCode, symbolicCode } from './symbolic-code.ts';

/** Everything that the templates show; leaves are strings and booleans. */
export function moduleView({ graph, source, weights }: Emission): object {
  const names = new Identifiers([...moduleNames, createName(graph.name)], identifier);
  const functions = new Map(graph.outline.definitions.map(({ name }) => [name, names.fresh(name)]));
  const taken = new Map<string, ReadonlySet<string>>();
  const sharedBatchnorm = batchnormOptions(graph);
  const module: ModuleNames = { graph, functions, taken, sharedBatchnorm: sharedBatchnorm && 'BATCHNORM' };
  const written = graph.outline.definitions.map((definition) => {
    const result = new FunctionWriter(module).write(definition, [{ code: 'path' }]);
    taken.set(definition.name, new Set(result.parameters.keys()));
    return {
      definition,
      name: functions.get(definition.name)!,
      result,
      parameters: destructured(definition, result),
    };
  });
  const free = freeParameters(graph);
  const constants = new Map(
    graph.outline.main.parameters.flatMap((parameter) =>
      free.includes(parameter) || parameter.default === undefined
        ? []
        : [[`parameter ${parameter.name}`, parameter.default] as const],
    ),
  );
  const main = new FunctionWriter(module, constants).write(graph.outline.main, [], graph.outline.input);
  const support = new Set(
    [main, ...written.map(({ result }) => result)].flatMap((part) => [...part.support]),
  );
  const [channels, height, width] = inputShape(graph);
  const shape = `[${height}, ${width}, ${channels}]`;
  const options = free.map(({ name, default: value }) => `${identifier(name)} = ${constantText(value!)}`);
  const sized = fixedSize(graph) ? [] : [`inputShape = ${shape}`];
  const build = names.fresh(graph.name);
  const given = free.map(({ name }) => identifier(name));
  return {
    name: graph.name,
    nameText: stringLiteral(graph.name),
    packageName: graph.name.toLowerCase().replace(/[^a-z0-9-]+/g, '-'),
    create: createName(graph.name),
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
      parameters: given.length === 0 ? '' : `, { ${given.join(', ')} }`,
      body: bodyView(main),
      result: main.result,
    },
    options: [...sized, ...options].join(', '),
    hasOptions: sized.length + options.length > 0,
    freeOptions: given.map((option) => ({ name: option })),
    inputShape: shape,
    fixedInput: sized.length === 0,
    call: given.length === 0 ? `${build}` : `(nn, x) => ${build}(nn, x, { ${given.join(', ')} })`,
    input: { channels: String(channels), height: String(height), width: String(width) },
    output: String(outputShape(graph)[0]),
    hasWeights: weights !== undefined,
  };
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

/** `, { width, stride = 1 }` */
function destructured(definition: Definition, { parameters }: WrittenFunction): string {
  const scope = {
    nameOf: (_: string, name: string) => parameters.get(name) ?? identifier(name),
    current: 'x',
    join: undefined,
  };
  const entries = definition.parameters.flatMap(({ name, default: value }) => {
    const local = parameters.get(name);
    if (local === undefined) return [];
    const key = identifier(name);
    const target = key === local ? key : `${key}: ${local}`;
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
