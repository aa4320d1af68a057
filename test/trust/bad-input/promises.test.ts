import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { promises } from './promises.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../../', import.meta.url));

it('names each promise once', () => {
  const ids = promises.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it('has a case or a test for every promise', () => {
  const tables = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('promises'),
  );
  const text = tables.map((file) => readFileSync(here + file, 'utf8')).join('\n');
  const missing = promises.flatMap(({ id, tested }) => {
    if (tested === 'cases') return text.includes(`'${id}`) ? [] : [`${id}: no case`];
    if (!Array.isArray(tested)) return [];
    return tested.flatMap(([file, ...parts]: readonly [string, ...string[]]) => {
      if (!existsSync(root + file)) return [`${id}: there is no ${file}`];
      const text = readFileSync(root + file, 'utf8');
      return parts
        .filter((part) => !text.includes(part))
        .map((part) => `${id}: nothing in ${file} says “${part}”`);
    });
  });
  expect(missing).toEqual([]);
});
