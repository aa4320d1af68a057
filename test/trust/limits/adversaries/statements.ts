import { type Adversary, filled, inNetwork, repeated, word } from '../adversary.ts';

export const statements: readonly Adversary[] = [
  { name: 'statements', text: inNetwork(() => 'relu\n') },
  { name: 'statements without an effect', text: inNetwork(() => '{}\n') },
  { name: 'statements on one line', text: inNetwork(() => 'relu;') },
  { name: 'statements with a label', text: inNetwork((i) => `${word(i)}: relu\n`) },
  { name: 'statements that are wrong', text: inNetwork(() => 'conv\n') },
  { name: 'statements that cannot be read', text: inNetwork(() => '= =\n') },
  { name: 'lines that are no statements', text: repeated('hello world\n') },
  { name: 'declarations that cannot be read', text: repeated('block = {}\n') },
  { name: 'networks without names', text: repeated('network {}\n') },
  { name: 'empty networks', text: (bytes) => filled(bytes, '', (i) => `network ${word(i)} {}\n`) },
  { name: 'small networks', text: (bytes) => filled(bytes, '', (i) => `network ${word(i)} {input 1x1x1}\n`) },
  { name: 'networks of one name', text: repeated('network n {input 3x8x8}\n') },
  { name: 'blocks of one name', text: repeated('block b() {}\n') },
  { name: 'blocks that nobody calls', text: (bytes) => filled(bytes, '', (i) => `block ${word(i)}() {}\n`) },
  { name: 'inputs', text: inNetwork(() => 'input 3x8x8\n') },
  { name: 'unlabelled convolutions', text: inNetwork(() => 'conv 3x3, 3, pad 1\n') },
  { name: 'labelled convolutions', text: inNetwork((i) => `${word(i)}:conv 1x1,3\n`) },
  { name: 'convolutions of one label', text: inNetwork(() => 'a:conv 1x1,3\n') },
  { name: 'normalisations without their lines', text: inNetwork(() => 'batchnorm;') },
  { name: 'biases before batch normalisation', text: inNetwork(() => 'conv 1x1,3,bias;batchnorm\n') },
  { name: 'residuals', text: inNetwork(() => 'residual{relu}\n') },
  { name: 'residuals of nothing', text: inNetwork(() => 'residual{}\n') },
  { name: 'linear residuals', text: inNetwork((i) => `residual{${word(i)}:conv 1x1,3}\n`) },
  {
    name: 'residuals in residuals',
    text: inNetwork(() => `${'residual{'.repeat(60)}relu${'}'.repeat(60)}\n`),
  },
  {
    name: 'a residual around everything',
    text: (bytes) => filled(bytes, 'network n {\ninput 3x8x8\nresidual {\n', () => 'relu\n', '}}'),
  },
  {
    name: 'residuals 60 deep around everything',
    text: (bytes) =>
      filled(
        bytes,
        `network n {\ninput 3x32x32\n${'residual {'.repeat(60)}`,
        () => 'relu\n',
        `${'}'.repeat(60)}}`,
      ),
  },
  {
    name: 'a residual with a stride in each layer',
    text: (bytes) =>
      filled(
        bytes,
        'block b(s) {\nresidual {',
        () => 'maxpool 1x1, stride s\n',
        'conv 1x1,4\n} shortcut projection\n}\nnetwork n { input 3 x 8 x 8\n b(1) }\n',
      ),
  },
  { name: 'gates', text: inNetwork(() => 'gate{relu}\n') },
  { name: 'branches', text: inNetwork(() => 'branches add{path{relu}path{relu}}\n') },
  {
    name: 'branches that double the channels',
    text: inNetwork(() => 'branches concat{path{}path{}}\n'),
  },
  {
    name: 'a join of everything',
    text: (bytes) => {
      const half = filled(bytes / 2 - 60, 'network n {\ninput 3x32x32\n', (i) => `${word(i)}:relu\n`);
      return `${half}${filled(bytes / 2 - 60, 'add ', (i) => `${word(i % 20_000)},`)}qqqqq0\n}`;
    },
  },
  {
    name: 'dense connections',
    text: (bytes) => {
      const count = Math.floor(Math.sqrt(bytes / 4.2));
      const name = (i: number): string => `v${i.toString(36)}`;
      const lines = Array.from(
        { length: count },
        (_, i) =>
          `${name(i)}:${i === 0 ? 'relu' : `add ${Array.from({ length: i }, (__, j) => name(j)).join()}`}\n`,
      );
      return `network n {\ninput 3x8x8\n${lines.join('')}`
        .slice(0, bytes - 100)
        .replace(/\n[^\n]*$/, '\n}\n');
    },
  },
  {
    name: 'from',
    text: (bytes) => filled(bytes, 'network n {\ninput 3x8x8\na:relu\n', () => 'from a\n', '}'),
  },
  { name: 'from unknown labels', text: inNetwork((i) => `from ${word(i)}\n`) },
  {
    name: 'from unknown labels among many',
    text: inNetwork((i) => `${word(i, 35)}a:relu;from ${word(i, 35)}_b\n`),
  },
  {
    name: 'unused values',
    text: (bytes) =>
      filled(bytes, 'network n {\ninput 3x8x8\na:relu\n', (i) => `${word(i)}:relu;from a\n`, '}'),
  },
  { name: 'lets', text: inNetwork((i) => `let ${word(i)}=1\n`) },
  {
    name: 'lets that follow from each other',
    text: inNetwork((i) => `let a${i + 1}=a${i}+a${i}\n`),
  },
  { name: 'lets of one name', text: inNetwork(() => 'let a=1\n') },
  { name: 'defaults', text: inNetwork(() => 'defaults conv(bias)\n') },
  {
    name: 'defaults of many arguments',
    text: inNetwork(() => 'defaults conv(kernel 3, stride 1, pad 1, groups 1, bias)\nconv 3x3,3\n'),
  },
  { name: 'conditions', text: inNetwork(() => 'if 1<2 {relu}\n') },
  { name: 'long lines of documentation', text: repeated('/// documentation\n') },
  {
    name: 'documentation above one long line',
    text: (bytes) =>
      `${'/// a\n'.repeat(bytes / 12)}${filled(bytes / 2, 'network n { input 3x8x8;', () => 'relu;', '}')}`,
  },
  {
    name: 'documentation above networks on one line',
    text: (bytes) =>
      `${'/// a\n'.repeat(bytes / 12)}${filled(bytes / 2, '', (i) => `network ${word(i)}{};`)}`,
  },
  {
    name: 'documentation of statements',
    text: inNetwork(() => '///\nrelu\n'),
  },
];
