import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withLimits } from '../../../scripts/grammar-limits.ts';
import { catalogue } from '../../../src/diagnostics/catalogue.ts';
import { defaultLimits, limitNames, limitTable } from '../../../src/diagnostics/limits.ts';
import { boundaryCases } from './boundary-cases.ts';
import { checkInput } from './check-input.ts';

describe.each(boundaryCases)('$limit', ({ limit, lowered, input, notAtDefault }) => {
  const amounts = notAtDefault === undefined ? [lowered, defaultLimits[limit]] : [lowered];

  it.each(amounts)('%i is accepted', (most) => {
    const { diagnostics } = checkInput(input(most), { [limit]: most });
    expect(
      diagnostics.filter(({ code, severity }) => severity === 'error' || code.startsWith('limit/')),
    ).toEqual([]);
  });

  it.each(amounts)(
    'one past %i is refused: the code is its own, the words say the limit and how to raise it',
    (most) => {
      const past = input(most + 1);
      const found = checkInput(past, { [limit]: most }).diagnostics.filter(({ code }) =>
        code.startsWith('limit/'),
      );
      expect(found.map(({ code }) => code)).toEqual([limitTable[limit].code]);
      const [{ message, help } = { message: '', help: '' }] = found;
      if (limit !== 'diagnostics') expect(message).toContain(most.toLocaleString('en-US'));
      expect(help).toContain(`\`--limit ${limit}=N\``);
      expect(help).toContain(`\`limits.${limit}\` in rnc.config.json`);
      expect(
        checkInput(past, { [limit]: most + 1 }).diagnostics.filter(({ code }) => code.startsWith('limit/')),
      ).toEqual([]);
    },
  );
});

describe('problems that are found at different times are all shown where so many may be', () => {
  const many = 1000;
  const lines = (line: (index: number) => string): string =>
    Array.from({ length: many }, (_, i) => line(i)).join('\n');
  const inNetwork = (text: string): string => `network n {\n  input 8 x 8 x 8\n${text}\n  relu\n}\n`;

  it.each([
    ['characters that no word has', inNetwork(lines((i) => `  a${i}: relu § relu`))],
    ['hidden characters', inNetwork(lines(() => '  relu // \u202e'))],
    ['strings', inNetwork(lines(() => '  let a = "\\q"'))],
    ['names declared twice', `${lines(() => 'block b() { relu }')}\n${inNetwork('  b()')}`],
    ['unknown names', inNetwork(lines((i) => `  relu${'x'.repeat(3)}${i}`))],
    ['names without a use', inNetwork(lines((i) => `  let a${i} = 1`))],
    ['blocks in circles', `${lines((i) => `block b${i}() { b${i}() }`)}\n${inNetwork('')}`],
    ['what a network looks like', inNetwork(lines(() => '  conv 3x3, 8, bias\n  batchnorm'))],
  ])('%s', (_, text) => {
    const shown = (most: number) => {
      const { diagnostics } = checkInput({ text }, { diagnostics: most });
      return diagnostics.map(({ code }) => code);
    };
    const all = shown(10 * many);
    const [code] = all;
    expect(all.filter((other) => other === code).length).toBeGreaterThanOrEqual(many - 1);
    expect(all).not.toContain('limit/diagnostics');
    expect(shown(all.length)).toEqual(all);
    expect(shown(all.length - 1)).toEqual([...all.slice(0, -1), 'limit/diagnostics']);
  });
});

it('has a case for each limit', () => {
  expect(boundaryCases.map(({ limit }) => limit).sort()).toEqual([...limitNames].sort());
});

it('gives each limit a code of its own, and has no other limits but those of pictures and of exact numbers', () => {
  const codes = limitNames.map((name): string => limitTable[name].code);
  const listed = Object.keys(catalogue).filter((code) => code.startsWith('limit/'));
  expect([...codes, 'limit/pixels', 'limit/cost'].sort()).toEqual(listed.sort());
  expect(new Set(codes).size).toBe(codes.length);
});

it('offers in the configuration’s schema what the table has', () => {
  const schema = readFileSync(new URL('../../../schemas/config.schema.json', import.meta.url), 'utf8');
  expect(withLimits(schema), 'run `npm run grammar`').toBe(schema);
});
