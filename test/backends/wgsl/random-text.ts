import fc from 'fast-check';
import { check } from '../../../src/index.ts';

/** What a statement is written from: numbers that choose its attributes, the channels before it and labels of earlier values. */
type Write = (number: (below: number) => number, channels: number, label: () => string) => string;

const pick = <T>(values: readonly T[], at: number): T => values[at % values.length]!;
const divisors = (channels: number): readonly number[] =>
  Array.from({ length: channels }, (_, at) => at + 1).filter((groups) => channels % groups === 0);

function window(number: (below: number) => number): string {
  const kernel = [1 + number(3), 1 + number(3)] as const;
  const pads = [kernel[0], kernel[0], kernel[1], kernel[1]].map((extent) => number(extent));
  const stride = `${1 + number(3)}x${1 + number(2)}`;
  return `stride ${stride}, pad (${pads.join(', ')})|${kernel.join('x')}`;
}

const conv: Write = (number, channels) => {
  const [rest, kernel] = window(number).split('|');
  const groups = number(2) === 0 ? 1 : pick(divisors(channels), number(8));
  const filters = groups * (1 + number(groups === 1 ? 12 : 3));
  const extras = [number(4) === 0 ? ', dilation 2x1' : '', number(2) === 0 ? ', bias' : ''];
  return `conv ${kernel}, ${filters}, ${rest}, groups ${groups}${extras.join('')}`;
};

const pool: Write = (number) => {
  const [rest, kernel] = window(number).split('|');
  const average = number(2) === 0;
  return `${average ? 'avgpool' : 'maxpool'} ${kernel}, ${rest}${average && number(2) === 0 ? ', exclude_pad' : ''}`;
};

const activations = ['relu', 'relu6', 'silu', 'gelu', 'sigmoid', 'hardswish', 'hardsigmoid', 'tanh'];

const writers: readonly (readonly [weight: number, write: Write])[] = [
  [5, conv],
  [3, (number) => `conv 3x3, ${4 + number(10)}`],
  [2, (number) => `conv 1x1, ${1 + number(16)}, bias`],
  [2, (_, channels) => `conv 3x3, ${channels}, groups ${channels}`],
  [4, (number) => pick(activations, number(8))],
  [2, () => 'batchnorm eps 0.01'],
  [1, () => 'layer_scale 0.5'],
  [1, () => 'layernorm eps 0.1'],
  [1, (number, channels) => `groupnorm ${pick(divisors(channels), number(8))}, eps 0.1`],
  [1, () => 'softmax'],
  [3, pool],
  [1, (number) => `${pick(['avgpool', 'maxpool'], number(2))} global`],
  [1, (number) => `linear ${1 + number(9)}${number(2) === 0 ? ', pointwise' : ''}`],
  [1, () => 'flatten'],
  [1, (number) => `upsample ${1 + number(2)}x${1 + number(3)}, ${pick(['nearest', 'bilinear'], number(2))}`],
  [
    1,
    (number) =>
      `zero_pad (${[0, 0, 0, 0].map(() => number(3)).join(', ')}), channels (${number(5)}, ${number(5)})`,
  ],
  [1, (number, channels) => `channel_shuffle ${pick(divisors(channels), number(8))}`],
  [4, (_, __, label) => `add ${label()}`],
  [3, (_, __, label) => `multiply ${label()}`],
  [5, (number, _, label) => `concat ${number(2) === 0 ? label() : `${label()}, ${label()}`}`],
  [3, (_, __, label) => `from ${label()}`],
];

const drawn = fc.record({
  write: fc.oneof(...writers.map(([weight, write]) => ({ weight, arbitrary: fc.constant(write) }))),
  numbers: fc.array(fc.nat(999), { minLength: 14, maxLength: 14 }),
});

/** Networks in the language, of those drawn statements that `check` accepts behind the ones before. */
export const randomText = fc
  .record({
    input: fc.tuple(...[9, 9, 9].map((most) => fc.integer({ min: 1, max: most }))),
    steps: fc.array(drawn, { minLength: 3, maxLength: 9 }),
  })
  .map(({ input, steps }) => {
    const written = ['v0: tanh'];
    const textOf = (lines: readonly string[]): string =>
      `network random {\n  input ${input.join(' x ')}\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
    const graphOf = (lines: readonly string[]) =>
      check({ name: 'random.resnet', text: textOf(lines) }).networks[0];
    for (const { write, numbers } of steps) {
      const before = graphOf(written);
      if (before === undefined) break;
      let at = 0;
      const number = (below: number): number => numbers[at++ % numbers.length]! % below;
      const label = (): string => `v${number(written.length)}`;
      const statement = write(number, before.nodes[before.output]!.output[0], label);
      const name = `v${written.length}`;
      const next = statement.startsWith('from') ? `${statement}\n  ${name}: silu` : `${name}: ${statement}`;
      if (graphOf([...written, next]) !== undefined) written.push(next);
    }
    return textOf(written);
  });
