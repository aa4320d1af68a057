import { type Adversary, filled, inNetwork, word } from '../adversary.ts';

export const names: readonly Adversary[] = [
  { name: 'unknown names', text: inNetwork((i) => `${word(i)}\n`) },
  { name: 'unknown calls', text: inNetwork((i) => `${word(i)}()\n`) },
  { name: 'unknown values', text: inNetwork((i) => `let a=${word(i)}\n`) },
  {
    name: 'unknown names near many known ones',
    text: (bytes) => {
      const blocks = Array.from(
        { length: 190 },
        (_, i) => `block ${'n'.repeat(34)}${word(i, 4)}() {relu}\n`,
      ).join('');
      return filled(
        bytes,
        `${blocks}network n {input 3x8x8\n`,
        (i) => `${'n'.repeat(34)}${word(i, 3)}XY()\n`,
        '}',
      );
    },
  },
  {
    name: 'unknown values near many known ones',
    text: (bytes) => {
      const lets = Array.from({ length: 190 }, (_, i) => `let ${'n'.repeat(34)}${word(i, 4)}=1\n`).join('');
      return filled(
        bytes,
        `network n {input 3x8x8\n${lets}`,
        (i) => `let a=${'n'.repeat(34)}${word(i, 3)}XY\n`,
        '}',
      );
    },
  },
  {
    name: 'unknown names near many missing ones',
    text: (bytes) => {
      const names = Array.from({ length: 190 }, (_, i) => `${'n'.repeat(34)}${word(i, 4)}`).join(',');
      return filled(
        bytes,
        `import {${names}} from "./no.resnet"\nnetwork n {input 3x8x8\n`,
        (i) => `${'n'.repeat(34)}${word(i, 3)}XY()\n`,
        '}',
      );
    },
  },
  {
    name: 'duplicate arguments',
    text: (bytes) => filled(bytes, 'network n {input 3x8x8\nconv(', () => 'kernel=3,', ') }'),
  },
  { name: 'duplicate parameters', text: (bytes) => filled(bytes, 'block b(', () => 'abc,', ') {relu}') },
  {
    name: 'names of 255',
    text: (bytes) =>
      filled(bytes, 'network n {input 1x1x1;relu}\n', (i) => `block ${word(i, 255)}() {relu}\n`),
  },
  { name: 'names of 256', text: (bytes) => filled(bytes, '', (i) => `block ${word(i, 256)}() {relu}\n`) },
  {
    name: 'names of objects',
    text: inNetwork((i) => `${['__proto__', 'constructor', 'toString'][i % 3]}:relu\n`),
  },
];
