/** Statements of the emitted functions, as the templates see them: leaves are strings and booleans. */
export type Statement =
  | AssignStatement
  | {
      readonly kind: 'loop';
      readonly variable: string;
      readonly count: string;
      readonly body: readonly Statement[];
    }
  | BranchStatement
  | { readonly kind: 'comment'; readonly text: string };

export interface BranchStatement {
  readonly kind: 'branch';
  readonly condition: string;
  readonly consequent: readonly Statement[];
  readonly alternative: readonly Statement[];
}

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
    case 'branch':
      return {
        ...nothing,
        branch: { arms: arms(statement).map(({ head, body }) => ({ head, body: views(body) })) },
      };
    case 'comment':
      return { ...nothing, comment: { text: statement.text } };
  }
}

/** `if (…) {`, `} else if (…) {`, `} else {` */
function arms(
  branch: BranchStatement,
): readonly { readonly head: string; readonly body: readonly Statement[] }[] {
  const first = { head: `if (${branch.condition}) {`, body: branch.consequent };
  const { alternative } = branch;
  const [only] = alternative;
  if (only === undefined) return [first];
  if (alternative.length > 1 || only.kind !== 'branch')
    return [first, { head: '} else {', body: alternative }];
  const [next, ...rest] = arms(only);
  return [first, { ...next!, head: `} else ${next!.head}` }, ...rest];
}
