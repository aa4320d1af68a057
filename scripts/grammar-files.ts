import { ebnf } from './grammar-ebnf.ts';
import { limitRows } from './grammar-limits.ts';
import { operatorTable } from './grammar-operators.ts';
import { rules } from './grammar-productions.ts';
import { railroadPage } from './grammar-railroad.ts';
import { textMateGrammar } from './grammar-textmate.ts';

/** The generated files of grammar/, by name; `reference` is the present text of language.md. */
export function generateGrammarFiles(reference: string): ReadonlyMap<string, string> {
  const grammar = rules();
  const tables = [
    ['operators', operatorTable()],
    ['limits', limitRows()],
  ] as const;
  return new Map([
    ['resnet.ebnf', ebnf(grammar)],
    ['railroad.html', railroadPage(grammar)],
    ['resnet.tmLanguage.json', textMateGrammar()],
    ['language.md', tables.reduce((text, [name, table]) => between(text, name, table), reference)],
  ]);
}

/** Writes a table anew between the comments that mark its place. */
function between(text: string, name: string, table: string): string {
  const begin = `<!-- ${name}: written by \`npm run grammar\` -->`;
  const end = `<!-- /${name} -->`;
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`language.md has no place for ${begin}`);
  return `${before}${begin}\n\n${table.trimEnd()}\n\n${end}${after}`;
}
