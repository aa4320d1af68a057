import { expect, it } from 'vitest';
import type { CodeLens, InlayHint } from 'vscode-languageserver';
import { startClient } from './client.ts';

/*
 * Each text has what is to be shown: `→ 8×32×32` at the ends of lines, and lines of their own `« … »` for what stands above them.
 */

const whole = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

/** The text with its hints and lenses written into it. */
async function shown(text: string, range: object = whole): Promise<string> {
  const client = await startClient();
  await client.open('net.resnet', text);
  const hints = await client.ask<InlayHint[]>('textDocument/inlayHint', 'net.resnet', { range });
  const lenses = await client.ask<CodeLens[]>('textDocument/codeLens', 'net.resnet');
  client.end();
  const lines = text.split(/\r?\n/).flatMap((line, number) => {
    const above = lenses.filter((lens) => lens.range.start.line === number);
    const own = hints.filter(({ position }) => position.line === number);
    expect(own.every(({ position }) => position.character === line.trimEnd().length)).toBe(true);
    return [
      ...above.map(({ command }) => `« ${command!.title} »`),
      line + own.map(({ label }) => ` ${label}`).join(''),
    ];
  });
  return lines.join('\n');
}

const bare = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('«'))
    .map((line) => line.replace(/ →.*$/, ''))
    .join('\n');

/*
 * By hand: 3·64·7² + 2·64 + 64·60·3² + 60·10 + 10 = 44,706 parameters, and 3·64·7²·32² + 64·60·3²·16² + 600 multiply-accumulates.
 * A unit from c to f channels has 9·c·f weights, used at 16², 8² and 4² places.
 */
const unit = (hint: string, lens: string) => `« ${lens} »
block unit(width: int) {
  conv1: conv 3x3, width, stride 2 → ${hint}
  relu → ${hint}
}
`;

const rows: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'every line of a network, behind what stands there, and of several statements in one line the last',
    text: `« 44,706 parameters · 18.5 M MACs · 3×64×64 → 10 »
network net {
  input 3 x 64 x 64
  stem {
    conv1: conv 7x7, 64, stride 2 → 64×32×32
    bn1: batchnorm → 64×32×32
    maxpool 3x3, stride 2 // here → 64×16×16
  }
  b: conv 3x3, 60; relu → 60×16×16
  avgpool global → 60
  fc: linear 10 → 10
}
`,
  },
  {
    name: 'braces that make another value than their last line',
    text: `« 240 parameters · 98.4 k MACs · 8×32×32 → 12×32×32 »
network net {
  input 8 x 32 x 32
  branches concat {
    path { a: conv 1x1, 4 } → 4×32×32
    path {
      b: conv 1x1, 8 → 8×32×32
    }
  } → 12×32×32
  gate {
    avgpool global → 12
    let wide = in.channels
    if wide > 8 {
      linear wide, bias false → 12
    }
  } → 12×32×32
  residual {
    relu → 12×32×32
  } shortcut identity → 12×32×32
}
`,
  },
  {
    name: 'the one shape of all instances of a block',
    text: `${unit('8×16×16', '288 parameters · 73.7 k MACs · used once')}
« 288 parameters · 73.7 k MACs · 4×32×32 → 8×16×16 »
network net {
  input 4 x 32 x 32
  a: unit(8) → 8×16×16
}
`,
  },
  {
    name: 'both shapes of two',
    text: `${unit('8×16×16, 16×8×8', '288, 1,152 parameters · 73.7 k MACs · used 2 times')}
« 1,440 parameters · 147 k MACs · 4×32×32 → 16×8×8 »
network net {
  input 4 x 32 x 32
  a: unit(8) → 8×16×16
  b: unit(16) → 16×8×8
}
`,
  },
  {
    name: 'the first and the last of more',
    text: `${unit('8×16×16 … 32×4×4', '288 … 4,608 parameters · 73.7 k MACs · used 3 times')}
« 6,048 parameters · 221 k MACs · 4×32×32 → 32×4×4 »
network net {
  input 4 x 32 x 32
  layers: repeat i in 3 {
    unit: unit([8, 16, 32][i]) → 8×16×16 … 32×4×4
  } → 32×4×4
}
`,
  },
  {
    name: 'a family with each that is made from it, and them',
    text: `« 32, 320 parameters · 32.8 k, 328 k MACs · made as small, large »
network family(width: int) {
  input 8 x 32 x 32
  conv1: conv 1x1, width → 4×32×32, 40×32×32
}

« 32 parameters · 32.8 k MACs · 8×32×32 → 4×32×32 »
network small = family(4)
« 320 parameters · 328 k MACs · 8×32×32 → 40×32×32 »
network large(width: int = 40) = family(width)
`,
  },
  {
    name: 'what stands before an error, and what has nothing to do with it',
    text: `${unit('8×16×16', '288 parameters · 73.7 k MACs · used once')}
network broken {
  input 4 x 32 x 32
  conv1: conv 1x1, 4 → 4×32×32
  conv2: conv 1x1, wide
  relu
  from conv1
  relu
}

« 288 parameters · 73.7 k MACs · 4×32×32 → 8×16×16 »
network net {
  input 4 x 32 x 32
  a: unit(8) → 8×16×16
}
`,
  },
  {
    name: 'what stands before a line that is being typed',
    text: `network net {
  input 4 x 32 x 32
  conv1: conv 1x1, 4 → 4×32×32
  conv2: conv 3x
  relu
}

« 16 parameters · 16.4 k MACs · 4×32×32 → 4×32×32 »
network other {
  input 4 x 32 x 32
  conv1: conv 1x1, 4 → 4×32×32
}
`,
  },
  {
    name: 'nothing of a guess: what a mismatch is taken for has no shape to show',
    text: `network net {
  input 4 x 32 x 32
  residual {
    conv1: conv 1x1, 8 → 8×32×32
  } shortcut identity
  relu
}
`,
  },
];

it.each(rows)('shows $name', async ({ text }) => {
  expect(await shown(bare(text))).toBe(text);
});

it('says all shapes of a block to who points at the hint', async () => {
  const client = await startClient();
  await client.open('net.resnet', bare(rows.find(({ name }) => name.includes('first and the last'))!.text));
  const [first] = await client.ask<InlayHint[]>('textDocument/inlayHint', 'net.resnet', { range: whole });
  expect(first!.tooltip).toBe('8×16×16 in 1 instance\n16×8×8 in 1 instance\n32×4×4 in 1 instance');
  client.end();
});

it('answers for the lines that are asked for', async () => {
  const text = 'network net {\n  input 8 x 32 x 32\n  relu\n  relu\n  relu\n}\n';
  const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 6 } };
  const answer = await shown(text, range);
  expect(answer.split('\n').filter((line) => line.startsWith('  relu'))).toEqual([
    '  relu',
    '  relu → 8×32×32',
    '  relu',
  ]);
});

it('keeps to line ends of other systems', async () => {
  const text = 'network net {\r\n  input 8 x 32 x 32\r\n  relu  \r\n}\r\n';
  expect(await shown(text)).toContain('  relu   → 8×32×32');
});

it('is silent where the user wants none of it', async () => {
  const client = await startClient({ settings: { inlayHints: false, codeLens: false } });
  await client.open('net.resnet', 'network net {\n  input 8 x 32 x 32\n  relu\n}\n');
  expect(await client.ask('textDocument/inlayHint', 'net.resnet', { range: whole })).toEqual([]);
  expect(await client.ask('textDocument/codeLens', 'net.resnet')).toEqual([]);
  client.end();
});
