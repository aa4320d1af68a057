import type { OperatorKind } from '../../../src/ir/operators.ts';
import { attributesOf, operatorNames } from '../../../src/ir/operators.ts';
import { functionNames, joinOperators, typeNames } from '../../../src/linking/names.ts';
import type {
  Declaration,
  Expression,
  Import,
  Module,
  Parameter,
  Shortcut,
  StageOption,
  Statement,
} from '../../../src/parser/ast.ts';
import { precedence } from '../../../src/parser/precedence.ts';

/** What of the language a module uses, in words: `shortcut zero_pad split`, `conv pad`, `a // b`. */
export function featuresOf(module: Module): ReadonlySet<string> {
  const found = new Set<string>();
  if (module.documentation !== undefined) found.add('/// of a file');
  walk([module.imports, module.declarations], (node) => {
    for (const feature of describe(node)) found.add(feature);
  });
  return found;
}

function walk(node: unknown, see: (node: object) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) see(node);
  for (const child of Object.values(node)) walk(child, see);
}

/** A node is known by its keys. */
function* describe(node: object): Generator<string> {
  if ('kind' in node && 'label' in node) yield* describeStatement(node as Statement);
  else if ('kind' in node && 'parameters' in node) yield* describeDeclaration(node as Declaration);
  else if ('kind' in node) yield* describeExpression(node as Expression);
  else if ('modifier' in node) yield* describeShortcut(node as Shortcut);
  else if ('on' in node)
    yield `stage option${(node as StageOption).on === undefined ? '' : ` on ${(node as StageOption).on!.text}`}`;
  else if ('path' in node) yield* describeImport(node as unknown as Import);
  else if ('default' in node) yield* describeParameter(node as Parameter);
}

function* describeStatement(statement: Statement): Generator<string> {
  const { kind, label, documentation } = statement;
  yield kind;
  if (documentation !== undefined) yield '/// of a statement';
  if (label !== undefined) yield `label of ${kind}`;
  if (label?.parts.some((part) => typeof part !== 'string')) yield `holes in the label of ${kind}`;
  if (kind === 'operator' || kind === 'defaults') {
    const op = statement.operator.text;
    yield kind === 'defaults' ? `defaults ${op}` : op;
    for (const [at, { name, value }] of statement.arguments.entries()) {
      const words = [
        value.kind === 'name' ? value.name : '',
        value.kind === 'call' ? value.callee.text : '',
        name?.text ?? '',
      ];
      for (const word of words) if (word !== '' && kind === 'operator') yield `${op} ${word}`;
      if (name === undefined) yield `argument ${at}`;
      if (joinOperators.has(op) && value.kind === 'integer') yield 'a number as the label of a joined value';
    }
  }
  if (kind === 'branches') yield `branches ${statement.join.text}`;
  if (kind === 'part') yield statement.name.text;
  if (kind === 'residual' && statement.shortcut === undefined) yield 'residual without shortcut';
  if (kind === 'if') yield statement.alternative === undefined ? 'if without else' : 'else';
  if (kind === 'if' && statement.alternative?.statements[0]?.kind === 'if') yield 'else if';
  if (kind === 'repeat' && statement.count.kind === 'integer' && statement.count.value === 0)
    yield 'repeat 0 times';
  if (kind === 'group' && statement.body.statements.length === 0) yield 'empty braces';
}

function* describeDeclaration({ kind, documentation, parameters, ...rest }: Declaration): Generator<string> {
  yield `declaration ${kind}`;
  if (documentation !== undefined) yield `/// of a ${kind}`;
  if (parameters.length > 0) yield `${kind} with parameters`;
  if ('definition' in rest && rest.definition.kind === 'invocation') yield 'network of a family';
}

function* describeExpression(expression: Expression): Generator<string> {
  yield `expression ${expression.kind}`;
  if (expression.kind === 'binary') yield `a ${expression.operator} b`;
  if (expression.kind === 'unary') yield `${expression.operator} a`;
  if (expression.kind === 'call')
    yield functionNames.has(expression.callee.text) ? expression.callee.text : 'call of another name';
  if (expression.kind === 'member') yield `${expression.object.text}.${expression.member.text}`;
}

