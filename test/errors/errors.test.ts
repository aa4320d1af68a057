import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import { catalogue } from '../../src/diagnostics/catalogue.ts';
import { renderHuman } from '../../src/diagnostics/render/human.ts';
import { check } from '../../src/index.ts';

/**
 * A folder is a case: `area/name/case/input.resnet`, what `rnc check` says of it (`expected.txt`, to be read by whoever changes
 * it; UPDATE_ERRORS=1 writes it), and where an edit is offered the text after it (`fixed.resnet`).
 */
const here = dirname(fileURLToPath(import.meta.url));
const cases = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('input.resnet'))
  .map((path) => dirname(path))
  .sort();
const codeOf = (folder: string): string => folder.split('/').slice(0, 2).join('/');

/** Codes that a single file cannot cause: they come from the command line or from other files. Limits have tests of their own. */
const elsewhere = [
  ...['syntax/encoding', 'syntax/binary', 'import/outside', 'import/path', 'import/cycle'],
  ...[
    'import/errors',
    'name/network',
    'name/several-networks',
    'value/npy',
    'value/picture',
    'value/input-shape',
  ],
  ...['value/picture-channels', 'value/no-current'],
];

describe.each(cases)('%s', (folder) => {
  const read = (file: string): string => readFileSync(join(here, folder, file), 'utf8');
  const source = { name: 'input.resnet', text: read('input.resnet') };
  const result = check(source);

  it('says what is expected', () => {
    const text = renderHuman(result.diagnostics, result.files, { colour: false });
    const path = join(here, folder, 'expected.txt');
    if (process.env.UPDATE_ERRORS === '1') writeFileSync(path, text);
    expect(text).toBe(existsSync(path) ? read('expected.txt') : undefined);
    const codes = result.diagnostics.map(({ code }): string => code);
    if (!folder.startsWith('many/')) expect(codes).toContain(codeOf(folder));
    for (const { span } of result.diagnostics) expect(span.end).toBeLessThanOrEqual(source.text.length);
  });

  const fixable = result.diagnostics.filter(({ fixes }) => fixes.length > 0);
  const [first] = fixable;
  if (first === undefined) return;
  it('is mended by the fix that is offered', () => {
    const { files } = applyFixes([first], result.files);
    const text = files.get(source.name)!.text;
    const path = join(here, folder, 'fixed.resnet');
    if (process.env.UPDATE_ERRORS === '1') writeFileSync(path, text);
    expect(text).toBe(existsSync(path) ? read('fixed.resnet') : undefined);
    const count = (list: readonly { readonly code: string }[]): number =>
      list.filter(({ code }) => code === first.code).length;
    const after = check({ name: source.name, text });
    expect(count(after.diagnostics)).toBeLessThan(count(result.diagnostics));
    const errors = (list: readonly { readonly severity: string }[]): number =>
      list.filter(({ severity }) => severity === 'error').length;
    expect(errors(after.diagnostics)).toBeLessThanOrEqual(errors(result.diagnostics));
  });
});

it('has a case for every code that a file can cause', () => {
  const covered = new Set(cases.map(codeOf));
  const missing = Object.keys(catalogue).filter(
    (code) => !/^(weights|target|limit)\//.test(code) && !elsewhere.includes(code) && !covered.has(code),
  );
  expect(missing).toEqual([]);
});
