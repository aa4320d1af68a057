import { describe, expect, it } from 'vitest';
import {
  escapeCsv,
  escapeHtml,
  escapeMarkdown,
  escapeTerminal,
  markdownCode,
} from '../../src/emission/escape.ts';
import { protobufText } from '../../src/emission/protobuf.ts';
import { commentText } from '../../src/emission/wgsl.ts';

/** Control characters, line ends that only some programs know, and Unicode’s marks of direction (UAX #9, 2.1 to 2.6). */
const invisible = [
  ...[0x00, 0x07, 0x09, 0x0a, 0x0d, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9b, 0x9f],
  ...[0x061c, 0x200e, 0x200f, 0x2028, 0x2029, 0xd800, 0xdfff],
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069],
].map((code) => String.fromCodePoint(code));

const visible = [
  'a',
  ' ',
  '~',
  '\u00a0',
  '\u00e9',
  '\u061b',
  '\u2010',
  '\u2027',
  '\u202f',
  '\u2065',
  '\u206a',
  '😀',
];

describe.each(Object.entries({ escapeHtml, escapeMarkdown, escapeTerminal }))('%s', (_, escaped) => {
  it.each(invisible)('shows %j', (character) => {
    expect(escaped(`a${character}b${character}`)).toBe('a\ufffdb\ufffd');
  });

  it.each(visible.filter((character) => character !== '~'))('leaves %j', (character) => {
    expect(escaped(`a${character}b`)).toBe(`a${character}b`);
  });
});

it.each([
  // HTML, 13.2.5: these begin a tag, a reference or the end of an attribute.
  ['<script>', '&lt;script&gt;'],
  ['"a" & \'b\'', '&quot;a&quot; &amp; &#39;b&#39;'],
  ['&amp;', '&amp;amp;'],
  ['plain', 'plain'],
])('%s is %s in HTML', (text, expected) => {
  expect(escapeHtml(text)).toBe(expected);
});

it.each([
  // CommonMark 0.31, 2.4 and 6: a backslash before punctuation, emphasis, code, HTML, links; GitHub’s tables, strikes and formulas.
  ['a*b`c`', 'a\\*b\\`c\\`'],
  ['<b> & | ~ # $x$ \\', '\\<b\\> \\& \\| \\~ \\# \\$x\\$ \\\\'],
  ['[a](b) [c]', '&#91;a](b) &#91;c]'],
  ['resnext50_32x4d', 'resnext50_32x4d'],
  ['é_é', 'é_é'],
  ['_emphasis_', '\\_emphasis\\_'],
  ['a _b', 'a \\_b'],
  ['a_ b', 'a\\_ b'],
  ['__init__', '\\_\\_init\\_\\_'],
  // GitHub’s dialect, 6.9: addresses without angle brackets are links too.
  ['https://a.b www.c a@d a:b w.x', 'https\\://a.b www\\.c a\\@d a:b w.x'],
  ['plain', 'plain'],
  // GitHub’s extended autolinks: `http://`, `www.` and `a@b`, but no other colon or point.
  ['http://a.b', 'http\\://a.b'],
  ['a: b/c', 'a: b/c'],
  ['www.a.b', 'www\\.a.b'],
  ['w.a', 'w.a'],
  ['a@b.c', 'a\\@b.c'],
])('%s is %s in Markdown', (text, expected) => {
  expect(escapeMarkdown(text)).toBe(expected);
});

it.each([
  // CommonMark 0.31, 6.1: the fence is longer than any run of backticks inside; one blank at both ends is taken away, unless all is blank.
  ['', ''],
  ['a', '`a`'],
  ['a*b', '`a*b`'],
  ['a`b', '``a`b``'],
  ['a`b``c', '```a`b``c```'],
  ['`a', '`` `a ``'],
  ['a`', '`` a` ``'],
  [' a ', '`  a  `'],
  [' a b ', '`  a b  `'],
  [' a', '` a`'],
  [' a b', '` a b`'],
  ['a b ', '`a b `'],
  ['a ', '`a `'],
  ['  ', '`  `'],
  ['a\nb', '`a\ufffdb`'],
])('%j is the code %j in Markdown', (text, expected) => {
  expect(markdownCode(text)).toBe(expected);
});

it.each<readonly [text: string, expected: string]>([
  // RFC 4180, 2.5 to 2.7; OWASP, CSV injection.
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['a "word"', '"a ""word"""'],
  ['one\ntwo', '"one\ntwo"'],
  ['one\rtwo', '"one\rtwo"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@a', "'@a"],
  ['\ta', "'\ta"],
  ['\ra', '"\'\ra"'],
  ['\na', '"\'\na"'],
  ['=a,b', '"\'=a,b"'],
  ...['＝', '＋', '－', '＠'].map((sign) => [`${sign}1`, `'${sign}1`] as const),
  ['a\u001b[31m\ud800', 'a\ufffd[31m\ufffd'],
  ['a\tb 😀', 'a\tb 😀'],
  ['a=1', 'a=1'],
  ['1-1', '1-1'],
  ['', ''],
])('%j is %j in CSV', (text, expected) => {
  expect(escapeCsv(text)).toBe(expected);
});

it.each([
  ['half \ud800 of a pair \udc00', 'half \ufffd of a pair \ufffd'],
  ['😀 é', '😀 é'],
])('%j is %j in protobuf, which is UTF-8', (text, expected) => {
  expect(protobufText(text)).toBe(expected);
});

it.each([
  // WGSL, 3.3: a comment ends at any of its line breaks, U+0085, U+2028 and U+2029 among them.
  ['one\ntwo\u0085three\u2028four\u2029five', 'one two three four five'],
  ['half \ud800 of a pair', 'half \ufffd of a pair'],
  ['  blanks  ', '  blanks'],
  ['plain', 'plain'],
])('%j is the comment %j in WGSL', (text, expected) => {
  expect(commentText(text)).toBe(expected);
});
