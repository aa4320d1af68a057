import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type DiffFormat, type DiffSide, diff, renderDifference } from '../../src/index.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const page = read('docs/diff.md');

/** What stands in a page’s fence of that name. */
function fenced(text: string, info: string): string {
  const [, behind] = text.split(`\n\`\`\`\`${info}\n`);
  return behind!.split('````\n')[0]!;
}

function shown(before: DiffSide, after: DiffSide, format: DiffFormat): string {
  return renderDifference(diff(before, after).difference!, format, { width: 100, colour: false, all: false });
}

/** The README’s first network, and the same with a fifth block in `layer2` and ten classes. */
const old = /^```resnet\n(.*?)^```$/ms.exec(readme)![1]!;
const edits = [
  ['stage 4 x', 'stage 5 x'],
  ['classes: int = 1000', 'classes: int = 10'],
] as const;
const edited = edits.reduce((text, [from, to]) => {
  expect(text).toContain(from);
  return text.replace(from, to);
}, old);
const sides = [
  { source: { name: 'old.resnet', text: old } },
  { source: { name: 'new.resnet', text: edited } },
] as const;

it('the README shows what is printed', () => {
  expect(readme).toContain(`\`\`\`\n${shown(...sides, 'text')}\`\`\`\n`);
});

it('docs/diff.md shows the comment on a pull request', () => {
  expect(fenced(page, 'markdown')).toBe(shown(...sides, 'markdown'));
});

it('docs/diff.md shows ResNet-34 beside the net without shortcuts', () => {
  const side = (network: string): DiffSide => {
    const file = `specs/${network}.resnet`;
    return { source: { name: file, text: read(file) }, network };
  };
  expect(fenced(page, 'text')).toBe(shown(side('plain34'), side('resnet34'), 'text'));
});
