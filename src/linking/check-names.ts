import type { Outcome } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { Findings } from '../diagnostics/findings.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { OperatorKind } from '../ir/operators.ts';
import { operatorNames, operatorOf } from '../ir/operators.ts';
import type * as ast from '../parser/ast.ts';
import { checkCall, checkExpression } from './check-expression.ts';
import { checkLabel } from './check-label.ts';
import { checkOperator, checkOperatorArguments } from './check-operator.ts';
import { reportUnusedEntities } from './check-unused.ts';
import type { NameObserver } from './name-meaning.ts';
import { meansEntity, meansItself, meansParameters, nameValue } from './name-meaning.ts';
import type { NameScope } from './name-scope.ts';
import { at, declare, entityOf, inScope, report, reportUnknown } from './name-scope.ts';
import { functionNames, typeNames } from './names.ts';
import type { Call, Entity, LinkedModule } from './program.ts';
import { doubtfulWords, labelsIn, labelText } from './words-and-labels.ts';

/**
 * Looks up every name of a file without running it, so that a block nobody calls is checked too: unknown names, names declared twice
 * and declared for nothing. Elaboration takes the result for granted and says nothing about names. The value is the calls that the
 * file makes.
 *
 * @param observe is told what each name means
 */
export function checkNames(
  linked: LinkedModule,
  library: ReadonlyMap<string, string>,
  limits: Pick<Limits, 'diagnostics'>,
  observe?: NameObserver,
): Outcome<readonly Call[]> {
  const { declarations } = linked.module;
  const [first] = declarations;
  if (first === undefined) return { value: [], diagnostics: [] };
  const file: NameScope = {
    linked,
    library,
    findings: new Findings(limits),
    used: new Set(),
    calls: [],
    locals: [],
    labels: new Map(),
    labelsOf: new Map(declarations.map((declaration) => [declaration, labelsIn(declaration)])),
    declaration: first,
    unknown: new Set(),
    doubtful: doubtfulWords(linked.module),
    projecting: false,
    conditional: false,
    observe,
  };
  for (const declaration of declarations)
    checkDeclaration(
      { ...file, locals: [], labels: new Map(), unknown: new Set(), declaration },
      declaration,
    );
  reportUnusedEntities(file);
  return { value: file.calls, diagnostics: file.findings.all };
}

function checkDeclaration(scope: NameScope, declaration: ast.Declaration): void {
  const { name, parameters } = declaration;
  const own = scope.linked.names.get(name.text);
  if (own?.declaration === declaration) meansEntity(scope, name, own);
  if (operatorNames.has(name.text) || functionNames.has(name.text)) {
    const help = `choose another name, \`${name.text}_${declaration.kind}\` for example`;
    report(scope, 'name/reserved', { name: name.text }, name.span, { help });
    if (own !== undefined) scope.used.add(own);
  }
  const body = declaration.kind === 'block' ? declaration.body : declaration.definition;
  inScope(scope, [], 'parameter', () => {
    for (const parameter of parameters) {
      if (parameter.default !== undefined) checkExpression(scope, parameter.default);
      if (parameter.type !== undefined) checkType(scope, parameter.type.base);
      declare(scope, parameter.name, 'parameter');
    }
    if (body.kind === 'body') checkStatements(scope, body.statements);
    else checkInvocation(scope, body, 'network');
  });
}

function checkType(scope: NameScope, name: ast.Name): void {
  if (typeNames.has(name.text)) return;
  const near = didYouMean(name.text, typeNames);
  const help = `the types are ${[...typeNames].join(', ')}, and lists of them: int[4]`;
  reportUnknown(scope, name, 'type', near, { help });
}

function checkStatements(scope: NameScope, statements: readonly ast.Statement[]): void {
  const own = new Map<string, ast.Statement>();
  for (const statement of statements) {
    for (const part of statement.label?.parts ?? [])
      if (typeof part !== 'string') withIndex(scope, statement, () => checkExpression(scope, part));
    checkStatement(scope, statement);
    const label = statement.label && labelText(statement.label);
    if (label === undefined) continue;
    const earlier = own.get(label);
    if (earlier !== undefined) reportSameLabel(scope, label, earlier, statement);
    own.set(label, statement);
    nameValue(scope, label, statement.label!.span);
  }
}

