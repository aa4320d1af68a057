import { readdirSync, readFileSync } from 'node:fs';
import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OperatorKind } from '../../src/ir/operators.ts';
import { operatorNames, operatorOf } from '../../src/ir/operators.ts';
import * as t from '../../src/parser/tokens.ts';
import type { Piece } from './highlight.ts';
import { highlighter } from './highlight.ts';
import { examples } from './reference.ts';

const root = new URL('../../', import.meta.url);
let highlight: (text: string) => readonly Piece[];

beforeAll(async () => {
  highlight = await highlighter();
});

const at = (pieces: readonly Piece[], offset: number): string =>
  pieces.find(({ start, end }) => start <= offset && offset < end)?.scopes.at(-1) ?? '';

it('gives the marked places of highlighting.txt their scopes', () => {
  const lines = readFileSync(new URL('highlighting.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const source = lines.filter((line) => !line.startsWith('#'));
  const starts = source.map((_, number) => source.slice(0, number).join('\n').length + (number > 0 ? 1 : 0));
  const pieces = highlight(source.join('\n'));
  let number = -1;
  const found: string[] = [];
  const wanted: string[] = [];
  for (const line of lines) {
    if (!line.startsWith('#')) number++;
    else {
      const [, before, scope] = /^#(?: <-- |( *)\^+ )(\S+)$/.exec(line)!;
      const column = before === undefined ? 0 : before.length + 1;
      const place = `${source[number]!.trim()} @${column}: `;
      wanted.push(`${place}${scope}.resnet`);
      found.push(place + at(pieces, starts[number]! + column));
    }
  }
  expect(found).toEqual(wanted);
});

/** What the compiler's own lexer read, and what an editor may show there. */
function expectedScope(token: IToken, before: IToken | undefined, after: IToken | undefined): RegExp {
  const { tokenType: type } = token;
  if (type === t.Times) return /^keyword\.operator\.extent/;
  if (type === t.IntegerDivision) return /^keyword\.operator\.arithmetic/;
  if (type === t.StringLiteral) return /^string\.quoted/;
  if (type === t.RCurly) return /^punctuation/;
  const inLabel = after?.tokenType === t.Colon || before?.tokenType === t.As || before?.tokenType === t.From;
  if (inLabel && before?.image !== 'defaults')
    return /^(entity\.name\.tag|variable\.parameter|entity\.name\.function|string)/;
  if (type === t.Integer || type === t.Float) return /^(constant\.numeric|entity\.name\.tag)/;
  if (tokenMatcher(token, t.BinaryOperatorToken)) return /^keyword\.operator/;
  if (type === t.True || type === t.False) return /^constant\.language/;
  if (t.keywords.has(token.image))
    return /^(keyword|storage\.type|variable\.language|support\.type|entity\.name\.tag)/;
  if (type === t.Identifier) return /^(entity|variable|support)/;
  return /^(punctuation|keyword\.operator\.assignment)/;
}

describe('an editor sees what the compiler reads', () => {
  const files = readdirSync(new URL('specs/', root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.resnet'))
    .map((file) => ({ name: `specs/${file}`, text: readFileSync(new URL(`specs/${file}`, root), 'utf8') }));
  const fences = examples.map(({ line, text }) => ({ name: `language.md, line ${line}`, text }));

  it.each([...files, ...fences])('in $name', ({ text }) => {
    const pieces = highlight(text);
    const { tokens, groups } = t.lexer.tokenize(text);
    const solid = tokens.filter(({ tokenType }) => tokenType !== t.Newline);
    const wrong = [
      ...solid.map((token, position) => {
        const scope = at(pieces, token.startOffset);
        const expected = expectedScope(token, solid[position - 1], solid[position + 1]);
        return expected.test(scope) ? undefined : `${token.startLine}: \`${token.image}\` is ${scope}`;
      }),
      ...(groups.comments ?? []).map((comment) => {
        const kind = comment.tokenType === t.DocComment ? 'comment.block.documentation' : 'comment.line';
        const scope = at(pieces, comment.startOffset);
        return scope.startsWith(kind) ? undefined : `${comment.startLine}: ${comment.image} is ${scope}`;
      }),
    ].filter((fault) => fault !== undefined);
    expect(wrong).toEqual([]);
  });
});

it.each([...t.keywords])('keyword %s has a scope of its own', (keyword) => {
  expect(at(highlight(`  ${keyword} `), 2)).toMatch(/^(keyword|storage\.type|constant\.language)/);
});

it.each([...operatorNames])('operator %s and its arguments have their scopes', (name) => {
  expect(at(highlight(`  a: ${name}`), 5)).toBe('support.function.operator.resnet');
  for (const [argument, spec] of Object.entries(operatorOf(name as OperatorKind).attributes)) {
    const text = spec.type === 'flag' ? `${name} 1, ${argument}` : `${name} ${argument} 1`;
    expect(at(highlight(text), text.indexOf(argument, name.length))).toBe(
      'entity.other.attribute-name.resnet',
    );
    for (const choice of spec.type === 'choice' ? spec.choices : [])
      expect(at(highlight(`${name} ${choice}`), name.length + 1)).toBe('support.constant.resnet');
  }
});
