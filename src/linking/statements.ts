import type * as ast from '../parser/ast.ts';

/** Of a block or network: those in its own braces. */
export function statementsIn(declaration: ast.Declaration): readonly ast.Statement[] {
  const body = declaration.kind === 'block' ? declaration.body : declaration.definition;
  return body.kind === 'body' ? body.statements : [];
}

/** Every statement of a declaration, also in braces, in the order of the text. */
export function* everyStatement(statements: readonly ast.Statement[]): Generator<ast.Statement> {
  for (const statement of statements) {
    yield statement;
    for (const body of bodiesOf(statement)) yield* everyStatement(body.statements);
  }
}

/** The braces directly inside a statement. */
export function bodiesOf(statement: ast.Statement): readonly ast.Body[] {
  switch (statement.kind) {
    case 'part':
    case 'group':
    case 'gate':
    case 'repeat':
      return [statement.body];
    case 'residual':
      return statement.shortcut?.body === undefined
        ? [statement.body]
        : [statement.body, statement.shortcut.body];
    case 'branches':
      return statement.paths.map((path) => path.body);
    case 'if':
      return statement.alternative === undefined
        ? [statement.consequent]
        : [statement.consequent, statement.alternative];
    case 'operator':
    case 'call':
    case 'input':
    case 'stage':
    case 'from':
    case 'let':
    case 'defaults':
    case 'invalid':
      return [];
  }
}
