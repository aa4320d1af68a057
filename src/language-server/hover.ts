import type { Hover, Position } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { Span } from '../diagnostics/diagnostic.ts';
import { attributesOf, type OperatorKind, operatorNames, operatorOf } from '../ir/operators.ts';
import { bodiesOf, everyStatement, statementsIn } from '../linking/statements.ts';
import { labelText } from '../linking/words-and-labels.ts';
import type { Argument, Name, Statement } from '../parser/ast.ts';
import type { Analysis } from './analysis.ts';
import { totalOf } from './code-lens.ts';
import { effectsOf } from './effects.ts';
import { showEffects } from './hover-effects.ts';
import { letAt, parameterAt, showValues, valuesOfLet, valuesOfParameter } from './hover-values.ts';
import { type Occurrence, occurrenceAt } from './occurrences.ts';
import { offsetAt, rangeOf, touches } from './places.ts';
import { signatureOf, signatureOfOperator, writtenParameter } from './signatures.ts';
import { statementSummary } from './statement-words.ts';
import { enclosing, expressionAt, expressionsOf } from './tree.ts';

/** What is told of a place: paragraphs in Markdown, those that are undefined left out. */
interface Told {
  readonly span: Span;
  readonly paragraphs: readonly (string | undefined)[];
}

/** What stands at a position: its meaning, its value, and what its statement does to the shape. */
export function hover(analysis: Analysis, position: Position): Hover | null {
  const offset = offsetAt(analysis, position);
  const told = tellAt(analysis, offset);
  const value = told?.paragraphs.filter((paragraph) => paragraph !== undefined).join('\n\n');
  if (told === undefined || !value) return null;
  return { contents: { kind: MarkupKind.Markdown, value }, range: rangeOf(analysis, told.span) };
}

function tellAt(analysis: Analysis, offset: number): Told | undefined {
  const place = enclosing(analysis.root.module, offset);
  const statement = place?.statements.at(-1);
  const own = statement && !isInBraces(statement, offset) ? statement : undefined;
  const occurrence = occurrenceAt(analysis.root, offset);
  if (occurrence !== undefined) {
    const told = tellName(analysis, occurrence, own);
    if (told !== undefined) return { span: occurrence.span, paragraphs: told };
  }
  return own && tellStatement(analysis, own, offset);
}

/** Between a statement's braces, where no statement of its own stands. */
function isInBraces(statement: Statement, offset: number): boolean {
  return bodiesOf(statement).some(({ span }) => span.start < offset && offset < span.end);
}

function tellName(
  analysis: Analysis,
  { kind, text, file, span, declared }: Occurrence,
  statement: Statement | undefined,
): Told['paragraphs'] | undefined {
  const [first] = declared;
  switch (kind) {
    case 'block':
    case 'network': {
      const entity = analysis.root.names.get(text);
      if (entity === undefined) return undefined;
      const { declaration, module } = entity;
      const isOwn = module.file.name === file && declaration.name.span.start === span.start;
      return [
        fenced(signatureOf(entity).text),
        declaration.documentation,
        isOwn ? totalOf(declaration, analysis) : statement && showEffects(effectsOf(analysis, statement)),
        module === analysis.root ? undefined : `from \`${module.file.name}\``,
      ];
    }
    case 'parameter': {
      const found = first && parameterAt(analysis, first);
      if (found === undefined) return undefined;
      const written = writtenParameter(found.parameter, found.text);
      const values = showValues(valuesOfParameter(analysis, found));
      return [fenced(written), found.parameter.documentation, values && `here ${values}`];
    }
    case 'let': {
      const found = first && letAt(analysis, first);
      if (found === undefined) return undefined;
      const { start, end } = found.span;
      const values = showValues(valuesOfLet(analysis, found));
      return [fenced(analysis.text.slice(start, end)), found.documentation, values && `here ${values}`];
    }
    case 'label': {
      const named = declared.flatMap((place) => labelledAt(analysis, place.span) ?? []);
      const [one] = named;
      if (one === undefined || one === statement) return undefined;
      return [
        `the value of \`${text}\``,
        one.documentation,
        showEffects(named.flatMap((each) => effectsOf(analysis, each))),
      ];
    }
    case 'index':
    case 'file':
      return undefined;
  }
}

function labelledAt({ root }: Analysis, { start }: Span): Statement | undefined {
  for (const declaration of root.module.declarations)
    for (const statement of everyStatement(statementsIn(declaration)))
      if (statement.label?.span.start === start) return statement;
  return undefined;
}

