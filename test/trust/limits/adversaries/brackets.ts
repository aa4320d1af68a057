import { type Adversary, filled, inNetwork, repeated } from '../adversary.ts';

export const brackets: readonly Adversary[] = [
  { name: 'openers', text: repeated('{') },
  { name: 'round openers', text: repeated('(') },
  { name: 'square openers', text: repeated('[') },
  { name: 'closers', text: repeated('}') },
  { name: 'round closers', text: repeated(')') },
  { name: 'openers and other closers', text: repeated('{)') },
  { name: 'openers and other closers in a network', text: inNetwork(() => '{)') },
  { name: 'openers with names and other closers', text: inNetwork(() => 'a:{]\n') },
  { name: 'round openers and braces', text: repeated('(}') },
  { name: 'a bracket and newlines', text: (bytes) => `network n {(${'\n'.repeat(bytes - 13)}}` },
  { name: 'a bracket and lines', text: (bytes) => `network n {(${'a\n\n\n\n'.repeat((bytes - 13) / 5)}` },
  {
    name: 'closers far from the margin',
    text: (bytes) => `network n {${' '.repeat(bytes / 2)}{${filled(bytes / 2 - 20, '', () => '{}')}`,
  },
  {
    name: 'networks far from the margin',
    text: (bytes) => `{\n${' '.repeat(bytes / 2)}${filled(bytes / 2 - 20, '', () => 'network{}')}`,
  },
  { name: 'networks without an end', text: repeated('network n {\n') },
  { name: 'networks without an end, indented', text: repeated('  network n {\n input') },
  { name: 'shortcuts without a body', text: inNetwork(() => 'residual {\nrelu\nshortcut identity\n') },
  { name: 'an else after every brace', text: inNetwork(() => 'if a {} else {}\n') },
  { name: 'chains of else if', text: inNetwork(() => `${'if false {} else '.repeat(60)} {}\n`) },
  { name: 'braces 60 deep', text: inNetwork(() => `${'{'.repeat(60)}relu${'}'.repeat(60)}\n`) },
  { name: 'parentheses 60 deep', text: inNetwork(() => `conv ${'('.repeat(60)}3${')'.repeat(60)}\n`) },
];
