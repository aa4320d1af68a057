/** A network of these lines. */
export const inNetwork = (...lines: readonly string[]): string =>
  `network net(width: int = 8) {\n  input 8 x 32 x 32\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

const operators = ['conv', 'batchnorm', 'relu', 'maxpool', 'linear', 'concat'];
const statements = ['stage', 'residual', 'branches', 'head', 'let'];

/** A text with a cursor, and what may be typed there. */
interface Row {
  readonly name: string;
  readonly text: string;
  /** Are among what is proposed. */
  readonly has?: readonly string[];
  readonly hasNot?: readonly string[];
  /** All that is proposed. */
  readonly only?: readonly string[];
}

export const rows: readonly Row[] = [
  // Declarations and imports
  { name: 'the beginning of a file', text: '▮', only: ['import', 'block', 'network'] },
  { name: 'behind a declaration', text: `${inNetwork()}\n▮`, only: ['import', 'block', 'network'] },
  { name: 'the name of a block, which is invented', text: 'block ▮', only: [] },
  { name: 'a type', text: 'block unit(width: ▮', only: ['int', 'float', 'bool', 'string', 'block'] },
  { name: 'a parameter’s name', text: 'block unit(▮', only: [] },
  {
    name: 'a default',
    text: 'block unit(width: int, out: int = 2 * ▮',
    has: ['width', 'min'],
    hasNot: ['out'],
  },
  {
    name: 'the network that another is made from',
    text: 'network resnet18 = ▮',
    has: ['resnet'],
    hasNot: ['basic'],
  },
  {
    name: 'a block as an argument',
    text: 'import { resnet } from "std/resnet"\nnetwork resnet18 = resnet(▮',
    has: ['basic', 'unit', 'depths'],
  },
  {
    name: 'paths',
    text: 'import { unit } from "▮"\n',
    has: ['./parts.resnet', './deep/more.resnet', 'std/residual'],
  },
  {
    name: 'paths of a string that is not closed',
    text: 'import { unit } from "./pa▮\n',
    has: ['./parts.resnet'],
  },
  { name: 'no path to the file itself', text: 'import { unit } from "▮"\n', hasNot: ['./net.resnet'] },
  { name: 'names of a file of the folder', text: 'import { ▮ } from "./parts.resnet"\n', only: ['unit'] },
  {
    name: 'names of the library',
    text: 'import { basic, ▮ } from "std/residual"\n',
    has: ['bottleneck'],
    hasNot: ['basic', 'resnet'],
  },
  { name: 'names before the path is known', text: 'import { ▮', has: ['basic', 'resnet'] },
  { name: 'behind an import’s braces', text: 'import { basic } ▮', only: ['from'] },
  // Statements
  { name: 'a statement', text: inNetwork('▮'), has: [...operators, ...statements, 'bottleneck'] },
  { name: 'a statement behind a label', text: inNetwork('conv1: ▮'), has: [...operators, ...statements] },
  { name: 'a statement behind `;`', text: inNetwork('relu; ▮'), has: operators },
  { name: 'a statement in braces on one line', text: inNetwork('head { ▮ }'), has: operators },
  { name: 'a label that gets another name', text: inNetwork('co▮nv1: conv 3x3, 8'), only: [] },
  { name: 'a label that is a number', text: inNetwork('0▮'), only: [] },
  { name: 'a comment', text: inNetwork('// conv ▮'), only: [] },
  {
    name: 'blocks of the file and parameters that are blocks',
    text: 'block b() { relu }\nnetwork n(unit: block, w: int) { ▮ }\n',
    has: ['b', 'unit'],
    hasNot: ['w', 'n'],
  },
  { name: 'not the block itself', text: 'block b() { ▮ }\n', hasNot: ['b'] },
  { name: 'paths of branches', text: inNetwork('branches concat {', '  ▮', '}'), only: ['path'] },
  { name: 'how branches are joined', text: inNetwork('branches ▮'), only: ['add', 'multiply', 'concat'] },
  { name: 'what follows a residual path', text: inNetwork('residual { relu } ▮'), only: ['shortcut'] },
  {
    name: 'what follows a residual path on the next line',
    text: inNetwork('residual { relu }', '▮'),
    has: ['shortcut', 'conv'],
  },
  {
    name: 'a shortcut’s forms',
    text: inNetwork('residual { relu } shortcut ▮'),
    only: ['identity', 'projection', 'zero_pad', 'none'],
  },
  {
    name: 'a projection’s modifier',
    text: inNetwork('residual { relu } shortcut projection ▮'),
    only: ['always', 'as'],
  },
  { name: 'else', text: inNetwork('if true { relu } ▮'), only: ['else'] },
  { name: 'a loop', text: inNetwork('repeat i ▮'), only: ['in'] },
  {
    name: 'what `defaults` sets',
    text: inNetwork('defaults ▮'),
    has: ['conv', 'batchnorm'],
    hasNot: ['stage'],
  },
  // Arguments
  {
    name: 'an operator’s arguments',
    text: inNetwork('conv 3x3, 64, ▮'),
    has: ['stride', 'pad', 'groups', 'bias', 'init'],
    hasNot: ['kernel', 'filters'],
  },
  {
    name: 'those that are not given',
    text: inNetwork('conv 3x3, 64, stride 2, bias, ▮'),
    has: ['pad'],
    hasNot: ['stride', 'bias'],
  },
  {
    name: 'in the middle of a word, with more behind',
    text: inNetwork('conv 3x3, 64, st▮ 2, bias'),
    has: ['stride'],
  },
  {
    name: 'names of values by position',
    text: inNetwork('let filters = 8', 'conv 3x3, ▮'),
    has: ['width', 'filters', 'in', 'max'],
  },
  {
    name: 'choices',
    text: inNetwork('conv 3x3, 64, init ▮'),
    only: [
      'he_normal',
      'he_normal_fan_in',
      'he_uniform',
      'glorot_normal',
      'glorot_uniform',
      'lecun_normal',
      'zeros',
    ],
  },
  { name: 'padding', text: inNetwork('conv 3x3, 64, pad ▮'), has: ['same', 'width'] },
  {
    name: 'a tuple of padding',
    text: inNetwork('conv 3x3, 64, pad (1, ▮'),
    has: ['width'],
    hasNot: ['stride'],
  },
  { name: 'a flag that stands alone', text: inNetwork('avgpool ▮'), has: ['global'] },
  { name: 'arguments of `defaults`', text: inNetwork('defaults batchnorm: ▮'), has: ['eps', 'momentum'] },
  { name: 'behind a value', text: inNetwork('conv 3x3, width ▮'), only: ['and', 'or'] },
  { name: 'inside a sum', text: inNetwork('conv 3x3, width + ▮'), has: ['width', 'in'], hasNot: ['stride'] },
  { name: 'members', text: inNetwork('conv 3x3, in.▮'), only: ['channels', 'height', 'width'] },
  {
    name: 'members of what a projection must reach',
    text: inNetwork('residual { relu } shortcut projection { conv 1x1, join.▮ }'),
    only: ['channels', 'height', 'width', 'stride'],
  },
  {
    name: '`join` in a projection alone',
    text: inNetwork('residual { relu } shortcut projection { conv 1x1, ▮ }'),
    has: ['join'],
  },
  { name: 'no `join` elsewhere', text: inNetwork('conv 1x1, ▮'), hasNot: ['join'] },
  { name: 'labels', text: inNetwork('a: relu', 'b: relu', 'from ▮'), only: ['b', 'a'] },
  { name: 'labels of a join', text: inNetwork('a: relu', 'b: relu', 'concat a, ▮'), only: ['b', 'a'] },
  {
    name: 'labels inside braces, but not of another block',
    text: `block o() { z: relu }\n${inNetwork('g: { a: relu }', 'add ▮')}`,
    only: ['g', 'a'],
  },
  {
    name: 'a call’s parameters',
    text: 'import { bottleneck } from "std/residual"\nblock b() { bottleneck(64, ▮) }\n',
    has: ['stride', 'expansion'],
    hasNot: ['width'],
  },
  {
    name: 'a parameter’s value',
    text: 'import { bottleneck } from "std/residual"\nblock b(w: int) { bottleneck(64, stride = ▮) }\n',
    has: ['w'],
    hasNot: ['stride'],
  },
  {
    name: 'the blocks of a stage',
    text: inNetwork('layer1: stage 3 x ▮'),
    has: ['bottleneck'],
    hasNot: ['conv'],
  },
  {
    name: 'options behind a stage',
    text: 'import { bottleneck } from "std/residual"\nblock b() { a: stage 3 x bottleneck(64), ▮ }\n',
    has: ['stride'],
  },
  {
    name: 'which block of a stage',
    text: 'import { bottleneck } from "std/residual"\nblock b() { a: stage 3 x bottleneck(64), stride 2 ▮ }\n',
    only: ['on'],
  },
  {
    name: 'the last block of a stage',
    text: 'import { bottleneck } from "std/residual"\nblock b() { a: stage 3 x bottleneck(64), stride 2 on ▮ }\n',
    only: ['last', 'first'],
  },
  { name: 'the number of a stage’s block', text: inNetwork('layer1: stage 3 x unit(8 * ▮'), has: ['index'] },
  { name: 'a hole of a label', text: inNetwork('repeat i in 3 { conv{▮'), has: ['i'], hasNot: ['conv'] },
  { name: 'a loop’s variable', text: inNetwork('repeat i in 3 { conv 3x3, ▮ }'), has: ['i'] },
  {
    name: 'no name of braces that are closed',
    text: inNetwork('head { let inner = 8; relu }', 'conv 3x3, ▮'),
    hasNot: ['inner'],
  },
  // Broken lines around
  { name: 'below a line whose bracket is open', text: inNetwork('a: conv (3', 'b: ba▮'), has: ['batchnorm'] },
  {
    name: 'below a header that is not finished',
    text: 'block one(\nnetwork net {\n  input 8 x 8 x 8\n  ▮\n}\n',
    has: ['conv'],
  },
];
