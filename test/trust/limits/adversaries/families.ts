import { type Adversary, filled, word } from '../adversary.ts';

export const families: readonly Adversary[] = [
  {
    name: 'networks that each fill the limit',
    text: (bytes) => filled(bytes, '', (i) => `network ${word(i)} {input 1x1x1\nrepeat i in 99990 {relu}}\n`),
  },
  {
    name: 'networks of one that fills the limit',
    text: (bytes) =>
      filled(
        bytes,
        'network f(a=1) {input 1x1x1\nrepeat i in 99990 {relu}}\n',
        (i) => `network ${word(i)}=f(${i})\n`,
      ),
  },
  {
    name: 'networks of a small one',
    text: (bytes) =>
      filled(bytes, 'network f(a=1) {input 3x8x8\nrelu}\n', (i) => `network ${word(i)}=f(${i})\n`),
  },
  {
    name: 'networks of each other',
    text: (bytes) =>
      filled(bytes, 'network n0(a=1) {input 3x8x8\nrelu}\n', (i) => `network n${i + 1}=n${i}()\n`),
  },
  {
    name: 'networks of 60 others, each',
    text: (bytes) =>
      filled(
        bytes,
        'network n0(a=1) {input 3x8x8\nrelu}\n',
        (i) => `network n${i + 1}=n${i % 60 === 59 ? 0 : i}()\n`,
      ),
  },
  {
    name: 'networks of a circle',
    text: (bytes) =>
      filled(bytes, 'network n0=n50()\n', (i) => `network n${i + 1}=n${i % 60 === 59 ? 0 : i}()\n`),
  },
  {
    name: 'networks of one with many parameters',
    text: (bytes) => {
      const parameters = filled(bytes / 2, 'network f(', (i) => `${word(i)}=1,`, 'z=1) {input 3x8x8}\n');
      return filled(bytes, parameters, (i) => `network n${i}=f()\n`);
    },
  },
  {
    name: 'networks with an error in each',
    text: (bytes) => filled(bytes, '', (i) => `network ${word(i)} {input 3x8x8\nconv 9x9}\n`),
  },
  {
    name: 'networks with a lint in each',
    text: (bytes) =>
      filled(bytes, '', (i) => `network ${word(i)}(a=1) {input 3x8x8\nresidual{conv 1x1,3}}\n`),
  },
];
