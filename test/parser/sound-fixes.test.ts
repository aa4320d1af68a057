import { expect, it } from 'vitest';
import { diagnose } from '../../src/diagnostics/diagnose.ts';
import type { SourceFile } from '../../src/diagnostics/source.ts';
import { parse } from '../../src/parser/parse.ts';
import type { Part } from '../../src/parser/sound-fixes.ts';
import { withSoundFixes } from '../../src/parser/sound-fixes.ts';

/** Each `!` is an error. */
const countErrors = ({ text }: SourceFile): number => text.split('!').length - 1;

function offered(text: string, replacement: string, parts: readonly Part[] = []): readonly string[] {
  const span = { start: text.indexOf('!'), end: text.indexOf('!') + 1 };
  const edits = [{ file: 'a', span, text: replacement }];
  const found = diagnose('syntax/declaration', {}, { file: 'a', span }, { fixes: [{ title: 'it', edits }] });
  return withSoundFixes([found], { name: 'a', text }, parts, countErrors).flatMap(({ fixes }) =>
    fixes.map(({ title }) => title),
  );
}

it('offers an edit that leaves fewer errors, and no other', () => {
  expect(offered('a!b', '')).toEqual(['it']);
  expect(offered('a!b', '!')).toEqual([]);
  expect(offered('a!b', 'c!!')).toEqual([]);
});

it('offers none that it has no time to try', () => {
  expect(offered(`!${' '.repeat(1 << 18)}`, '')).toEqual([]);
});

it('tries an edit in the part that it stands in, and one on a part’s border in all', () => {
  const long = ' '.repeat(1 << 18);
  expect(offered(`a!b${long}`, '', [{ start: 0, end: 3, errors: 1 }])).toEqual(['it']);
  expect(offered(`a!b${long}`, '!', [{ start: 0, end: 3, errors: 1 }])).toEqual([]);
  expect(offered(`a!b${long}`, '', [{ start: 2, end: 3, errors: 0 }])).toEqual([]);
});

it('takes advice away with the edit that it names, and leaves other advice', () => {
  const adviceFor = (line: string): readonly (string | undefined)[] =>
    parse({ name: 'a', text: `network n {\n  input 3 x 4 x 4\n  ${line}\n}\n` }).diagnostics.map(
      ({ help }) => help,
    );
  expect(adviceFor('conv 3x3 8')).toEqual(['put a `,` before it']);
  // Behind a comma the `:` would be as wrong as before.
  expect(adviceFor('conv 1x1, 4 2: relu')).not.toContain('put a `,` before it');
});
