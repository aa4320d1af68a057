/**
 * Writes what is generated in grammar/: the EBNF, the railroad diagram and the TextMate grammar, and the operators' table
 * inside language.md. A test says whether they are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateGrammarFiles } from './grammar-files.ts';

const folder = fileURLToPath(new URL('../grammar/', import.meta.url));
const reference = readFileSync(`${folder}language.md`, 'utf8');
for (const [name, text] of generateGrammarFiles(reference)) writeFileSync(folder + name, text);