/** Where both own tensors, the collision of their paths is found when the network is unrolled. */
function reportSameLabel(
  scope: NameScope,
  label: string,
  earlier: ast.Statement,
  statement: ast.Statement,
): void {
  if (![earlier, statement].some(ownsNothing)) return;
  const related = [{ ...at(scope, earlier.label!.span), message: 'the first one' }];
  const help = 'a label names a value, so it must be unique among its neighbours';
  report(scope, 'name/collision', { path: label }, statement.label!.span, { related, help });
}

function ownsNothing(statement: ast.Statement): boolean {
  if (statement.kind !== 'operator' || !operatorNames.has(statement.operator.text)) return false;
  return operatorOf(statement.operator.text as OperatorKind).tensors === undefined;
}

/** A stage's label and arguments know `index`, a repeat's label its variable. */
function withIndex(scope: NameScope, statement: ast.Statement, body: () => void): void {
  if (statement.kind === 'stage') inScope(scope, [{ text: 'index', span: statement.span }], 'index', body);
  else if (statement.kind === 'repeat') inScope(scope, [statement.variable], 'index', body);
  else body();
}

function checkStatement(scope: NameScope, statement: ast.Statement): void {
  const body = (inner: ast.Body, within: NameScope = scope): void =>
    inScope(within, [], 'let', () => checkStatements(within, inner.statements));
  switch (statement.kind) {
    case 'operator':
      return checkOperator(scope, statement);
    case 'call':
      return checkInvocation(scope, statement.call, 'block');
    case 'input':
      return checkExpression(scope, statement.shape);
    case 'part':
    case 'group':
    case 'gate':
      return body(statement.body);
    case 'stage':
      return withIndex(scope, statement, () => checkStage(scope, statement));
    case 'repeat':
      checkExpression(scope, statement.count);
      return inScope(scope, [statement.variable], 'index', () =>
        checkStatements({ ...scope, conditional: true }, statement.body.statements),
      );
    case 'residual': {
      const { shortcut } = statement;
      body(statement.body);
      if (shortcut?.expression !== undefined) checkExpression(scope, shortcut.expression);
      meansItself(scope, shortcut?.label);
      if (shortcut?.body === undefined) return;
      return body(shortcut.body, {
        ...scope,
        conditional: true,
        projecting: scope.projecting || shortcut.form?.text === 'projection',
      });
    }
    case 'branches':
      for (const path of statement.paths) {
        for (const part of path.label?.parts ?? [])
          if (typeof part !== 'string') checkExpression(scope, part);
        meansItself(scope, path.label);
        body(path.body);
      }
      return;
    case 'from':
      return checkLabel(scope, statement.name);
    case 'let':
      checkExpression(scope, statement.value);
      return declare(scope, statement.name, 'let', statement.span);
    case 'defaults': {
      const { operator, arguments: given } = statement;
      if (operatorNames.has(operator.text))
        return checkOperatorArguments(scope, operator.text as OperatorKind, given);
      const near = didYouMean(operator.text, operatorNames);
      return reportUnknown(scope, operator, 'operator', near, {});
    }
    case 'if': {
      const perhaps = { ...scope, conditional: true };
      checkExpression(scope, statement.condition);
      body(statement.consequent, perhaps);
      if (statement.alternative !== undefined) body(statement.alternative, perhaps);
      return;
    }
    case 'invalid':
      return;
  }
}

/** A call that makes what is called a part of this declaration; inside an expression it only gives a block some of its arguments. */
function checkInvocation(scope: NameScope, call: ast.Invocation, kind: Entity['kind']): void {
  checkCall(scope, call, kind);
  const { callee, span } = call;
  const to = entityOf(scope, callee);
  if (to?.kind === kind) scope.calls.push({ from: scope.declaration, to, at: at(scope, span) });
}

function checkStage(scope: NameScope, { blocks, options }: ast.StatementOf<'stage'>): void {
  const [count, call] = blocks.kind === 'extent' ? blocks.items : [blocks];
  checkExpression(scope, count!);
  if (call?.kind === 'call' && !functionNames.has(call.callee.text))
    checkInvocation(scope, { ...call, kind: 'invocation' }, 'block');
  else if (call !== undefined) checkExpression(scope, call);
  for (const option of options) checkExpression(scope, option.value);
  if (call?.kind === 'call')
    meansParameters(
      scope,
      options.map(({ name }) => name),
      entityOf(scope, call.callee),
    );
}