function tellStatement(analysis: Analysis, statement: Statement, offset: number): Told | undefined {
  const isValue = statement.kind === 'let' || statement.kind === 'defaults';
  const effects = isValue ? undefined : showEffects(effectsOf(analysis, statement));
  const { documentation } = statement;
  const word = wordOf(statement);
  const member = memberAt(analysis, statement, offset);
  if (member !== undefined) return member;
  if (statement.kind === 'operator' || statement.kind === 'defaults') {
    const { operator } = statement;
    const kind = operatorNames.has(operator.text) ? (operator.text as OperatorKind) : undefined;
    if (kind !== undefined && touches(operator.span, offset)) {
      const paragraphs = [
        fenced(signatureOfOperator(kind).text),
        operatorOf(kind).summary,
        documentation,
        effects,
      ];
      return { span: operator.span, paragraphs };
    }
    const argument = statement.arguments.find(({ span }) => touches(span, offset));
    const told = kind && argument && tellArgument(kind, argument, statement.arguments);
    if (told !== undefined) return { span: argument!.span, paragraphs: [told, effects] };
  }
  if (word !== undefined && touches(word.span, offset))
    return { span: word.span, paragraphs: [statementSummary(word.text), documentation, effects] };
  const { label } = statement;
  const span = label !== undefined && touches(label.span, offset) ? label.span : headOf(statement, analysis);
  const text = label && labelText(label);
  const named = text !== undefined && span === label?.span ? `the value of \`${text}\`` : undefined;
  return { span, paragraphs: [effects && named, documentation, effects] };
}

/** `stride`: its meaning and what it is unless written; of a value without a name, that of the argument it is given for. */
function tellArgument(
  kind: OperatorKind,
  argument: Argument,
  given: readonly Argument[],
): string | undefined {
  const attributes = attributesOf(kind);
  const name = argument.name?.text ?? (argument.value.kind === 'name' ? argument.value.name : undefined);
  const positional = attributes.filter(([, spec]) => spec.positional);
  const position = given.filter((each) => each.name === undefined).indexOf(argument);
  const found =
    attributes.find(([candidate]) => candidate === name) ??
    attributes.find(
      ([, spec]) => spec.type === 'choice' && name !== undefined && spec.choices.includes(name),
    ) ??
    (argument.name === undefined ? positional[position] : undefined);
  return (
    found &&
    `\`${found[0]}\`: ${signatureOfOperator(kind).parameters.find((each) => each.name === found[0])!.documentation}`
  );
}

/** `in.channels`, with its value. */
function memberAt(analysis: Analysis, statement: Statement, offset: number): Told | undefined {
  const expression = expressionAt(expressionsOf(statement), offset);
  if (expression?.kind !== 'member' || expression.object.text !== 'in') return undefined;
  const axis = ['channels', 'height', 'width'].indexOf(expression.member.text);
  const values = effectsOf(analysis, statement).flatMap(({ before }) => before?.[axis as 0 | 1 | 2] ?? []);
  const different = [...new Set(values)];
  if (axis < 0 || different.length === 0) return undefined;
  const shown = different.slice(0, 8).map((value) => `\`${value}\``);
  const more = different.length > shown.length ? ', …' : '';
  return {
    span: expression.span,
    paragraphs: [`the ${expression.member.text} of the value before this line: ${shown.join(', ')}${more}`],
  };
}

/** The word that says what kind of statement it is. */
function wordOf(statement: Statement): Name | undefined {
  switch (statement.kind) {
    case 'operator':
    case 'call':
    case 'group':
    case 'invalid':
      return undefined;
    case 'part':
      return statement.name;
    case 'input':
    case 'stage':
    case 'repeat':
    case 'residual':
    case 'gate':
    case 'branches':
    case 'from':
    case 'let':
    case 'defaults':
    case 'if': {
      const start = statement.label?.span.end ?? statement.span.start;
      return { text: statement.kind, span: { start, end: start + statement.kind.length } };
    }
  }
}

/** A statement up to its braces. */
function headOf(statement: Statement, { text }: Analysis): Span {
  const [body] = bodiesOf(statement);
  const { start, end } = statement.span;
  return body === undefined
    ? { start, end }
    : { start, end: start + text.slice(start, body.span.start).trimEnd().length };
}

function fenced(text: string): string {
  return `\`\`\`resnet\n${text}\n\`\`\``;
}
