import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokenizeAgain } from '../../src/parser/tokenize-again.ts';
import { Newline, tokenize } from '../../src/parser/tokens.ts';

const most = 1000;

/** Reads `after` with what is known of `before`, and anew. */
function both(before: string, after: string, limit = most) {
  const again = tokenizeAgain(after, limit, { text: before, result: tokenize(before, limit) });
  const anew = tokenize(after, limit);
  return [again, anew].map(({ tokens, groups }) => ({
    tokens,
    comments: groups.comments,
    unknown: groups.unknown,
  }));
}

const lines = ['a: relu', 'conv 3x3, c//16', '// text', '/// doc', '"open', '\uFEFFrelu', '# b', '7x', ''];
const ends = ['\n', '\r\n', '\r', ''];
const texts = fc
  .array(fc.tuple(fc.constantFrom(...lines), fc.constantFrom(...ends)), { maxLength: 8 })
  .map((parts) => parts.flat().join(''));

it('gives the tokens that reading anew gives', () => {
  fc.assert(
    fc.property(texts, texts, texts, texts, (first, middle, other, last) => {
      const [again, anew] = both(first + middle + last, first + other + last);
      expect(again).toEqual(anew);
    }),
    { numRuns: 500, seed: 1 },
  );
});

it('takes a byte order mark for one at the beginning of the text only', () => {
  const [again, anew] = both('a\nb\nc\nd\n', 'a\n\uFEFFb\nc\nd\n');
  expect(again).toEqual(anew);
});

it.each([5, 6, 7, 8])('leaves the rest of a text unread beyond %i tokens, as reading anew does', (limit) => {
  const [again, anew] = both('a\nb\nc\n', 'a\nb d\nc\n', limit);
  expect(again).toEqual(anew);
});

it('keeps the tokens of the lines above as the objects that they were', () => {
  const [before, after] = ['a\nb\nc\n', 'a\nbb\nc\n'];
  const known = tokenize(before, most);
  const { tokens } = tokenizeAgain(after, most, { text: before, result: known });
  expect(tokens.filter((token) => known.tokens.includes(token)).map(({ image }) => image)).toEqual([
    'a',
    '\n',
  ]);
  expect(tokens.filter(({ tokenType }) => tokenType === Newline)).toHaveLength(3);
});
