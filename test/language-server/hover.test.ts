import { expect, it } from 'vitest';
import type { Hover } from 'vscode-languageserver';
import { startClient } from './client.ts';
import { unmark } from './marks.ts';

/*
 * Numbers are worked out by hand: a k×k convolution from c to f channels has c·f·k² weights, and as many multiply-accumulates per
 * position; a window of k at jump j adds (k − 1)·j to the receptive field.
 */

const hoverAt = async (marked: string): Promise<string | undefined> => {
  const { text, cursors } = unmark(marked);
  const client = await startClient();
  await client.open('net.resnet', text);
  const answer = await client.ask<Hover | null>('textDocument/hover', 'net.resnet', { position: cursors[0] });
  client.end();
  return (answer?.contents as { value: string } | undefined)?.value;
};

const inNetwork = (...lines: readonly string[]) =>
  `network net {\n  input 8 x 32 x 32\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

const block = `/// Two of them.
block unit(
  /// Channels that it makes.
  width: int,
  stride: int = 1
) {
  conv1: co▮nv 3x3, width, stride stride
  /// At last.
  relu
}
`;

const unmarked = (text: string) => text.replaceAll('▮', '');

/** `▮` is the cursor; each hover has these texts in it, and none of those. */
const rows: readonly {
  readonly name: string;
  readonly text: string;
  readonly has: readonly string[];
  readonly hasNot?: readonly string[];
}[] = [
  {
    name: 'an operator: its meaning, the shape before and after, its parameters, MACs and receptive field',
    text: inNetwork('c▮onv 3x3, 16, stride 2'),
    has: [
      'conv kernel, filters',
      'Two-dimensional convolution',
      `**8×32×32 → 16×16×16** · ${(8 * 16 * 9).toLocaleString('en-US')} parameters · 295 k MACs · receptive field 3`,
    ],
  },
  {
    name: 'an operator without weights',
    text: inNetwork('conv1: conv 3x3, 16', 'maxpool▮ 3x3, stride 2'),
    has: ['**16×32×32 → 16×16×16** · receptive field 5'],
    hasNot: ['parameters', 'MACs'],
  },
  {
    name: 'an argument',
    text: inNetwork('conv 3x3, 16, str▮ide 2'),
    has: ['`stride`: Step of the window. Unless written: 1.'],
  },
  {
    name: 'an argument without its name',
    text: inNetwork('conv 3x3, 1▮6'),
    has: ['`filters`: Output channels.'],
  },
  { name: 'a flag', text: inNetwork('conv 3x3, 16, bi▮as'), has: ['`bias`: Adds'] },
  {
    name: 'a choice',
    text: inNetwork('conv 3x3, 16, init he_uni▮form'),
    has: ['`init`: How the kernel starts'],
  },
  {
    name: 'a statement’s word',
    text: inNetwork('gat▮e {', '  conv1: conv 1x1, 8', '}'),
    has: ['Multiplies the value', '**8×32×32 → 8×32×32** · 64 parameters'],
  },
  {
    name: 'its doc comment',
    text: unmarked(block).replace('relu', 're▮lu') + inNetwork('a: unit(16)'),
    has: ['At last.', '16×32×32 → 16×32×32'],
  },
  {
    name: 'a statement in a block: a row for each outcome, with how many share it',
    text: block + inNetwork('layer1: stage 3 x unit(16)', 'layer2: stage 2 x unit(32), stride 2'),
    has: [
      '| `layer1.0.conv1` | 8×32×32 → 16×32×32 | 1,152 |',
      '| `layer1.1.conv1` and 1 more | 16×32×32 → 16×32×32 | 2,304 |',
      '| `layer2.0.conv1` | 16×32×32 → 32×16×16 | 4,608 |',
      '| `layer2.1.conv1` | 32×16×16 → 32×16×16 | 9,216 |',
    ],
  },
  {
    name: 'a call: the block’s signature, its docs and what this call does',
    text: unmarked(block) + inNetwork('a: un▮it(16)'),
    has: [
      'block unit(width: int, stride: int = 1)',
      'Two of them.',
      '**8×32×32 → 16×32×32** · 1,152 parameters',
    ],
  },
  {
    name: 'a block of the library',
    text: `import { basic } from "std/residual"\n${inNetwork('a: bas▮ic(8)')}`,
    has: ['block basic(', 'std/residual'],
  },
  {
    name: 'a parameter: its docs and its values',
    text: unmarked(block).replace('3x3, width', '3x3, wid▮th') + inNetwork('a: unit(16)', 'b: unit(32)'),
    has: ['width: int', 'Channels that it makes.', 'here `16`, `32` in 2 instances'],
  },
  {
    name: 'an argument of a call',
    text: unmarked(block) + inNetwork('a: unit(16, str▮ide = 2)'),
    has: ['stride: int = 1', 'here `2`'],
  },
  {
    name: 'a let',
    text: inNetwork('let wide = in.channels * 3', 'conv 1x1, wi▮de'),
    has: ['let wide = in.channels * 3', 'here `24`'],
  },
  {
    name: 'a member',
    text: inNetwork('conv 1x1, in.chan▮nels * 2'),
    has: ['the channels of the value before this line: `8`'],
  },
  {
    name: 'a label that is used',
    text: inNetwork('short: conv 1x1, 4', 'relu', 'add sho▮rt'),
    has: ['the value of `short`', '8×32×32 → 4×32×32'],
  },
  {
    name: 'a network',
    text: inNetwork('conv1: conv 1x1, 4').replace('net ', 'ne▮t '),
    has: ['32 parameters · 32.8 k MACs · 8×32×32 → 4×32×32'],
  },
  {
    name: 'what stands in front of an error',
    text: inNetwork('conv1: con▮v 1x1, 4', 'maxpool 99x99, pad 0'),
    has: ['8×32×32 → 4×32×32'],
  },
  {
    name: 'nothing of what follows an error',
    text: inNetwork('maxpool 99x99, pad 0', 're▮lu'),
    has: ['max(x, 0)'],
    hasNot: ['→'],
  },
];

it.each(rows)('tells of $name', async ({ text, has, hasNot = [] }) => {
  const value = await hoverAt(text);
  for (const part of has) expect(value).toContain(part);
  for (const part of hasNot) expect(value).not.toContain(part);
});

it.each([
  ['a blank line', 'network net {\n  input 8 x 32 x 32\n▮\n  relu\n}\n'],
  ['an empty file', '▮'],
  ['a comment', '// he▮re\n'],
])('is silent at %s', async (_, text) => {
  expect(await hoverAt(text)).toBeUndefined();
});

it('shows some of very many outcomes, and how many more there are', async () => {
  const lines = Array.from({ length: 30 }, (_, index) => `a${index}: unit(${index + 1})`);
  const value = await hoverAt(block + inNetwork(...lines));
  expect(value!.split('\n').filter((line) => line.startsWith('| `'))).toHaveLength(8);
  expect(value).toContain('| and 22 more |');
});
