import type { Body, Declaration, Module, Statement } from '../../../src/parser/ast.ts';

/** Every statement replaced by those that `change` gives for it, its own braces first. */
export function withStatements(
  module: Module,
  change: (statement: Statement) => readonly Statement[],
): Module {
  const inside = (body: Body): Body => ({
    ...body,
    statements: body.statements.flatMap((each) => change(withBodies(each, inside))),
  });
  return { ...module, declarations: module.declarations.map((each) => withBody(each, inside)) };
}

function withBody(declaration: Declaration, inside: (body: Body) => Body): Declaration {
  if (declaration.kind === 'block') return { ...declaration, body: inside(declaration.body) };
  const { definition } = declaration;
  return definition.kind === 'body' ? { ...declaration, definition: inside(definition) } : declaration;
}

function withBodies(statement: Statement, inside: (body: Body) => Body): Statement {
  switch (statement.kind) {
    case 'part':
    case 'group':
    case 'gate':
    case 'repeat':
      return { ...statement, body: inside(statement.body) };
    case 'residual': {
      const { shortcut } = statement;
      const body = inside(statement.body);
      if (shortcut?.body === undefined) return { ...statement, body };
      return { ...statement, body, shortcut: { ...shortcut, body: inside(shortcut.body) } };
    }
    case 'branches':
      return { ...statement, paths: statement.paths.map((path) => ({ ...path, body: inside(path.body) })) };
    case 'if': {
      const { consequent, alternative } = statement;
      return {
        ...statement,
        consequent: inside(consequent),
        alternative: alternative && inside(alternative),
      };
    }
    case 'operator':
    case 'call':
    case 'input':
    case 'stage':
    case 'from':
    case 'let':
    case 'defaults':
    case 'invalid':
      return statement;
  }
}

/** A copy of a tree in which every node is asked first what stands for it. */
export function mapTree<T>(node: T, change: (node: object) => object | undefined): T {
  if (typeof node !== 'object' || node === null || node instanceof Set) return node;
  const changed = change(node);
  if (changed !== undefined) return changed as T;
  if (Array.isArray(node)) return node.map((item) => mapTree(item, change)) as T;
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, mapTree(child, change)])) as T;
}
