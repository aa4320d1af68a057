/**
 * Writes what is generated in grammar/: the EBNF, the railroad diagram and the TextMate grammar, and the operators' table
 * inside language.md, and the limits of the configuration’s schema. Tests say whether they are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateGrammarFiles } from './grammar-files.ts';
import { withLimits } from './grammar-limits.ts';

const folder = fileURLToPath(new URL('../grammar/', import.meta.url));
const reference = readFileSync(`${folder}language.md`, 'utf8');
for (const [name, text] of generateGrammarFiles(reference)) writeFileSync(folder + name, text);

const schema = fileURLToPath(new URL('../schemas/config.schema.json', import.meta.url));
writeFileSync(schema, withLimits(readFileSync(schema, 'utf8')));
