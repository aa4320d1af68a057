/** A command, and how it ends. Each runs in a folder of its own with a few files in it. */
export interface CommandCase {
  readonly row: `C ${string}`;
  readonly name: string;
  readonly args: readonly string[];
  readonly exit: 0 | 1 | 2;
  /** Of standard error. */
  readonly says: RegExp;
  /** Of standard output, which is empty without. */
  readonly prints?: RegExp;
  /** Beside `net.resnet`, `other.resnet`, `bad.resnet`, `w.safetensors`, `x.npy`. A link is `{ to }`, a folder ends in `/`. */
  readonly files?: Readonly<Record<string, string | { readonly to: string }>>;
  /** What lies there afterwards and did not before; a folder’s content is not looked at. */
  readonly makes?: readonly string[];
}

const compile = (output: string, ...more: readonly string[]): readonly string[] => [
  'compile',
  'net.resnet',
  '--target',
  'onnx',
  '-o',
  output,
  ...more,
];
const list = (
  row: CommandCase['row'],
  cases: readonly (readonly [
    name: string,
    args: readonly string[],
    says: RegExp,
    more?: Partial<CommandCase>,
  ])[],
): readonly CommandCase[] =>
  cases.map(([name, args, says, more]) => ({ row, name, args, says, exit: 2, ...more }));

const usage = list('C usage', [
  ['no arguments', [], /^Usage: rnc/],
  ['an unknown command', ['chek', 'net.resnet'], /Did you mean check\?/],
  ['an unknown command, far from all', ['frobnicate'], /unknown command 'frobnicate'/],
  ['an unknown flag', ['check', '--fromat', 'json', 'net.resnet'], /Did you mean --format\?/],
  ['a flag of another command', ['check', 'net.resnet', '--target', 'onnx'], /unknown option '--target'/],
  ['a flag without its value', ['compile', 'net.resnet', '--target'], /argument missing/],
  ['an unknown target', ['compile', 'net.resnet', '--target', 'foo'], /tfjs, wgsl, onnx, pytorch, report/],
  ['no target', ['compile', 'net.resnet'], /required option '--target <target>' not specified/],
  ['an unknown format', ['check', '--format', 'xml', 'net.resnet'], /human, json, sarif, github/],
  ['two inputs with one output', [...compile('out'), 'other.resnet'], /too many arguments/],
  ['a command of many without one', ['weights'], /^Usage: rnc weights/],
  ['weights and a seed', compile('out', '--weights', 'w.safetensors', '--seed', '1'), /cannot be used with/],
  ['a seed that is no number', compile('out', '--seed', '1e3'), /whole number from 0/],
  ['a batch of none', compile('out', '--batch', '0'), /whole number from 1/],
  ['an option of another target', compile('out', '--winograd'), /--winograd/],
  ['a network that is not there', ['report', 'net.resnet', '--network', 'nett'], /nett/, { exit: 1 }],
  ['a limit that does not exist', ['check', 'net.resnet', '--limit', 'byte=3'], /byte/],
  [
    'a file that is not there',
    ['check', 'gone.resnet'],
    /cannot read gone\.resnet: there is no such file or folder$/m,
  ],
  ['a file called almost so', ['check', 'nett.resnet'], /did you mean net\.resnet\?/],
  ['a file without its ending', ['check', 'net'], /did you mean net\.resnet\?/],
  ['an empty name', ['check', ''], /the spec’s name is empty/],
  ['a folder', ['check', '.'], /cannot read \.: it is a folder/],
  ['a file as a folder', ['check', 'net.resnet/x'], /a part of the path is not a folder/],
  ['a name that is too long', ['check', 'a'.repeat(300)], /the name is too long/],
  ['a device', ['check', '/dev/zero'], /it is a device \(`-` reads standard input\)/],
  [
    'a link that goes in a circle',
    ['check', 'a.resnet'],
    /go in circles/,
    { files: { 'a.resnet': { to: 'a.resnet' } } },
  ],
  ['a name that moves the cursor', ['check', '\x1b[2Jgone'], /^rnc: cannot read \S*2Jgone: there is no such/],
]);

