import { expect, it } from 'vitest';
import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver';
import type { Client } from './client.ts';
import { startClient } from './client.ts';
import { unmark } from './marks.ts';

/** Each token's text and what it is: `conv function.defaultLibrary`. */
function read({ data }: SemanticTokens, text: string, client: Client): string[] {
  const { legend } = client.initialized.capabilities.semanticTokensProvider as {
    legend: SemanticTokensLegend;
  };
  const lines = text.split(/\r\n|\n/);
  const found: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [down, right, length, type, bits] = data.slice(at, at + 5) as [
      number,
      number,
      number,
      number,
      number,
    ];
    line += down;
    character = down === 0 ? character + right : right;
    const modifiers = legend.tokenModifiers.filter((_, bit) => (bits >> bit) & 1);
    const word = lines[line]!.slice(character, character + length);
    found.push([word, [legend.tokenTypes[type], ...modifiers].join('.')].join(' '));
  }
  return found;
}

async function tokensOf(marked: string): Promise<readonly string[]> {
  const { text, ranges } = unmark(marked);
  const client = await startClient();
  await client.open('net.resnet', text);
  const [range] = ranges;
  const answer =
    range === undefined
      ? await client.ask<SemanticTokens>('textDocument/semanticTokens/full', 'net.resnet')
      : await client.ask<SemanticTokens>('textDocument/semanticTokens/range', 'net.resnet', { range });
  client.end();
  return read(answer, text, client);
}

/** Per row a piece of text, and what its words are; what stands between `|` and `|` is the context. */
const rows: readonly (readonly [text: string, tokens: readonly string[]])[] = [
  ['⟦/// 🙂 doc⟧\n', ['/// 🙂 doc comment.documentation']],
  ['⟦// c⟧\n', ['// c comment']],
  [
    '⟦import { basic as unit } from "std/residual"⟧\n',
    [
      'import keyword',
      'basic function',
      'as keyword',
      'unit function',
      'from keyword',
      '"std/residual" string',
    ],
  ],
  [
    '⟦block unit(width: int = 4)⟧ { conv 3x3, width }\n',
    [
      'block keyword',
      'unit function.declaration',
      'width parameter.declaration',
      'int type.defaultLibrary',
      '4 number',
    ],
  ],
  [
    'block b(stride: int) { ⟦c1: conv 3x3, 64, stride stride, pad same, bias⟧ }\n',
    [
      'c1 property.declaration',
      'conv function.defaultLibrary',
      '3 number',
      'x operator',
      '3 number',
      '64 number',
      'stride parameter',
      'stride parameter',
      'pad parameter',
      'same enumMember.defaultLibrary',
      'bias enumMember.defaultLibrary',
    ],
  ],
  ['block b() { ⟦head: relu⟧ }\n', ['head property.declaration', 'relu function.defaultLibrary']],
  ['block b() { a: relu; ⟦add a⟧ }\n', ['add function.defaultLibrary', 'a property']],
  [
    'block b() { ⟦let n = max(in.channels, 2)⟧ }\n',
    [
      'let keyword',
      'n variable.declaration.readonly',
      'max function.defaultLibrary',
      'in keyword',
      '2 number',
    ],
  ],
  [
    'import { basic } from "std/residual"\nblock b() { ⟦stage 2 x basic(8 * index), stride 2 on last⟧ }\n',
    [
      'stage keyword',
      '2 number',
      'x operator',
      'basic function',
      '8 number',
      '* operator',
      'index variable.readonly.defaultLibrary',
      'stride parameter',
      '2 number',
      'on keyword',
      'last keyword',
    ],
  ],
  [
    'block b() { ⟦residual { relu } shortcut zero_pad split as down⟧ }\n',
    [
      'residual keyword',
      'relu function.defaultLibrary',
      'shortcut keyword',
      'zero_pad keyword',
      'split keyword',
      'as keyword',
      'down property.declaration',
    ],
  ],
  [
    'block b() {⟦ branches concat { path { relu } }⟧ }\n',
    ['branches keyword', 'concat function.defaultLibrary', 'path keyword', 'relu function.defaultLibrary'],
  ],
  [
    '⟦network small = family(2)⟧\nnetwork family(n: int) { input 3 x 8 x 8; relu }\n',
    ['network keyword', 'small class.declaration', 'family class', '2 number'],
  ],
  [
    'block b() {\r\n⟦  conv 3x3, , 64\r\n⟧}\r\n',
    ['conv function.defaultLibrary', '3 number', 'x operator', '3 number', '64 number'],
  ],
];

it.each(rows)('%s', async (text, tokens) => {
  expect(await tokensOf(text)).toEqual([...tokens]);
});

it('answers for a whole document as for its parts', async () => {
  const whole = rows.map(([text]) => text.replaceAll(/[⟦⟧]/g, '')).join('');
  expect(await tokensOf(whole)).toEqual(await tokensOf(`⟦${whole}⟧`));
});
