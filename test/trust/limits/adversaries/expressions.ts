import { type Adversary, filled, inNetwork, numbers, word } from '../adversary.ts';

export const expressions: readonly Adversary[] = [
  { name: 'sums of 500', text: inNetwork((i) => `let ${word(i)}=1${'+1'.repeat(500)}\n`) },
  {
    name: 'a sum of everything',
    text: (bytes) => `network n { input 3x8x8\nlet a=1${'+1'.repeat((bytes - 60) / 2)}}`,
  },
  {
    name: 'a negation of everything',
    text: (bytes) => `network n { input 3x8x8\nlet a=${'-'.repeat(bytes - 60)}1}`,
  },
  {
    name: 'an extent of everything',
    text: (bytes) => `network n { input ${'3 x '.repeat((bytes - 60) / 4)}1}`,
  },
  { name: 'points', text: (bytes) => `network n { input 3x8x8\nlet a=a${'.a'.repeat((bytes - 60) / 2)}}` },
  {
    name: 'a call of everything',
    text: (bytes) => `network n { input 3x8x8\nlet a=max(${'1,'.repeat((bytes - 60) / 2)}1)}`,
  },
  {
    name: 'a list of everything',
    text: (bytes) => `network n { input 3x8x8\nlet a=[${'1,'.repeat((bytes - 60) / 2)}1]}`,
  },
  {
    name: 'lists of 9,000',
    text: inNetwork((i) => `let ${word(i)}=[${numbers(9000)}]\n`),
  },
  {
    name: 'lists doubled',
    text: (bytes) =>
      filled(
        bytes,
        'network n {\ninput 3x8x8\nlet a0=1\n',
        (i) => `let a${i + 1}=${i % 12 === 11 ? 1 : `[a${i},a${i}]`}\n`,
        '}',
      ),
  },
  {
    name: 'a list summed again and again',
    text: (bytes) =>
      filled(
        bytes,
        `network n {\ninput 3x8x8\nlet l=[${numbers(9990)}]\n`,
        (i) => `let ${word(i)}=sum(l)\n`,
        '}',
      ),
  },
  {
    name: 'a list summed in a repeat',
    text: () =>
      `block b(l) { repeat i in 100000 { let a = ${Array.from({ length: 100 }, () => 'sum(l)').join('+')} } }\nnetwork n { input 3x8x8\n b([${numbers(9990)}]) }`,
  },
  {
    name: 'lists compared in a repeat',
    text: () =>
      `block b(l) { repeat i in 100000 { if ${Array.from({ length: 100 }, () => 'l==l').join(' and ')} {} } }\nnetwork n { input 3x8x8\n b([${numbers(9990)}]) }`,
  },
  {
    name: 'a list handed to every block of a stage',
    text: () => `block b(l) { relu }\nnetwork n { input 3x8x8\n stage 100000 x b([${numbers(9990)}]) }`,
  },
  {
    name: 'a list written in a repeat',
    text: () => `network n { input 3x8x8\n repeat i in 100000 { let a = [${numbers(9990)}] } }`,
  },
  {
    name: 'a long string handed to every block of a stage',
    text: (bytes) =>
      `block b(l) { relu }\nnetwork n { input 3x8x8\n stage 100000 x b("${'a'.repeat(bytes - 100)}") }`,
  },
  {
    name: 'a sum of 499 in a repeat',
    text: () => `network n { input 3x8x8\n repeat i in 200000 { let a = i${'+i'.repeat(499)} } }`,
  },
  {
    name: 'a block handed on with ever more bound',
    text: () =>
      `block g(a=1,b=1,c=1,d=1) { relu }\nblock b(f: block) { f() }\nnetwork n { input 3x8x8\n repeat i in 60000 { b(f = g(a = i)) } }`,
  },
  {
    name: 'instances that all differ',
    text: () =>
      `block g(a=1) { relu }\nblock b(f: block) { f() }\nblock c(i) { b(g(a = i)) }\nnetwork n { input 3x8x8\n repeat i in 60000 { c(i) } }`,
  },
];
