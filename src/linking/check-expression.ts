import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { operatorNames } from '../ir/operators.ts';
import type * as ast from '../parser/ast.ts';
import { offerImport } from './library-names.ts';
import { meansEntity, meansLocal, meansParameters } from './name-meaning.ts';
import type { NameScope } from './name-scope.ts';
import { isFull, lookUp, report, reportUnknown, suggest } from './name-scope.ts';
import { functionNames } from './names.ts';
import { operatorCall } from './operator-remedies.ts';
import type { Entity } from './program.ts';

const joinMembers = ['channels', 'height', 'width', 'stride'];
const inMembers = ['channels', 'height', 'width'];

/** The names in an expression. */
export function checkExpression(scope: NameScope, expression: ast.Expression): void {
  switch (expression.kind) {
    case 'name':
      return checkName(scope, { text: expression.name, span: expression.span });
    case 'member':
      return checkMember(scope, expression);
    case 'call':
      if (!functionNames.has(expression.callee.text))
        return checkCall(scope, { ...expression, kind: 'invocation' }, 'block');
      for (const { value } of expression.arguments) checkExpression(scope, value);
      return;
    case 'list':
    case 'tuple':
    case 'extent':
      for (const item of expression.items) checkExpression(scope, item);
      return;
    case 'index':
      checkExpression(scope, expression.list);
      return checkExpression(scope, expression.index);
    case 'unary':
      return checkExpression(scope, expression.operand);
    case 'binary':
      checkExpression(scope, expression.left);
      return checkExpression(scope, expression.right);
    case 'integer':
    case 'float':
    case 'boolean':
    case 'string':
    case 'invalid':
      return;
  }
}

/** A name, or one of `words` misspelt, which stand here without being names. */
export function checkName(scope: NameScope, name: ast.Name, words: readonly string[] = []): void {
  const local = lookUp(scope, name.text);
  if (local !== undefined) {
    local.used = true;
    return meansLocal(scope, name, local);
  }
  const entity = scope.linked.names.get(name.text);
  if (entity !== undefined) {
    scope.used.add(entity);
    meansEntity(scope, name, entity);
  }
  if (entity !== undefined || isFull(scope)) return;
  if (operatorNames.has(name.text)) {
    const help = `\`${name.text}\` is an operator, and starts a line of its own: does the line before end in a comma?`;
    return reportUnknown(scope, name, 'name', undefined, { help });
  }
  const locals = scope.locals.flatMap((names) => [...names.keys()]);
  const near =
    didYouMean(name.text, [...words, ...new Set(locals), ...scope.linked.names.keys()]) ??
    shortened(name.text, words);
  const known = [...new Set(locals)].slice(0, 5);
  const help = known.length === 0 ? undefined : `here there are ${known.join(', ')}`;
  const imported = near === undefined ? offerImport(scope, name.text, 'block') : undefined;
  reportUnknown(scope, name, 'name', near, imported ?? (help === undefined ? {} : { help }));
}

/** `glob` for `global`: the one word that begins like this. */
function shortened(name: string, words: readonly string[]): string | undefined {
  const [only, another] = words.filter((word) => name.length > 2 && word.startsWith(name));
  return another === undefined ? only : undefined;
}

function checkMember(scope: NameScope, { object, member }: ast.ExpressionOf<'member'>): void {
  const members =
    object.text === 'in' ? inMembers : object.text === 'join' && scope.projecting ? joinMembers : undefined;
  if (members?.includes(member.text)) return;
  if (members !== undefined) {
    const near = didYouMean(member.text, members);
    const otherwise = { help: `${object.text} has ${members.join(', ')}` };
    return reportUnknown(scope, member, 'member', near, otherwise);
  }
  const help =
    object.text === 'join'
      ? '`join` is known inside `shortcut projection { … }`'
      : 'only `in` and `join` have members';
  reportUnknown(scope, object, 'value', undefined, { help });
}

/** A call of a block, or of the network that another one is made from. */
export function checkCall(scope: NameScope, call: ast.Invocation, kind: Entity['kind']): void {
  const { callee, arguments: given } = call;
  const local = lookUp(scope, callee.text);
  const entity = local === undefined ? scope.linked.names.get(callee.text) : undefined;
  if (local !== undefined) {
    local.used = true;
    meansLocal(scope, callee, local);
  }
  if (entity !== undefined) {
    scope.used.add(entity);
    meansEntity(scope, callee, entity);
    meansParameters(
      scope,
      given.map(({ name }) => name),
      entity,
    );
  }
  if (local !== undefined || entity?.kind === kind) {
    for (const { value } of given) checkExpression(scope, value);
    return;
  }
  if (entity !== undefined) {
    const is = entity.kind === 'block' ? 'a block' : 'a network';
    return report(scope, 'name/not-a-block', { name: callee.text, is, wanted: kind }, callee.span);
  }
  if (isFull(scope)) return;
  const operator = kind === 'block' ? operatorCall(scope, call) : undefined;
  if (operatorNames.has(callee.text))
    return report(
      scope,
      'name/not-a-block',
      { name: callee.text, is: 'an operator', wanted: kind },
      callee.span,
      operator,
    );
  const entities = [...scope.linked.names]
    .filter(([, candidate]) => candidate.kind === kind)
    .map(([name]) => name);
  const near = didYouMean(callee.text, entities);
  if (near !== undefined) return reportUnknown(scope, callee, kind, near, {});
  const details = operator ?? offerImport(scope, callee.text, kind) ?? nearOperator(scope, callee);
  const known = entities.length > 0 ? { help: `there are ${entities.slice(0, 5).join(', ')}` } : {};
  reportUnknown(scope, callee, kind, undefined, details ?? known);
}

function nearOperator(scope: NameScope, callee: ast.Name) {
  const near = didYouMean(callee.text, operatorNames);
  return near === undefined ? undefined : { help: suggest(scope, callee.span, near).help };
}
