import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pictures } from '../../../scripts/picture-files.ts';

const docs = new URL('../../../docs/', import.meta.url);
const page = readFileSync(new URL('pictures.md', docs), 'utf8');

it.each([...pictures()])('%s is what rnc draws now', (name, text) => {
  const stands = readFileSync(new URL(`pictures/${name}`, docs), 'utf8');
  expect(stands === text, 'run `npx tsx scripts/pictures.ts` to draw docs/pictures').toBe(true);
});

it('the page shows each of them, and no others', () => {
  const shown = [...page.matchAll(/\]\(pictures\/([^)]+)\)/g)].map(([, name]) => name);
  expect(shown.sort()).toEqual([...pictures().keys()].sort());
  expect(readdirSync(new URL('pictures', docs)).sort()).toEqual(shown);
});
