import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import type { Range, SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver';
import { SemanticTokensBuilder } from 'vscode-languageserver';
import { operatorNames } from '../ir/operators.ts';
import { functionNames, typeNames } from '../linking/names.ts';
import { everyStatement, statementsIn } from '../linking/statements.ts';
import type { Argument, Declaration, Statement } from '../parser/ast.ts';
import * as t from '../parser/tokens.ts';
import type { Analysis } from './analysis.ts';
import type { Occurrence } from './occurrences.ts';
import { isDeclaration, occurrencesIn } from './occurrences.ts';
import { positionAt, spanOf } from './places.ts';

/** Standard types only: every editor has colours for them. */
const types = [
  ...(['keyword', 'class', 'function', 'parameter', 'variable', 'property', 'enumMember', 'type'] as const),
  ...(['number', 'string', 'comment', 'operator'] as const),
];
const modifiers = ['declaration', 'readonly', 'defaultLibrary', 'documentation'] as const;

type Type = (typeof types)[number];
type Modifier = (typeof modifiers)[number];

export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...types],
  tokenModifiers: [...modifiers],
};

/** What each word of a document is, or of a range of it. Words of a statement that cannot be read are what they look like. */
export function semanticTokens(analysis: Analysis, range?: Range): SemanticTokens {
  const { start, end } =
    range === undefined ? { start: 0, end: analysis.text.length } : spanOf(analysis, range);
  const names = new Map(occurrencesIn(analysis.root).map((name) => [name.span.start, name]));
  const words = wordsByPlace(analysis.root.module.declarations);
  const builder = new SemanticTokensBuilder();
  const all = [...analysis.tokens, ...analysis.comments].sort((a, b) => a.startOffset - b.startOffset);
  for (const token of all) {
    if (token.startOffset < start || token.startOffset >= end) continue;
    const name = names.get(token.startOffset);
    const found = (name && ofName(name)) ?? words.get(token.startOffset) ?? ofToken(token);
    if (found === undefined) continue;
    const [type, ...own] = found;
    const { line, character } = positionAt(analysis, token.startOffset);
    const bits = own.reduce((sum, modifier) => sum | (1 << modifiers.indexOf(modifier)), 0);
    builder.push(line, character, token.image.length, types.indexOf(type), bits);
  }
  return builder.build();
}

type Found = readonly [Type, ...Modifier[]];

function ofName(name: Occurrence): Found | undefined {
  const more: readonly Modifier[] = isDeclaration(name) ? ['declaration'] : [];
  switch (name.kind) {
    case 'network':
      return ['class', ...more];
    case 'block':
      return ['function', ...more];
    case 'parameter':
      return ['parameter', ...more];
    case 'let':
    case 'index':
      return ['variable', 'readonly', ...more];
    case 'label':
      return ['property', ...more];
    case 'file':
      return undefined;
  }
}

function ofToken(token: IToken): Found | undefined {
  const { tokenType: type, image } = token;
  if (type === t.DocComment) return ['comment', 'documentation'];
  if (type === t.Comment || type === t.BlockComment) return ['comment'];
  if (tokenMatcher(token, t.StringLiteral)) return ['string'];
  if (tokenMatcher(token, t.Integer) || type === t.Float) return ['number'];
  if (t.keywords.has(image)) return ['keyword'];
  if (tokenMatcher(token, t.BinaryOperatorToken)) return ['operator'];
  if (type !== t.Identifier) return undefined;
  if (operatorNames.has(image) || functionNames.has(image)) return ['function', 'defaultLibrary'];
  if (image === 'join' || image === 'index') return ['variable', 'readonly', 'defaultLibrary'];
  return undefined;
}

/** The words that are no names: of operators, of their arguments and of types; members. */
function wordsByPlace(declarations: readonly Declaration[]): ReadonlyMap<number, Found> {
  const words = new Map<number, Found>();
  for (const declaration of declarations) {
    for (const { type } of declaration.parameters)
      if (type !== undefined && typeNames.has(type.base.text))
        words.set(type.base.span.start, ['type', 'defaultLibrary']);
    for (const statement of everyStatement(statementsIn(declaration))) addWords(statement, words);
  }
  return words;
}

function addWords(statement: Statement, words: Map<number, Found>): void {
  switch (statement.kind) {
    case 'operator':
    case 'defaults':
      if (operatorNames.has(statement.operator.text))
        words.set(statement.operator.span.start, ['function', 'defaultLibrary']);
      for (const argument of statement.arguments) addArgument(argument, words);
      return;
    case 'stage':
      for (const { name, on } of statement.options) {
        words.set(name.span.start, ['parameter']);
        if (on !== undefined) words.set(on.span.start, ['keyword']);
      }
      return;
    case 'branches':
      words.set(statement.join.span.start, ['function', 'defaultLibrary']);
      return;
    case 'residual':
      for (const word of [statement.shortcut?.form, statement.shortcut?.modifier])
        if (word !== undefined) words.set(word.span.start, ['keyword']);
      return;
    case 'call':
    case 'input':
    case 'part':
    case 'group':
    case 'repeat':
    case 'gate':
    case 'from':
    case 'let':
    case 'if':
    case 'invalid':
      return;
  }
}

/** `stride 2`, `bias`, `init zeros`, `pad (1, 1, 0, 0)`. A word that is the name of a value is told by the look-up instead. */
function addArgument({ name, value }: Argument, words: Map<number, Found>): void {
  if (name !== undefined) words.set(name.span.start, ['parameter']);
  if (value.kind === 'name') words.set(value.span.start, ['enumMember', 'defaultLibrary']);
  if (value.kind === 'call' && !functionNames.has(value.callee.text))
    words.set(value.callee.span.start, ['parameter']);
}
