import type { Code } from '../../emission/python-layout.ts';
import { flatten } from '../../emission/python-layout.ts';

/** In parentheses where it is a sum. */
export function operand(code: Code): string {
  const text = flatten(code);
  return /^[\w.]+(\(.*\))?$/.test(text) && !/ [+*] (?![^(]*\))/.test(text) ? text : `(${text})`;
}
