import type { Span } from '../diagnostics/diagnostic.ts';
import type * as ast from '../parser/ast.ts';
import { bodiesOf, everyStatement, statementsIn } from './statements.ts';

/** The words of every statement that could not be read: what is declared or used there, nobody knows. */
export function doubtfulWords({ file, declarations }: ast.Module): ReadonlySet<string> {
  const words = new Set<string>();
  const visit = (body: ast.Body): void => {
    for (const [position, statement] of body.statements.entries()) {
      if (statement.kind === 'invalid') {
        const end = body.statements[position + 1]?.span.start ?? body.span.end;
        for (const [word] of file.text.slice(statement.span.start, end).matchAll(/[A-Za-z_]\w*/g))
          words.add(word);
      }
      for (const inner of bodiesOf(statement)) visit(inner);
    }
  };
  for (const declaration of declarations) {
    const body = declaration.kind === 'block' ? declaration.body : declaration.definition;
    if (body.kind === 'body') visit(body);
  }
  return words;
}

/** Every label without holes in a declaration, with its place. */
export function labelsIn(declaration: ast.Declaration): ReadonlyMap<string, Span> {
  const known = labelsOf.get(declaration) ?? findLabels(declaration);
  labelsOf.set(declaration, known);
  return known;
}

/** They are asked for at every label that names no value. */
const labelsOf = new WeakMap<ast.Declaration, ReadonlyMap<string, Span>>();

function findLabels(declaration: ast.Declaration): ReadonlyMap<string, Span> {
  const labels = new Map<string, Span>();
  for (const { label } of everyStatement(statementsIn(declaration))) {
    const text = label && labelText(label);
    if (text !== undefined && !labels.has(text)) labels.set(text, label!.span);
  }
  return labels;
}

/** A label as the name of a value: only one without holes can be referred to. */
export function labelText(label: ast.Label): string | undefined {
  return label.parts.every((part) => typeof part === 'string') ? label.parts.join('') : undefined;
}
