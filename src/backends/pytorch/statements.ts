import type { Code } from '../../emission/python-layout.ts';
import { flatten, layout, prefixed } from '../../emission/python-layout.ts';

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

/** Counts with `_` where the body does not mention the number. */
export function loop(variable: string, count: string, body: readonly Statement[]): Statement {
  const counter = countMentions(body, variable) > 0 ? variable : '_';
  return { kind: 'block', head: `for ${counter} in range(${count}):`, body };
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

/** How often a name stands in the statements, as a word of its own. */
export function countMentions(statements: readonly Statement[], name: string): number {
  return flatText(statements).match(new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'g'))?.length ?? 0;
}

/** Without assignments to those of the names that nothing reads. */
export function withoutUnread(
  statements: readonly Statement[],
  names: ReadonlySet<string>,
): readonly Statement[] {
  const assigned = (statement: Statement): string | undefined =>
    statement.kind === 'line' ? /^(\w+) = /.exec(flatten(statement.code))?.[1] : undefined;
  const count = (list: readonly Statement[], name: string): number =>
    list.reduce((sum, each) => {
      if (each.kind === 'block') return sum + count(each.body, name);
      return assigned(each) === name ? sum + 1 : sum;
    }, 0);
  const unread = [...names].filter((name) => countMentions(statements, name) === count(statements, name));
  const filter = (list: readonly Statement[]): readonly Statement[] =>
    list.flatMap((each): readonly Statement[] => {
      if (each.kind === 'block') {
        const body = filter(each.body);
        return body.length === 0 ? [] : [{ ...each, body }];
      }
      return unread.includes(assigned(each) ?? '') ? [] : [each];
    });
  return unread.length === 0 ? statements : filter(statements);
}

/** Ends with a `return`, in each branch where the last statement chooses what the variable holds. */
export function returning(statements: readonly Statement[], result: Code): readonly Statement[] {
  const last = statements.at(-1);
  const start = `${flatten(result)} = `;
  if (last?.kind === 'line' && flatten(last.code).startsWith(start))
    return [...statements.slice(0, -1), line(prefixed('return ', withoutStart(last.code, start)))];
  const before = statements.at(-2);
  const chooses =
    last?.kind === 'block' &&
    last.head === 'else:' &&
    before?.kind === 'block' &&
    before.head.startsWith('if ');
  if (!chooses) return [...statements, line(prefixed('return ', result))];
  return [
    ...statements.slice(0, -2),
    { ...before, body: returning(before.body, result) },
    ...returning(last.body, result),
  ];
}

function withoutStart(code: Code, start: string): Code {
  return typeof code === 'string'
    ? code.slice(start.length)
    : { ...code, open: code.open.slice(start.length) };
}
