import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import type { Position, SignatureHelp, SignatureInformation } from 'vscode-languageserver';
import type { OperatorKind } from '../ir/operators.ts';
import { operatorNames, operatorOf } from '../ir/operators.ts';
import { functionNames } from '../linking/names.ts';
import type { LinkedModule } from '../linking/program.ts';
import * as t from '../parser/tokens.ts';
import { argumentsIn } from './expectation.ts';
import type { PlacedText } from './places.ts';
import { offsetAt } from './places.ts';
import type { Signature } from './signatures.ts';
import { signatureOf, signatureOfOperator } from './signatures.ts';
import type { TypedText } from './typed-text.ts';
import { readTypedText, withoutLabel } from './typed-text.ts';

/** The arguments of the call or operator that is being typed, and which of them the cursor is at. */
export function signatureHelp(
  { root, tokens, ...text }: PlacedText & { readonly root: LinkedModule; readonly tokens: readonly IToken[] },
  position: Position,
): SignatureHelp | null {
  const typed = readTypedText(text, offsetAt(text, position), tokens);
  if (typed.inText) return null;
  return inCall(typed, root) ?? inOperator(typed);
}

/** Inside the parentheses of a block's call, or behind it in a stage. */
function inCall(typed: TypedText, root: LinkedModule): SignatureHelp | null {
  const { statement, open } = typed;
  const isHeader = typed.braces.length === 0 && open[0] === statement[2];
  const bracket = open.findLast(
    (token) => token.tokenType === t.LParen && isCalled(statement[statement.indexOf(token) - 1]),
  );
  if (isHeader && bracket === open[0]) return null;
  if (bracket === undefined) return inStageOption(statement, root);
  const entity = entityOf(statement[statement.indexOf(bracket) - 1], typed, root);
  if (entity === undefined) return null;
  const all = argumentsIn(statement, statement.indexOf(bracket));
  const names = all.map(([name, equals]) => (equals?.tokenType === t.Equals ? name!.image : undefined));
  return answer(signatureOf(entity), entity.declaration.documentation, names);
}

function isCalled(token: IToken | undefined): boolean {
  return token?.tokenType === t.Identifier && !functionNames.has(token.image);
}

function entityOf(callee: IToken | undefined, { braces, statement }: TypedText, root: LinkedModule) {
  const isLocal = braces.some(({ names }) => names.some(({ name }) => name === callee?.image));
  const isDeclared = callee === undefined || (braces.length === 0 && callee === statement[1]);
  return isLocal || isDeclared ? undefined : root.names.get(callee.image);
}

function inStageOption(statement: readonly IToken[], root: LinkedModule): SignatureHelp | null {
  const own = withoutLabel(statement);
  if (own[0]?.tokenType !== t.Stage) return null;
  const [blocks, ...options] = argumentsIn(own, 0);
  const parenthesis = blocks!.findIndex(({ tokenType }) => tokenType === t.LParen);
  const callee = blocks![parenthesis - 1];
  const entity = callee && root.names.get(callee.image);
  const last = options.at(-1);
  if (entity === undefined || last === undefined) return null;
  return answer(signatureOf(entity), entity.declaration.documentation, [last[0]?.image ?? '']);
}

function inOperator({ statement, braces }: TypedText): SignatureHelp | null {
  const own = withoutLabel(statement);
  const start = own[0]?.tokenType === t.Defaults ? 1 : 0;
  const operator = own[start];
  if (braces.length === 0 || operator === undefined || !operatorNames.has(operator.image)) return null;
  const kind = operator.image as OperatorKind;
  const signature = signatureOfOperator(kind);
  const known = new Set(signature.parameters.map(({ name }) => name));
  const names = argumentsIn(own, start === 1 ? 2 : 0).map(([first, second]) => {
    const isNamed = first !== undefined && known.has(first.image) && !isBinary(second);
    return isNamed ? first.image : undefined;
  });
  return answer(signature, operatorOf(kind).summary, names);
}

function isBinary(token: IToken | undefined): boolean {
  return token !== undefined && tokenMatcher(token, t.BinaryOperatorToken);
}

/** @param names of the arguments up to the cursor's; undefined for those without one */
function answer(
  signature: Signature,
  documentation: string | undefined,
  names: readonly (string | undefined)[],
): SignatureHelp {
  const { parameters } = signature;
  const last = names.at(-1);
  const open = parameters.filter(({ name }) => !names.includes(name));
  const position = names.filter((name) => name === undefined).length - 1;
  const active = last === undefined ? open[position]?.name : last;
  const at = parameters.findIndex(({ name }) => name === active);
  const information: SignatureInformation = {
    label: signature.text,
    ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
    parameters: parameters.map(({ start, end, documentation: text }) => ({
      label: [start, end],
      ...(text === undefined ? {} : { documentation: { kind: 'markdown', value: text } }),
    })),
  };
  // An index beyond the last parameter marks none.
  return {
    signatures: [information],
    activeSignature: 0,
    activeParameter: at >= 0 ? at : parameters.length,
  };
}
