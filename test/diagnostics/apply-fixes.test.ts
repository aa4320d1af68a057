import { expect, test } from 'vitest';
import { applyFixes } from '../../src/diagnostics/apply-fixes.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { diagnostic, file } from './sample.ts';

const net = 'net.resnet';
const files = file(net, 'abcdef');
const fix = (...edits: readonly (readonly [number, number, string, string?])[]): Diagnostic =>
  diagnostic({
    fixes: [
      {
        title: 'a fix',
        edits: edits.map(([start, end, text, name = net]) => ({ file: name, span: { start, end }, text })),
      },
    ],
  });

const text = (diagnostics: readonly Diagnostic[]): string | undefined =>
  applyFixes(diagnostics, files).files.get(net)?.text;

test.each<[string, Diagnostic[], string | undefined]>([
  ['replace, insert and delete', [fix([0, 1, 'X']), fix([3, 3, '-']), fix([5, 6, ''])], 'Xbc-de'],
  ['in any order', [fix([5, 6, '']), fix([0, 1, 'X'])], 'Xbcde'],
  ['several edits of one fix', [fix([0, 1, '('], [5, 6, ')'])], '(bcde)'],
  ['the earlier of two that overlap', [fix([0, 3, 'X']), fix([2, 4, 'Y'])], 'Xdef'],
  ['the earlier of two insertions at one place', [fix([3, 3, 'X']), fix([3, 3, 'Y'])], 'abcXdef'],
  ['the same edit once', [fix([3, 3, 'X']), fix([3, 3, 'X'])], 'abcXdef'],
  ['all of a fix or nothing of it', [fix([0, 1, 'X']), fix([0, 1, 'Y'], [4, 5, 'Z'])], 'Xbcdef'],
  ['no fix whose own edits clash', [fix([0, 2, 'X'], [1, 3, 'Y'])], undefined],
  ['no edit past the end', [fix([5, 7, 'X'])], undefined],
  ['no edit of an unknown file', [fix([0, 1, 'X', 'std/residual'])], undefined],
  ['nothing where the text stays the same', [fix([0, 1, 'a'])], undefined],
])('applies %s', (_, diagnostics, expected) => {
  expect(text(diagnostics)).toBe(expected);
});

test('only the first fix of a diagnostic counts', () => {
  const [first] = fix([0, 1, 'X']).fixes;
  const [second] = fix([1, 2, 'Y']).fixes;
  expect(text([diagnostic({ fixes: [first!, second!] })])).toBe('Xbcdef');
});

test('leaves files alone that may not be edited', () => {
  const fixed = applyFixes([fix([0, 1, 'X'])], files, () => false);
  expect(fixed).toEqual({ files: new Map(), applied: 0 });
});
