import type { Details } from '../diagnostics/diagnose.ts';
import type { Fix, Span } from '../diagnostics/diagnostic.ts';
import type { OperatorKind } from '../ir/operators.ts';
import { operatorNames, operatorOf } from '../ir/operators.ts';
import type * as ast from '../parser/ast.ts';
import type { NameScope } from './name-scope.ts';
import { at, suggest } from './name-scope.ts';
import { otherSpelling } from './other-spellings.ts';

/** `bottleneck 64, stride 2` as the call `bottleneck(64, stride = 2)`. */
export function callOf(scope: NameScope, name: ast.Name, given: readonly ast.Argument[]): Details {
  const { text } = scope.linked.file;
  const written = given.map(({ name: parameter, value }) => {
    const source = text.slice(value.span.start, value.span.end);
    return parameter === undefined ? source : `${parameter.text} = ${source}`;
  });
  const call = `${name.text}(${written.join(', ')})`;
  const span = { start: name.span.start, end: given.at(-1)?.span.end ?? name.span.end };
  const edits = [{ ...at(scope, span), text: call }];
  return { help: `call it: \`${call}\``, fixes: [{ title: `write \`${call}\``, edits }] };
}

/** `conv1 conv 3x3, 64`: a label whose colon is missing. */
export function labelWithoutColon(
  scope: NameScope,
  name: ast.Name,
  first: ast.Argument | undefined,
  statement: Span,
): Details | undefined {
  if (first === undefined || name.span.start !== statement.start) return undefined;
  const word = first.name?.text ?? (first.value.kind === 'name' ? first.value.name : undefined);
  if (word === undefined || !operatorNames.has(word)) return undefined;
  const place = { start: name.span.end, end: name.span.end };
  const fix: Fix = { title: `write \`${name.text}:\``, edits: [{ ...at(scope, place), text: ':' }] };
  return { help: `a label has a colon: \`${name.text}: ${word} …\``, fixes: [fix] };
}

/** `conv(3, 64)`, `Conv2d(3, 64)`: an operator written like a call. */
export function operatorCall(
  scope: NameScope,
  { callee, arguments: given, span }: ast.Invocation,
): Details | undefined {
  const operator = operatorNames.has(callee.text) ? callee.text : otherSpelling(callee.text, operatorNames);
  if (operator === undefined) return undefined;
  const kind = operator.split(' ')[0] as OperatorKind;
  const plain = withoutParentheses(scope, operator, kind, given);
  if (plain === undefined)
    return {
      help: `write it as in the paper’s table, without parentheses: \`${exampleOf(operator, kind)}\``,
    };
  return {
    ...suggest(scope, span, plain),
    help: `write it as in the paper’s table, without parentheses: \`${plain}\``,
  };
}

/** The statement without its parentheses, where no argument can mean something else elsewhere. */
function withoutParentheses(
  scope: NameScope,
  operator: string,
  kind: OperatorKind,
  given: readonly ast.Argument[],
): string | undefined {
  if (operator.includes(' ') || operatorOf(kind).attributes.kernel !== undefined)
    return given.length === 0 && operator.includes(' ') ? operator : undefined;
  const positional = Object.values(operatorOf(kind).attributes).filter((spec) => spec.positional).length;
  if (positional === 0) return given.every(({ name }) => name === undefined) ? operator : undefined;
  const [only, more] = given;
  if (only === undefined || more !== undefined || only.name !== undefined) return undefined;
  return `${operator} ${scope.linked.file.text.slice(only.value.span.start, only.value.span.end)}`;
}

function exampleOf(operator: string, kind: OperatorKind): string {
  if (operator.includes(' ')) return operator;
  if (kind === 'conv') return 'conv 3x3, 64, stride 2';
  if (kind === 'linear') return 'linear 1000';
  if (kind === 'maxpool' || kind === 'avgpool') return `${kind} 3x3, stride 2`;
  if (kind === 'zero_pad') return 'zero_pad pad (0, 1, 0, 1)';
  if (kind === 'upsample') return 'upsample 2x1';
  return kind;
}
