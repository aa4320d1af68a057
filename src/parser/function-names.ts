/** Functions of the expression language. */
export const functionNames: ReadonlySet<string> = new Set(['min', 'max', 'sum', 'len', 'round_to']);
