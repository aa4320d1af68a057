import type { Span } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { AttributeSpecs } from '../ir/operator.ts';
import { specOf } from '../ir/operator.ts';
import type { OperatorKind } from '../ir/operators.ts';
import { operatorNames, operatorOf } from '../ir/operators.ts';
import type * as ast from '../parser/ast.ts';
import { checkExpression, checkName } from './check-expression.ts';
import { checkLabel } from './check-label.ts';
import { offerImport } from './library-names.ts';
import { meansEntity, meansLocal } from './name-meaning.ts';
import type { NameScope } from './name-scope.ts';
import { isFull, lookUp, report, reportUnknown } from './name-scope.ts';
import { joinOperators } from './names.ts';
import { negativeArgument } from './negative-argument.ts';
import { callOf, labelWithoutColon } from './operator-remedies.ts';
import { otherSpelling } from './other-spellings.ts';

/** `conv 3x3, 64`: the operator's name and the names in its arguments. */
export function checkOperator(
  scope: NameScope,
  { operator, arguments: given, span }: ast.StatementOf<'operator'>,
): void {
  const { text: name } = operator;
  if (joinOperators.has(name)) {
    for (const { value } of given) {
      if (value.kind === 'name') checkLabel(scope, { text: value.name, span: value.span });
      else if (value.kind === 'integer') checkLabel(scope, { text: value.text, span: value.span });
      else checkExpression(scope, value);
    }
  } else if (operatorNames.has(name)) checkOperatorArguments(scope, name as OperatorKind, given);
  else unknownOperator(scope, operator, given, span);
}

/** Words that name a flag or a choice are no names of values. */
export function checkOperatorArguments(
  scope: NameScope,
  kind: OperatorKind,
  given: readonly ast.Argument[],
): void {
  const { attributes } = operatorOf(kind);
  for (const { name, value } of given) {
    if (value.kind === 'name') {
      const words = wordsOf(attributes, name?.text);
      if (words.includes(value.name)) continue;
      checkName(scope, { text: value.name, span: value.span }, words);
      continue;
    }
    const negative = name === undefined ? negativeArgument(value) : undefined;
    if (
      negative !== undefined &&
      specOf(attributes, negative.name.text) !== undefined &&
      lookUp(scope, negative.name.text) === undefined
    ) {
      checkExpression(scope, negative.value);
      continue;
    }
    const attributeCall =
      value.kind === 'call' && name === undefined && specOf(attributes, value.callee.text) !== undefined;
    if (attributeCall) for (const argument of value.arguments) checkExpression(scope, argument.value);
    else checkExpression(scope, value);
  }
}

/** Flags and choices that may stand alone, or the words of one argument. */
function wordsOf(attributes: AttributeSpecs, name: string | undefined): readonly string[] {
  if (name === undefined)
    return Object.entries(attributes).flatMap(([flag, spec]) =>
      spec.type === 'flag' ? [flag] : spec.type === 'choice' ? spec.choices : [],
    );
  const spec = specOf(attributes, name);
  if (spec?.type === 'choice') return spec.choices;
  return spec?.type === 'padding' ? ['same'] : [];
}

function unknownOperator(
  scope: NameScope,
  name: ast.Name,
  given: readonly ast.Argument[],
  statement: Span,
): void {
  const entity = scope.linked.names.get(name.text);
  const local = lookUp(scope, name.text);
  if (entity !== undefined) scope.used.add(entity);
  if (local !== undefined) local.used = true;
  if (local !== undefined) meansLocal(scope, name, local);
  else if (entity !== undefined) meansEntity(scope, name, entity);
  if (entity !== undefined || local !== undefined) {
    if (entity?.kind === 'network')
      return report(scope, 'name/not-a-block', { name: name.text, is: 'a network' }, name.span);
    return report(scope, 'name/not-an-operator', { name: name.text }, name.span, callOf(scope, name, given));
  }
  if (isFull(scope)) return;
  const label = labelWithoutColon(scope, name, given[0], statement);
  if (label !== undefined) return reportUnknown(scope, name, 'operator', undefined, label);
  const near =
    otherSpelling(name.text, operatorNames) ??
    didYouMean(name.text, [...operatorNames, ...statementWords, ...scope.linked.names.keys()]);
  const imported = near === undefined ? offerImport(scope, name.text, 'block') : undefined;
  reportUnknown(scope, name, 'operator', near, imported ?? { help: commonOperators });
}

/** Words that a line without braces may begin with. */
const statementWords = ['input', 'stage', 'from', 'let', 'defaults'];

const commonOperators =
  'among the operators are conv, linear, batchnorm, relu, maxpool, avgpool, dropout, flatten, add and concat';
