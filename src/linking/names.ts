export { functionNames } from '../parser/function-names.ts';

/** Operators whose arguments are names of values. */
export const joinOperators: ReadonlySet<string> = new Set(['add', 'multiply', 'concat']);

/** Types of parameters; lists of them are `int[4]`. */
export const typeNames: ReadonlySet<string> = new Set(['int', 'float', 'bool', 'string', 'block']);
