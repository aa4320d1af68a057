import { type Adversary, filled, inNetwork, word } from '../adversary.ts';

/** Blocks that each call the one before `fan` times: fan ^ levels operators of a few lines. */
function laughs(levels: number, fan: number, call: (name: string) => string): string {
  const blocks = Array.from(
    { length: levels },
    (_, level) => `block b${level + 1}() {\n${`${call(`b${level}`)}\n`.repeat(fan)}}\n`,
  );
  return `block b0() { relu }\n${blocks.join('')}network n { input 1 x 8 x 8\n b${levels}()\n}\n`;
}

export const unrolling: readonly Adversary[] = [
  { name: 'a repeat of 10¹²', text: () => 'network n { input 3x8x8\n repeat i in 1000000000000 { relu } }' },
  {
    name: 'a repeat of as many as allowed',
    text: () => 'network n { input 3x8x8\n repeat i in 99998 { relu } }',
  },
  { name: 'a repeat of nothing', text: () => 'network n { input 3x8x8\n repeat i in 124000 { } }' },
  {
    name: 'repeats in repeats',
    text: () => `network n { input 3x8x8\n ${'repeat i in 2 {'.repeat(60)} relu ${'}'.repeat(60)} }`,
  },
  {
    name: 'a stage of as many as allowed',
    text: () => 'block b() { relu }\nnetwork n { input 3x8x8\n stage 80000 x b() }',
  },
  {
    name: 'a stage of blocks with tensors',
    text: () =>
      'block b() { residual { conv 3x3, 1, pad 1\n batchnorm }\n relu }\nnetwork n { input 3x8x8\n stage 24000 x b() }',
  },
  { name: 'billion laughs through calls', text: () => laughs(10, 10, (name) => `${name}()`) },
  { name: 'billion laughs through stages', text: () => laughs(10, 1, (name) => `stage 10 x ${name}()`) },
  { name: 'billion laughs of nothing', text: () => laughs(30, 2, (name) => `${name}()`).replace('relu', '') },
  {
    name: 'calls 95 deep, again and again',
    text: () => laughs(95, 1, (name) => `${name}()`).replace('relu', 'repeat i in 10000 {}'),
  },
  {
    name: 'calls 95 deep in a repeat',
    text: () => laughs(95, 1, (name) => `${name}()`).replace(/ b95\(\)/, ' repeat i in 100000 { b95() }'),
  },
  {
    name: 'calls of many parameters',
    text: (bytes) => {
      const parameters = filled(bytes / 3, '', (i) => `${word(i)}=1,`);
      const given = filled(bytes / 3, '', (i) => `${word(i)}=1,`);
      return `block b(${parameters}) { relu }\nnetwork n { input 3x8x8\n repeat i in 1000 { b(${given}) } }`;
    },
  },
  {
    name: 'calls of many parameters by position',
    text: (bytes) => {
      const parameters = filled(bytes / 2, '', (i) => `${word(i)}=1,`);
      return `block b(${parameters}) { relu }\nnetwork n { input 3x8x8\n repeat i in 1000 { b(${'1,'.repeat(bytes / 20)}) } }`;
    },
  },
  {
    name: 'unknown arguments',
    text: (bytes) =>
      filled(bytes, 'block b(abc=1) { relu }\nnetwork n { input 3x8x8\n b(', (i) => `${word(i)}=1,`, ') }'),
  },
  {
    name: 'unknown options of a stage',
    text: inNetwork((i) => `stage 1 x b(),${word(i)} 1\n`, 'block b(abc=1) {relu}\n'),
  },
  {
    name: 'options of a stage',
    text: (bytes) =>
      filled(bytes, 'block b(abc=1) { relu }\nnetwork n { input 3x8x8\n stage 2 x b()', () => ',abc 2', '}'),
  },
  {
    name: 'labels with holes that grow',
    text: () =>
      laughs(90, 1, (name) => `${'a'.repeat(250)}:${name}()`).replace(
        / a+:b90\(\)| b90\(\)/,
        ' repeat i in 1000 { b90() }',
      ),
  },
  {
    name: 'labels of a long string',
    text: (bytes) =>
      `network n { input 3x8x8\n repeat i in 90000 { l{"${'a'.repeat(bytes - 200)}"}_{i}: conv 1x1, 3 } }`,
  },
  {
    name: 'labels of many holes',
    text: (bytes) =>
      filled(bytes, 'network n { input 3x8x8\n repeat i in 10000 { a', () => '{i}', ': relu } }'),
  },
  {
    name: 'a long name under a long name',
    text: () =>
      `network n { input 3x8x8\n ${`${'a'.repeat(250)}:{`.repeat(60)} repeat i in 30000 { l{i}: conv 1x1,3 } ${'}'.repeat(60)} }`,
  },
];