function* describeShortcut({ form, modifier, expression, body, label }: Shortcut): Generator<string> {
  const words = ['shortcut', form?.text, modifier?.text, expression && '(kind)', body && '{ }'];
  yield words.filter((word) => word !== undefined).join(' ');
  if (label !== undefined) yield 'shortcut as';
}

function* describeImport({ names, path }: Import): Generator<string> {
  yield path.text.startsWith('std/') ? 'import of the library' : 'import of a file';
  if (names.length > 1) yield 'import of several names';
  if (names.some(({ alias }) => alias !== undefined)) yield 'import as';
}

function* describeParameter({ type, documentation, default: value }: Parameter): Generator<string> {
  if (documentation !== undefined) yield '/// of a parameter';
  yield `parameter ${type === undefined ? 'without type' : 'with type'}${value === undefined ? '' : ' and default'}`;
  if (type === undefined) return;
  yield `type ${type.base.text}`;
  for (const length of type.lengths) yield length === undefined ? 'type []' : 'type [n]';
  if (type.lengths.length > 1) yield 'type of lists of lists';
}

const statementKinds: readonly Statement['kind'][] = [
  ...([
    'operator',
    'call',
    'input',
    'part',
    'group',
    'stage',
    'repeat',
    'residual',
    'gate',
    'branches',
    'from',
  ] as const),
  ...(['let', 'defaults', 'if'] as const),
];

const expressionKinds: readonly Expression['kind'][] = [
  ...([
    'integer',
    'float',
    'boolean',
    'string',
    'name',
    'member',
    'list',
    'extent',
    'index',
    'call',
    'unary',
    'binary',
  ] as const),
];

const attributes = [...operatorNames].flatMap((op) =>
  attributesOf(op as OperatorKind).map(([name]) => `${op} ${name}`),
);

/** All that the language has; what rnc itself lists is asked of it. */
export const language: readonly string[] = [
  ...operatorNames,
  ...attributes,
  ...statementKinds,
  ...statementKinds.filter((kind) => kind !== 'defaults').map((kind) => `label of ${kind}`),
  ...['operator', 'call', 'stage', 'repeat', 'group', 'residual'].map(
    (kind) => `holes in the label of ${kind}`,
  ),
  ...expressionKinds.map((kind) => `expression ${kind}`),
  ...Object.keys(precedence)
    .filter((operator) => !/^[x×]$/.test(operator))
    .map((operator) => `a ${operator} b`),
  ...['- a', 'not a', ...functionNames, 'call of another name'],
  ...['in.channels', 'in.height', 'in.width', 'join.channels', 'join.height', 'join.width', 'join.stride'],
  ...['identity', 'zero_pad', 'zero_pad split', 'projection', 'projection always', 'none'].map(
    (form) => `shortcut ${form}`,
  ),
  ...[
    'shortcut (kind)',
    'shortcut { }',
    'shortcut projection { }',
    'shortcut as',
    'residual without shortcut',
  ],
  ...['stage option', 'stage option on first', 'stage option on last'],
  ...[...joinOperators].map((join) => `branches ${join}`),
  ...['stem', 'head', 'if without else', 'else', 'else if', 'repeat 0 times', 'empty braces'],
  ...['a number as the label of a joined value', 'conv same', 'upsample bilinear', 'upsample nearest'],
  ...[
    'declaration block',
    'declaration network',
    'block with parameters',
    'network with parameters',
    'network of a family',
  ],
  ...[...typeNames].map((type) => `type ${type}`),
  ...['type []', 'type [n]', 'type of lists of lists'],
  ...['with type', 'without type'].flatMap((type) => [`parameter ${type}`, `parameter ${type} and default`]),
  ...['import of the library', 'import of a file', 'import of several names', 'import as'],
  ...['file', 'block', 'network', 'parameter', 'statement'].map((what) => `/// of a ${what}`),
];
