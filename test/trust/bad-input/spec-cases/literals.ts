import { fine, inLine, mended, network, type SpecCase } from '../spec-case.ts';

const unterminated: readonly SpecCase[] = [
  {
    row: 'L unterminated',
    name: 'a string: the next lines are read',
    source: network('let a = ⟦"open⟧', 'conv 3x3, a', 'cnv 3x3, 64'),
    answer: { code: 'syntax/string', says: 'not closed', errors: 2 },
  },
  {
    row: 'L unterminated',
    name: 'an import’s path',
    source: `import { basic } from ⟦"std/residual⟧\n${network('basic(8)')}`,
    answer: { code: 'syntax/string', mended: `import { basic } from "std/residual"\n${network('basic(8)')}` },
  },
  {
    row: 'L unterminated',
    name: 'a comment of other languages: the next lines are read',
    source: network('⟦/*⟧ open', 'cnv 3x3, 64'),
    answer: { code: 'syntax/comment', errors: 2 },
  },
  {
    row: 'L unterminated',
    name: 'a comment of other languages at the end',
    source: `${network('relu')}⟦/*⟧`,
    answer: { code: 'syntax/comment' },
  },
  {
    row: 'L unterminated',
    name: 'a quotation mark at the end of the file',
    source: `${network('relu')}⟦"⟧`,
    answer: { code: 'syntax/string' },
  },
];

/** Of an escape that is none, its letter is marked, or all of `\\u{…}`; what follows is text. */
const badEscape = (name: string, written: string, behind = ''): SpecCase =>
  inLine('L escapes', name, `residual { relu } shortcut ("identity⟦${written}⟧${behind}")`, {
    code: 'syntax/string',
    says: 'is not an escape',
    errors: 1,
  });
const escapes: readonly SpecCase[] = [
  badEscape('beyond U+10FFFF', '\\u{110000}'),
  badEscape('half of a surrogate pair', '\\u{D800}'),
  badEscape('the other half', '\\u{DFFF}'),
  badEscape('no digits', '\\u{}'),
  badEscape('too many digits', '\\u{0000041}'),
  badEscape('digits that are none', '\\u{xyz}'),
  badEscape('JavaScript’s \\u without braces', '\\u', '0041'),
  badEscape('\\x', '\\x', '41'),
  badEscape('an octal', '\\1', '01'),
  badEscape('\\r', '\\r'),
  badEscape('an apostrophe', "\\'"),
  badEscape('a letter beyond U+FFFF', '\\😀'),
  inLine('L escapes', 'a backslash at the end', 'relu; let a = ⟦"open\\⟧', {
    code: 'syntax/string',
    says: 'not closed',
  }),
  inLine('L escapes', 'a backslash before the quotation mark', 'relu; let a = ⟦"open\\"⟧', {
    code: 'syntax/string',
    says: 'not closed',
  }),
  inLine('L escapes', 'all there are', 'a{⟦"\\n\\t\\"\\\\\\u{1F600}"⟧}: relu', {
    code: 'name/label',
  }),
];

const badNumber = (written: string, says: string, right?: string): SpecCase =>
  inLine('L numbers', written, `conv 3x3, ⟦${written}⟧`, {
    code: 'syntax/number',
    says,
    ...(right === undefined ? {} : mended(`conv 3x3, ${right}`)),
  });
const badRate = (written: string, says: string, right: string): SpecCase =>
  inLine('L numbers', written, `dropout ⟦${written}⟧`, {
    code: 'syntax/number',
    says,
    ...mended(`dropout ${right}`),
  });
