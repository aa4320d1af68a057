/** Draws docs/pictures/. A test says whether they are up to date. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pictures } from './picture-files.ts';

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, text] of pictures()) writeFileSync(folder + name, text);
