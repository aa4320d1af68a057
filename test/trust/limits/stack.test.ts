import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, it } from 'vitest';
import { defaultLimits } from '../../../src/diagnostics/limits.ts';
import { byEffort } from '../effort.ts';
import { checkInput } from './check-input.ts';
import { workerFile } from './weigh.ts';

/** Half of what a page's main thread has; the workers of some browsers have no more. */
const stackSizeMb = 0.5;

const network = (body: string): string => `network n {\ninput 1 x 8 x 8\n${body}\n}\n`;
const copies = (count: number, copy: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => copy(index)).join('');

/** Inputs as deep as the limits let them be, and deeper, by every way into depth that the language has. */
const rows: readonly (readonly [what: string, text: string])[] = [
  ...[defaultLimits.nesting - 1, defaultLimits.nesting, 100_000].flatMap((depth) =>
    ['{ }', 'residual { }', 'gate { }', 'if true { }', 'repeat i in 1 { }', 'branches add { path { }'].map(
      (braces) => {
        const [open = '', close = ''] = braces.split(/(?= \}$)/);
        const ends = open.includes('path') ? '} }' : close;
        return [
          `${depth} of ${braces}`,
          network(
            `${`${open}\n`.repeat(depth / (open.match(/\{/g)?.length ?? 1))}relu${`\n${ends}`.repeat(depth / (open.match(/\{/g)?.length ?? 1))}`,
          ),
        ] as const;
      },
    ),
  ),
  ...[defaultLimits.nesting - 1, 100_000].flatMap((depth) => [
    [`${depth} parentheses`, network(`conv ${'('.repeat(depth)}3${')'.repeat(depth)}, 4`)] as const,
    [`${depth} lists`, network(`let a = ${'['.repeat(depth)}3${']'.repeat(depth)}\nrelu`)] as const,
    [`${depth} times else if`, network(`${'if false { relu } else '.repeat(depth)} { relu }`)] as const,
    [`${depth} signs`, network(`maxpool ${'-'.repeat(depth)}1`)] as const,
    [`${depth} times not`, network(`if ${'not '.repeat(depth)} true { }\nrelu`)] as const,
    [`${depth} indices`, network(`let a = [1]\nmaxpool a${'[0]'.repeat(depth)}`)] as const,
  ]),
  ...['+', '*', '-', ' x ', ' and ', '<'].map(
    (sign) => [`500 times ${sign}`, network(`let a = 1${`${sign}1`.repeat(500)}\nrelu`)] as const,
  ),
  ...[defaultLimits.depth - 1, defaultLimits.depth, 10_000].flatMap((depth) => [
    [
      `${depth} blocks`,
      `block b0() { relu }\n${copies(depth, (i) => `block b${i + 1}() { c: b${i}() }\n`)}${network(`c: b${depth - 1}()`)}`,
    ] as const,
    [
      `${depth} blocks, each in ten braces`,
      `block b0() { relu }\n${copies(depth, (i) => `block b${i + 1}() { ${'{'.repeat(10)} c: b${i}()\n ${'}'.repeat(10)} }\n`)}${network(`c: b${Math.floor(depth / 11)}()`)}`,
    ] as const,
    [
      `${depth} networks`,
      `network n0(a = 1) { input 1 x 8 x 8\n relu }\n${copies(depth, (i) => `network n${i + 1} = n${i}()\n`)}`,
    ] as const,
    [
      `${depth} lists in lists`,
      network(
        `let a0 = 1\n${copies(depth, (i) => `let a${i + 1} = [a${i}]\n`)}if a${depth} == a${depth} {}\nrelu`,
      ),
    ] as const,
    [
      `${depth} blocks in the arguments of blocks`,
      `block g(f: block) { relu }\nblock h() { relu }\n${network(`let f0 = h\n${copies(depth, (i) => `let f${i + 1} = g(f = f${i})\n`)}f${depth}()`)}`,
    ] as const,
  ]),
  ...byEffort({ sample: [], deep: longPaths() }),
  ['3,000 values in a sum of lists', network(`maxpool sum([${copies(2999, () => '0,')}1])`)],
];

/** Long and not deep: nothing may follow a path of layers by calling itself. */
function longPaths(): readonly (readonly [what: string, text: string])[] {
  return [
    [
      '20,000 strides in the path of a residual',
      `block b(s) {\nresidual {\n${'maxpool 1x1, stride s\n'.repeat(20_000)}conv 1x1, 4\n} shortcut projection\n}\n${network('b(1)')}`,
    ],
    ['40,000 operators behind each other', network('relu\n'.repeat(40_000))],
  ];
}

const worker = new Worker(workerFile, { resourceLimits: { stackSizeMb } });
afterAll(async () => {
  await worker.terminate();
});

it.each(rows)('%s: a worker with half the stack answers as this thread does', async (_, text) => {
  const here = checkInput({ text });
  const there = once(worker, 'message');
  worker.postMessage({ text });
  expect(await there).toEqual([{ diagnostics: here.diagnostics, networks: here.networks.length }]);
});