const numbers: readonly SpecCase[] = [
  badNumber('0x10', 'write it in decimal', '16'),
  badNumber('0XfF', 'write it in decimal', '255'),
  badNumber('0b101', 'write the digits alone'),
  badNumber('0o17', 'write the digits alone'),
  badNumber('1_000', 'without `_`', '1000'),
  badNumber('64f', 'without `f`'),
  badNumber('64pt', 'without `pt`'),
  badNumber('007', 'it starts with 0', '7'),
  badNumber('00', 'it starts with 0'),
  badNumber('1.2.3', 'more than one point'),
  badNumber('9007199254740992', 'too large'),
  badNumber('999999999999999999999', 'too large'),
  badRate('.5', 'a digit before the point', '0.5'),
  badRate('1.', 'a digit behind the point', '1.0'),
  inLine('L numbers', '1e3 is a number, and no whole one is asked for', 'layer_scale 1e3', fine),
  inLine('L numbers', '1e3 filters', 'conv 3x3, ⟦1e3⟧', { code: 'value/type', says: '1000' }),
  inLine('L numbers', '1e-6', 'batchnorm eps 1e-6', fine),
  inLine('L numbers', '1E-6', 'batchnorm eps 1E-6', fine),
  inLine('L numbers', '1e without digits', 'batchnorm eps ⟦1e⟧', { code: 'syntax/number' }),
  inLine('L numbers', '+3', 'conv ⟦+⟧3x3, 64', {
    code: 'syntax/unexpected',
    says: 'no sign',
    ...mended('conv 3x3, 64'),
  }),
  inLine('L numbers', '+64', 'conv 3x3, ⟦+⟧64', {
    code: 'syntax/unexpected',
    says: 'no sign',
    ...mended('conv 3x3, 64'),
  }),
  inLine('L numbers', '3x3', 'conv 3x3, 64', fine),
  inLine('L numbers', '3 x 3', 'conv 3 x 3, 64', fine),
  inLine('L numbers', '3 x3', 'conv 3 ⟦x3⟧, 64', { code: 'syntax/unexpected' }),
  inLine('L numbers', '3x 3', 'conv 3x 3, 64', fine),
  inLine('L numbers', '3X3', 'conv ⟦3X3⟧, 64', {
    code: 'syntax/number',
    says: 'x',
    ...mended('conv 3x3, 64'),
  }),
];

const notNumbers: readonly SpecCase[] = [
  inLine('L not-numbers', 'NaN', 'batchnorm eps ⟦NaN⟧', { code: 'name/unknown' }),
  inLine('L not-numbers', 'nan', 'batchnorm eps ⟦nan⟧', { code: 'name/unknown' }),
  inLine('L not-numbers', 'Infinity', 'batchnorm eps ⟦Infinity⟧', { code: 'name/unknown' }),
  inLine('L not-numbers', '-inf', 'batchnorm eps -⟦inf⟧', { code: 'name/unknown' }),
  inLine('L not-numbers', '1e999', 'batchnorm eps ⟦1e999⟧', { code: 'syntax/number', says: 'too large' }),
  inLine('L not-numbers', '-1e999', 'batchnorm eps -⟦1e999⟧', { code: 'syntax/number', says: 'too large' }),
  inLine('L not-numbers', '1e-999 is 0', 'batchnorm eps 1e-999', fine),
  inLine('L not-numbers', '-0 is 0', 'conv 3x3, 64, pad -0', fine),
  inLine('L not-numbers', '-0 is 0 in a tuple', 'zero_pad pad (-0, 0, 0, 0)', fine),
  inLine('L not-numbers', 'a sum beyond the numbers', 'relu; let a = ⟦sum(1e308, 1e308)⟧', {
    code: 'value/overflow',
  }),
  inLine('L not-numbers', '-0.0 is 0', 'batchnorm eps -0.0', fine),
  inLine('L not-numbers', '1e308 * 10', 'relu; let a = ⟦1e308 * 10⟧', { code: 'value/overflow' }),
  inLine('L not-numbers', '0.0 / 0.0', 'relu; let a = ⟦0.0 / 0.0⟧', { code: 'value/division-by-zero' }),
];

export const literals: readonly SpecCase[] = [unterminated, escapes, numbers, notNumbers].flat();
