import type { Code } from '../../emission/python-layout.ts';
import { flatten, layout } from '../../emission/python-layout.ts';

/** Statements of the emitted methods. */
export type Statement =
  | { readonly kind: 'line'; readonly code: Code }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'block'; readonly head: string; readonly body: readonly Statement[] };

export const line = (code: Code): Statement => ({ kind: 'line', code });

/** `if …:` and, where there is something to do otherwise, `else:` or `elif …:`. */
export function branch(
  condition: string,
  consequent: readonly Statement[],
  alternative: readonly Statement[],
): readonly Statement[] {
  if (consequent.length === 0 && alternative.length === 0) return [];
  if (consequent.length === 0)
    return [{ kind: 'block', head: `if ${negated(condition)}:`, body: alternative }];
  const first: Statement = { kind: 'block', head: `if ${condition}:`, body: consequent };
  const [only] = alternative;
  if (only === undefined) return [first];
  if (only.kind === 'block' && only.head.startsWith('if ') && alternative.slice(1).every(continues))
    return [first, { ...only, head: `el${only.head}` }, ...alternative.slice(1)];
  return [first, { kind: 'block', head: 'else:', body: alternative }];
}

function continues(statement: Statement): boolean {
  return statement.kind === 'block' && /^(elif |else:)/.test(statement.head);
}

function negated(condition: string): string {
  return /^[\w.]+$/.test(condition) ? `not ${condition}` : `not (${condition})`;
}

export function loop(variable: string, count: string, body: readonly Statement[]): Statement {
  return { kind: 'block', head: `for ${variable} in range(${count}):`, body };
}

/** Lines with their indentation. */
export function statementLines(statements: readonly Statement[], indent: number): readonly string[] {
  return statements.flatMap((statement) => linesOf(statement, indent));
}

function linesOf(statement: Statement, indent: number): readonly string[] {
  const margin = ' '.repeat(indent);
  switch (statement.kind) {
    case 'line':
      return layout(statement.code, indent);
    case 'comment':
      return [`${margin}# ${statement.text}`];
    case 'block':
      return [margin + statement.head, ...statementLines(statement.body, indent + 4)];
  }
}

function flatText(statements: readonly Statement[]): string {
  return statements
    .map((statement) => {
      if (statement.kind === 'line') return flatten(statement.code);
      return statement.kind === 'comment' ? statement.text : `${statement.head}\n${flatText(statement.body)}`;
    })
    .join('\n');
}

/** Whether two lists of statements are the same text, types aside. */
export function sameStatements(left: readonly Statement[], right: readonly Statement[]): boolean {
  const text = (statements: readonly Statement[]): string =>
    flatText(statements).replaceAll(': nn.Module = ', ' = ');
  return text(left) === text(right);
}
