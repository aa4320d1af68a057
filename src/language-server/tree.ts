import type { Span } from '../diagnostics/diagnostic.ts';
import { bodiesOf, statementsIn } from '../linking/statements.ts';
import type { Declaration, Expression, Module, Statement } from '../parser/ast.ts';
import { touches } from './places.ts';

/** What encloses a place in a file, the outermost first. */
export interface Enclosing {
  readonly declaration: Declaration;
  readonly statements: readonly Statement[];
}

export function enclosing(module: Module, offset: number): Enclosing | undefined {
  const declaration = narrowest(module.declarations, offset);
  if (declaration === undefined) return undefined;
  const statements: Statement[] = [];
  let inside = statementsIn(declaration);
  for (;;) {
    const statement = narrowest(inside, offset);
    if (statement === undefined) return { declaration, statements };
    statements.push(statement);
    inside = bodiesOf(statement).flatMap((body) => body.statements);
  }
}

/** The one that holds the place; of two that meet there, the one that begins. */
function narrowest<T extends { readonly span: Span }>(items: readonly T[], offset: number): T | undefined {
  return items.findLast(({ span }) => touches(span, offset));
}

/** The expressions of a statement itself, those in its braces aside. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  const holes = statement.label?.parts.flatMap((part) => (typeof part === 'string' ? [] : [part])) ?? [];
  switch (statement.kind) {
    case 'operator':
    case 'defaults':
      return [...holes, ...statement.arguments.map(({ value }) => value)];
    case 'call':
      return [...holes, ...statement.call.arguments.map(({ value }) => value)];
    case 'input':
      return [...holes, statement.shape];
    case 'stage':
      return [...holes, statement.blocks, ...statement.options.map(({ value }) => value)];
    case 'repeat':
      return [...holes, statement.count];
    case 'let':
      return [...holes, statement.value];
    case 'if':
      return [...holes, statement.condition];
    case 'residual':
      return [
        ...holes,
        ...(statement.shortcut?.expression === undefined ? [] : [statement.shortcut.expression]),
      ];
    case 'part':
    case 'group':
    case 'gate':
    case 'branches':
    case 'from':
    case 'invalid':
      return holes;
  }
}

/** The innermost expression at a place. */
export function expressionAt(expressions: readonly Expression[], offset: number): Expression | undefined {
  const outer = narrowest(expressions, offset);
  return outer === undefined ? undefined : (expressionAt(partsOf(outer), offset) ?? outer);
}

export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
    case 'tuple':
    case 'extent':
      return expression.items;
    case 'index':
      return [expression.list, expression.index];
    case 'call':
      return expression.arguments.map(({ value }) => value);
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'integer':
    case 'float':
    case 'boolean':
    case 'string':
    case 'name':
    case 'member':
    case 'invalid':
      return [];
  }
}
