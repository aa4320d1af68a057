/** Writes docs/diagnostics/ from the explanations. A test says whether it is up to date. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { diagnosticPages } from './diagnostic-pages.ts';

const folder = fileURLToPath(new URL('../docs/diagnostics/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, text] of diagnosticPages()) writeFileSync(folder + name, text);
