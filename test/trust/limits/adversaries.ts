// Over 300 lines: one row per input, and no more.
import { specOfOneMegabyte } from '../../../bench/spec-of-one-megabyte.ts';

/** An input made to cost as much as it can. */
export interface Adversary {
  readonly name: string;
  /** The source, of at most `bytes` UTF-8 bytes. */
  readonly text: (bytes: number) => string;
  /** What imports find, by path; without it there are none. */
  readonly files?: (bytes: number) => ReadonlyMap<string, string>;
}

const mebibyte = 1 << 20;

/** As many copies as fit between `before` and `behind`; each knows its number. */
function filled(bytes: number, before: string, copy: (index: number) => string, behind = ''): string {
  const parts = [before];
  let left = bytes - before.length - behind.length;
  for (let index = 0; ; index++) {
    const part = copy(index);
    const size = Buffer.byteLength(part);
    if (size > left) return parts.join('') + behind;
    parts.push(part);
    left -= size;
  }
}

const repeated = (piece: string) => (bytes: number) => filled(bytes, '', () => piece);
const inNetwork =
  (copy: (index: number) => string, before = '', behind = '') =>
  (bytes: number) =>
    filled(bytes, `${before}network n {\ninput 3 x 32 x 32\n`, copy, `${behind}}\n`);
const numbers = (count: number): string => Array.from({ length: count }, () => 1).join(',');
const word = (index: number, width = 6): string => index.toString(36).padStart(width, '_');

/** Blocks that each call the one before `fan` times: fan ^ levels operators of a few lines. */
function laughs(levels: number, fan: number, call: (name: string) => string): string {
  const blocks = Array.from(
    { length: levels },
    (_, level) => `block b${level + 1}() {\n${`${call(`b${level}`)}\n`.repeat(fan)}}\n`,
  );
  return `block b0() { relu }\n${blocks.join('')}network n { input 1 x 8 x 8\n b${levels}()\n}\n`;
}

export const adversaries: readonly Adversary[] = [
  // Characters and tokens
  { name: 'one valid network after another', text: () => specOfOneMegabyte() },
  { name: 'garbage', text: repeated('@$%^&') },
  { name: 'garbage between words', text: repeated('a@ ') },
  { name: 'characters without an encoding of their own', text: repeated('\u{1F600}') },
  { name: 'lookalikes', text: repeated('\u2013') },
  { name: 'lookalikes of kinds in turn', text: repeated('\u2013\u201c') },
  { name: 'characters that turn the text around', text: repeated('\u202e') },
  { name: 'one letter', text: repeated('a') },
  { name: 'one digit', text: repeated('1') },
  { name: 'digits and points', text: repeated('1.') },
  { name: 'bad numbers', text: repeated('5. ') },
  { name: 'one string', text: (bytes) => `"${'a'.repeat(bytes - 2)}"` },
  { name: 'one string without an end', text: (bytes) => `"${'a'.repeat(bytes - 1)}` },
  { name: 'strings without an end', text: repeated('"\n') },
  { name: 'strings of bad escapes', text: repeated('"\\x"') },
  { name: 'one string of bad escapes', text: (bytes) => `"${'\\q'.repeat((bytes - 2) / 2)}"` },
  { name: 'blanks', text: repeated(' ') },
  { name: 'newlines', text: repeated('\n') },
  { name: 'carriage returns', text: repeated('\r') },
  { name: 'short tokens', text: repeated('a;') },
  { name: 'keywords', text: repeated('block ') },
  { name: 'signs', text: repeated('+') },
  { name: 'half an operator', text: repeated('=!') },
  { name: 'commas', text: repeated(',') },
  { name: 'x', text: repeated('x') },
  { name: 'x between blanks', text: repeated(' x') },
  { name: 'slashes', text: repeated('/') },
  { name: 'comments', text: repeated('//\n') },
  { name: 'block comments without an end', text: repeated('/*\n') },
  { name: 'block comments', text: repeated('/**/') },
  { name: 'lines in block comments', text: (bytes) => `/*${'\n *a'.repeat((bytes - 8) / 4)}*/` },
  { name: 'blanks in a block comment', text: (bytes) => `/*a${' '.repeat(bytes - 8)}b*/` },
  { name: 'blanks in front of the end of a block comment', text: (bytes) => `/*a${' '.repeat(bytes - 8)}*/` },
  { name: 'stars in a block comment', text: (bytes) => `/*a${' *'.repeat((bytes - 8) / 2)}b*/` },
  { name: 'blanks behind a comment', text: (bytes) => `a // 1${' '.repeat(bytes - 8)}b` },
  { name: 'words in a comment', text: (bytes) => `a // a${' a'.repeat((bytes - 8) / 2)}b` },
  { name: 'hashes', text: repeated(' #') },
  { name: 'lines of hashes', text: repeated('# a\n') },
  { name: 'halves of pairs', text: (bytes) => '\ud800'.repeat(bytes / 3) },
  { name: 'a string of blanks without an end', text: (bytes) => `"${' '.repeat(bytes - 2)}a` },
  { name: 'comments that look like divisors', text: inNetwork(() => 'let a = c // 16,\n') },
  {
    name: 'comments with many ends of an operand',
    text: repeated('// a,)\n'),
  },

  // Brackets
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

  // Statements
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
    text: inNetwork((i) => `let a${i + 1}=a${i}+a${i}\n`, '', '').bind(0),
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

  // Expressions
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

  // Unrolling
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

  // Families of networks
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

  // Names
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

  // Imports
  {
    name: 'imports of files that are missing',
    text: (bytes) => filled(bytes, '', (i) => `import {a} from "./${word(i)}.resnet"\n`),
  },
  {
    name: 'imports of the library that are missing',
    text: (bytes) => filled(bytes, '', (i) => `import {a} from "std/${word(i)}"\n`),
  },
  { name: 'imports of one library file', text: repeated('import {basic} from "std/residual"\n') },
  {
    name: 'an import of many names',
    text: (bytes) => filled(bytes, 'import {', (i) => `${word(i)},`, 'a} from "std/residual"\n'),
  },
  {
    name: 'imports of one file',
    text: (bytes) => filled(bytes, '', (i) => `import {b as ${word(i)}} from "./b.resnet"\n`),
    files: () => new Map([['./b.resnet', 'block b() {relu}\n']]),
  },
  {
    name: 'imports of one large file',
    text: repeated('import {b} from "./b.resnet"\n'),
    files: (bytes) => new Map([['./b.resnet', filled(bytes, '', (i) => `block ${word(i)}() {relu}\n`)]]),
  },
  {
    name: 'imports of one file with errors',
    text: repeated('import {b} from "./b.resnet"\n'),
    files: () => new Map([['./b.resnet', 'block {relu\n']]),
  },
  {
    name: 'imports of large files',
    text: (bytes) => filled(bytes, '', (i) => `import {b} from "./b${i}.resnet"\n`),
    files: (bytes) => {
      const text = filled(bytes, '', (i) => `block ${word(i)}() {relu}\n`);
      return new Map(Array.from({ length: 255 }, (_, i) => [`./b${i}.resnet`, text]));
    },
  },
];

/** The sources of an adversary at a size: the file that is checked, and those that it imports. */
export function sourcesOf(name: string, bytes = mebibyte) {
  const adversary = adversaries.find((candidate) => candidate.name === name);
  if (adversary === undefined) throw new Error(`no adversary is called ${name}`);
  return { text: adversary.text(bytes), files: adversary.files?.(bytes) ?? new Map<string, string>() };
}
