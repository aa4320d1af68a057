/** Statements of the emitted functions, as the templates see them: leaves are strings and booleans. */
export type Statement =
  | AssignStatement
  | {
      readonly kind: 'loop';
      readonly variable: string;
      readonly count: string;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: 'branch';
      readonly condition: string;
      readonly consequent: readonly Statement[];
      readonly alternative: readonly Statement[];
    }
  | { readonly kind: 'comment'; readonly text: string };

/** `let y = …`, `y = …` or `const y = …`, which one is known when the function is complete. */
export interface AssignStatement {
  readonly kind: 'assign';
  readonly target: string;
  readonly declares: boolean;
  readonly value: string;
}

/** How often each variable is assigned, in nested statements too. */
export function countAssignments(
  statements: readonly Statement[],
  counts = new Map<string, number>(),
): Map<string, number> {
  for (const statement of statements) {
    if (statement.kind === 'assign') counts.set(statement.target, (counts.get(statement.target) ?? 0) + 1);
    else if (statement.kind === 'loop') countAssignments(statement.body, counts);
    else if (statement.kind === 'branch') {
      countAssignments(statement.consequent, counts);
      countAssignments(statement.alternative, counts);
    }
  }
  return counts;
}

/** The template's view of a statement: every key there, since templates are strict. */
export function statementView(statement: Statement, counts: ReadonlyMap<string, number>): object {
  const nothing = { assign: false, loop: false, branch: false, comment: false };
  const views = (list: readonly Statement[]): object[] => list.map((inner) => statementView(inner, counts));
  switch (statement.kind) {
    case 'assign': {
      const { target, declares, value } = statement;
      const keyword = declares ? ((counts.get(target) ?? 0) > 1 ? 'let ' : 'const ') : '';
      return { ...nothing, assign: { keyword, target, value } };
    }
    case 'loop':
      return {
        ...nothing,
        loop: { variable: statement.variable, count: statement.count, body: views(statement.body) },
      };
    case 'branch': {
      const { condition, consequent, alternative } = statement;
      return {
        ...nothing,
        branch: {
          condition,
          consequent: views(consequent),
          otherwise: alternative.length > 0 ? { body: views(alternative) } : false,
        },
      };
    }
    case 'comment':
      return { ...nothing, comment: { text: statement.text } };
  }
}