const outputs = list('C outputs', [
  ['an empty name', compile(''), /the output folder’s name is empty/],
  ['the spec', compile('net.resnet'), /it is a file, not a folder/],
  ['a folder with others’ files', compile('.'), /\. is not empty and rnc did not write it/],
  ['below a file', compile('net.resnet/out'), /a part of the path is not a folder; nothing was written/],
  ['a name that is too long', compile('a'.repeat(300)), /the name is too long; nothing was written/],
  ['a link to nothing', compile('link'), /it is a link to nothing/, { files: { link: { to: 'gone' } } }],
  [
    'a link to a file',
    compile('link'),
    /it is a file, not a folder/,
    { files: { link: { to: 'net.resnet' } } },
  ],
  [
    'a link to a folder',
    compile('link'),
    /^rnc: wrote/m,
    { exit: 0, files: { 'real/': '', link: { to: 'real' } } },
  ],
  ['folders that are not there', compile('a/b/c'), /^rnc: wrote/m, { exit: 0, makes: ['a'] }],
  ['a device', compile('/dev/null'), /it is a file, not a folder/],
  [
    'weights that are the input',
    ['weights', 'convert', 'w.safetensors', './w.safetensors', '--force'],
    /is an input of this command/,
  ],
  [
    'weights that are the input by a link',
    ['weights', 'convert', 'w.safetensors', 'v.safetensors', '--force'],
    /is an input of this command/,
    { files: { 'v.safetensors': { to: 'w.safetensors' } } },
  ],
  [
    'weights over others',
    ['weights', 'convert', 'w.safetensors', 'v.safetensors'],
    /exists already/,
    { files: { 'v.safetensors': 'mine' } },
  ],
  [
    'an array that is the spec',
    ['run', 'net.resnet', '--input', 'x.npy', '--output', 'net.resnet'],
    /net\.resnet: it is an input of this command/,
  ],
  [
    'an array that is the input',
    ['run', 'net.resnet', '--input', 'x.npy', '--output', './x.npy'],
    /x\.npy: it is an input of this command/,
  ],
  ['a new spec over an old one', ['init', 'net'], /net\.resnet: it exists already/],
  [
    'a new spec through a link',
    ['init', 'link'],
    /link\.resnet: it exists already/,
    { files: { 'link.resnet': { to: 'gone' } } },
  ],
  ['a new spec elsewhere', ['init', '../evil'], /letters, digits/],
  ['--fix of a folder', ['check', '.', '--fix'], /it is a folder/],
]);

const input = list('C input', [
  [
    'a file called -',
    ['check', './-'],
    /^$/,
    { exit: 0, prints: /no problems/, files: { '-': { to: 'net.resnet' } } },
  ],
  [
    'a file called -rf',
    ['check', '--', '-rf'],
    /^$/,
    { exit: 0, prints: /no problems/, files: { '-rf': { to: 'net.resnet' } } },
  ],
  ['a flag called -rf', ['check', '-rf'], /unknown option '-rf'/],
  ['a file called --help', ['check', '--', '--help'], /cannot read --help: there is no such file/],
  ['standard input twice', ['check', '-', '-'], /only once/],
  ['standard input to be mended', ['check', '-', '--fix'], /--fix cannot change standard input/],
  ['standard input to be watched', ['check', '-', '--watch'], /--watch cannot watch standard input/],
]);

const terminal = list('C terminal', [
  [
    'findings are the result of a check',
    ['check', 'bad.resnet'],
    /^$/,
    { exit: 1, prints: /^error\[name\/unknown\]/ },
  ],
  ['findings are no result of a report', ['report', 'bad.resnet'], /^error\[name\/unknown\]/, { exit: 1 }],
  ['nor of compiling', ['compile', 'bad.resnet', '--target', 'onnx'], /^error\[name\/unknown\]/, { exit: 1 }],
  [
    'a report is data',
    ['report', 'net.resnet', '--format', 'json'],
    /^$/,
    { exit: 0, prints: /^\{[\s\S]*\}\n$/ },
  ],
  ['what was written is said beside', compile('out'), /^rnc: .*wrote/m, { exit: 0, makes: ['out'] }],
]);

export const commandCases: readonly CommandCase[] = [usage, outputs, input, terminal].flat();
