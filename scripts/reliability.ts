/** Writes docs/reliability.md from what the deep tests measured (`docs/reliability/*.json`, by `npm run test:deep`). */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure } from '../test/trust/figures.ts';

const documents = fileURLToPath(new URL('../docs', import.meta.url));
const read = (name: string): string => readFileSync(`${documents}/reliability/${name}`, 'utf8');

const figures = readdirSync(`${documents}/reliability`)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => JSON.parse(read(name)) as readonly Figure[]);

const parts = [...new Set(figures.map(({ part }) => part))];
const table = (part: string): string =>
  [
    `## ${part}`,
    '',
    '| what | result | repeated by |',
    '|---|---|---|',
    ...figures
      .filter((figure) => figure.part === part)
      .map(({ what, result, command }) => `| ${what} | ${result} | \`${command}\` |`),
  ].join('\n');

/** Tables of their own, which a deep test wrote, behind the figures. */
const curves = ['mutants.md'].filter((name) => existsSync(`${documents}/reliability/${name}`)).map(read);

writeFileSync(
  `${documents}/reliability.md`,
  `${[read('introduction.md'), ...parts.map(table), ...curves, read('findings.md')].map((text) => text.trim()).join('\n\n')}\n`,
);
