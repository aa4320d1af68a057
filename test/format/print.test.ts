import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../src/diagnostics/diagnostic.ts';
import { print } from '../../src/format/print.ts';
import { parse } from '../../src/parser/parse.ts';
import { examples } from '../grammar/reference.ts';
import { withoutSpans } from './without-spans.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every text of the project that parses, by where it stands. */
const texts: readonly (readonly [place: string, text: string])[] = [
  ...['specs', 'test/errors', 'bench'].flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.resnet'))
      .map((file) => [`${folder}/${file}`, readFileSync(`${root}/${folder}/${file}`, 'utf8')] as const),
  ),
  ...examples.map(({ line, text }) => [`grammar/language.md:${line}`, text] as const),
];

const read = (text: string) => parse({ name: 'case.resnet', text });
const parsing = texts.filter(([, text]) => !hasErrors(read(text).diagnostics));
const printed = (text: string): string => print(read(text).value.module);

describe('what is printed', () => {
  it('comes from many files', () => expect(parsing.length).toBeGreaterThan(140));

  it.each(parsing)('of %s is the same module', (_, text) => {
    const again = read(printed(text));
    expect(again.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(withoutSpans(again.value.module)).toEqual(withoutSpans(read(text).value.module));
    expect(print(again.value.module)).toBe(printed(text));
  });
});

/** Statements as they are printed: those that are not canonical are on the left. */
const statements: readonly (readonly [written: string, printed: string])[] = [
  ['let a = ((1 + 2)) * (3)', 'let a = (1 + 2) * 3'],
  ['let a = 1 - (2 - 3) - (4)', 'let a = 1 - (2 - 3) - 4'],
  ['let a = (1 * 2) / (3 * 4)', 'let a = 1 * 2 / (3 * 4)'],
  ['let a = not (b == c) and (not d)', 'let a = not b == c and not d'],
  ['let a = (not b) == (c or d)', 'let a = (not b) == (c or d)'],
  ['let a = -(b + c) * -(-d)', 'let a = -(b + c) * --d'],
  ['let a = -(not b)', 'let a = -(not b)'],
  ['let a = b//(c)', 'let a = b//c'],
  ['let a = b//(-c)', 'let a = b//(-c)'],
  ['let a = ("b")//([c])', 'let a = ("b")//([c])'],
  ['let a = (b + c)[0]', 'let a = (b + c)[0]'],
  ['let a = (-b)[0]', 'let a = (-b)[0]'],
  ['let a = ([1, 2])[0]', 'let a = [1, 2][0]'],
  ['let a = "\\u{41}\\n\\\\\\"\\u{202e}\\u{2028}é😀"', 'let a = "A\\n\\\\\\"\\u{202e}\\u{2028}é😀"'],
  ['let a = f(b = (1), c)', 'let a = f(b = 1, c)'],
  ['conv 3 × 3, (64), stride 2 x 1', 'conv 3x3, 64, stride 2x1'],
  ['input (2*k-1)x (1)', 'input 2 * k - 1 x 1'],
  ['conv 0 x 10, n', 'conv 0 x 10, n'],
  ['conv a x (b x c), n', 'conv a x (b x c), n'],
  ['zero_pad pad(1, 1, 0, 0)', 'zero_pad pad (1, 1, 0, 0)'],
  ['relu max(1, 2), not (a)', 'relu max(1, 2), not a'],
  ['input 3x224x224', 'input 3 x 224 x 224'],
  ['a{i+1}b: relu;', 'a{i + 1}b: relu'],
  ['stage 2 x b(4), stride (2) on last', 'stage 2 x b(4), stride 2 on last'],
];

describe('a statement', () => {
  it.each(statements)('%s is printed as %s', (written, canonical) => {
    const text = `network n { ${written} }`;
    expect(printed(text)).toBe(`network n {\n  ${canonical}\n}\n`);
    expect(withoutSpans(read(printed(text)).value.module)).toEqual(withoutSpans(read(text).value.module));
  });
});

it('keeps what is documented, and breaks a line where a parameter is', () => {
  const canonical = `/// The file.
///
///  Indented.

import { a as b } from "./b.resnet"

/// A block.
block c(
  /// Channels.
  width: int[2][],
  stride = 1
) {
  /// A way.
  one: residual {
    relu
  } shortcut projection {
    if join.stride > 1 {
      relu
    } else if true {
    } else {
      relu
    }
  } as 7
  branches concat {
    path {}
    deep{1}: path {
      relu
    }
  }
}

network d = e(1)
`.replace('true {\n    } else', 'true {} else');
  expect(printed(canonical)).toBe(canonical);
});
