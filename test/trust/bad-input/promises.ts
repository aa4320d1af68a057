// Over 300 lines: the list of what bad input gets, one entry for each kind of it.
/**
 * What rnc answers to bad input, and to input that looks bad and is not. For all of it: no stack trace, nothing half-written, bounded time and
 * memory, one error at the smallest place that is wrong, a stable code, exit 1 for wrong input, 2 for wrong usage or a file
 * that cannot be read or written, 70 for a fault in rnc. L are characters and tokens, P syntax, S names and structure, H shapes and numbers,
 * R what takes more than it should, I imports, X text that reaches an output, W weights files, G running on a GPU, C the command line.
 */
interface Promised {
  readonly id: `${'L' | 'P' | 'S' | 'H' | 'R' | 'I' | 'X' | 'W' | 'G' | 'C'} ${string}`;
  readonly given: string;
  readonly answer: string;
  readonly tested: Evidence;
}

/** Rows of the tables beside this file; or tests elsewhere, by their file and what stands in it; or not yet, and why. */
type Evidence = 'cases' | readonly Elsewhere[] | { readonly later: string };
type Elsewhere = readonly [file: string, ...parts: readonly string[]];

const here = (name: string, ...parts: readonly string[]): Elsewhere => [
  `test/trust/bad-input/${name}`,
  ...parts,
];
const runtime = (...parts: readonly string[]): Elsewhere => [
  'test/backends/wgsl-runtime/faults.test.ts',
  ...parts,
];
const onAdapter = (...parts: readonly string[]): Elsewhere => [
  'test/backends/wgsl-runtime/adapter.test.ts',
  ...parts,
];
const numbers = (...parts: readonly string[]): Elsewhere => here('numbers.ts', ...parts);

const lexing = [
  {
    id: 'L empty',
    given: 'an empty file; only blanks, newlines, comments',
    answer: 'no network is declared in this file, at 1:1',
    tested: 'cases',
  },
  {
    id: 'L bom',
    given: 'a byte-order mark',
    answer: 'accepted at the beginning, where it moves no column; an invisible character anywhere else',
    tested: 'cases',
  },
  {
    id: 'L encoding',
    given: 'UTF-16, Latin-1, bytes that are no UTF-8',
    answer: 'the first byte that is not valid, and what to save it as; never U+FFFD in silence',
    tested: 'cases',
  },
  {
    id: 'L binary',
    given: 'a picture, a model, an archive, a program; NUL',
    answer: 'what it looks like, recognised by its first bytes',
    tested: 'cases',
  },
  {
    id: 'L line-ends',
    given: 'CRLF, CR alone, a mixture',
    answer: 'the same network, and the same bytes in every output',
    tested: [here('specs.test.ts', 'the same bytes with any end of line')],
  },
  {
    id: 'L separators',
    given: 'U+2028, U+2029, U+0085, VT, FF',
    answer: 'end no line: lines and columns agree in the command line, the library and the outputs',
    tested: 'cases',
  },
  {
    id: 'L bidi',
    given: 'characters that change the order in which text is shown (Trojan Source)',
    answer: 'an error wherever they stand, strings and comments too; the edit removes them',
    tested: 'cases',
  },
  {
    id: 'L beyond-ascii',
    given: 'emoji, accents, letters of other scripts, half of a surrogate pair',
    answer: 'names are ASCII; columns count UTF-16 units',
    tested: 'cases',
  },
  {
    id: 'L unterminated',
    given: 'a string or a block comment that does not end',
    answer: 'one error at its beginning; the next lines are read',
    tested: 'cases',
  },
  {
    id: 'L garbage',
    given: 'a megabyte of characters that the language does not have',
    answer: 'one error',
    tested: 'cases',
  },
  {
    id: 'L escapes',
    given: '`\\x`, `\\u{110000}`, half of a surrogate pair, a backslash at the end',
    answer: 'not an escape, at the escape',
    tested: 'cases',
  },
  {
    id: 'L long',
    given: 'a name, a string, a number, a comment, a line of a megabyte',
    answer: 'names end at 255; excerpts are cut around the place',
    tested: 'cases',
  },
  {
    id: 'L lookalikes',
    given: 'typographic quotation marks, blanks that are no space, full-width digits',
    answer: 'named, and replaced by the edit',
    tested: 'cases',
  },
  {
    id: 'L numbers',
    given: '0x10, 1_000, 1e3, .5, 5., +3, 007, 3x3, 3 x 3',
    answer: 'a number as the grammar has it, or the spelling that it has',
    tested: 'cases',
  },
  {
    id: 'L not-numbers',
    given: 'NaN, Infinity, −0, 1e999',
    answer: 'no numbers; −0 is 0; too large',
    tested: 'cases',
  },
] as const satisfies readonly Promised[];

const parsing = [
  {
    id: 'P missing-brace',
    given: 'a bracket that is never closed',
    answer: 'where it should be closed, as the indentation tells, and where it was opened',
    tested: 'cases',
  },
  {
    id: 'P extra-brace',
    given: 'one that closes nothing, or 100,000 of them',
    answer: 'an error there; what follows is read',
    tested: 'cases',
  },
  {
    id: 'P missing-token',
    given: 'a missing comma, colon, equals sign, parenthesis or word',
    answer: 'one error, and the edit puts it there; what follows is checked',
    tested: 'cases',
  },
  {
    id: 'P prefixes',
    given: 'every beginning of every bundled spec',
    answer: 'never a fault of rnc, and few errors',
    tested: [['test/trust/mutants/mutants.test.ts']],
  },
  {
    id: 'P mutations',
    given: 'every token of every bundled spec deleted, doubled, exchanged, replaced',
    answer: 'the first error within one token of the edit in 95 % of cases',
    tested: [['test/trust/mutants/mutants.test.ts']],
  },
  {
    id: 'P keyword-name',
    given: 'each keyword as a name',
    answer: 'is a keyword; the edit writes another name',
    tested: 'cases',
  },
  {
    id: 'P misspelt',
    given: 'a misspelt keyword, argument, operator or type',
    answer: 'the one word within two edits that was meant',
    tested: 'cases',
  },
  {
    id: 'P foreign',
    given: '`Conv`, PyTorch, Keras, YAML, JSON, Caffe, Darknet',
    answer: 'which language it is, and how it is written here',
    tested: 'cases',
  },
  {
    id: 'P arguments',
    given: 'positional arguments behind named ones, or too many',
    answer: 'the error at the first of them, with the signature',
    tested: 'cases',
  },
  {
    id: 'P nesting',
    given: 'brackets in brackets, up to a million',
    answer: 'nested deeper than 64, at the 65th',
    tested: 'cases',
  },
  {
    id: 'P many-errors',
    given: 'thousands of errors',
    answer: 'the first hundred, and how many more',
    tested: 'cases',
  },
  {
    id: 'P large',
    given: 'a million statements',
    answer: 'the network, or the limit that it exceeds',
    tested: 'cases',
  },
  {
    id: 'P regexes',
    given: 'text made for regular expressions to go back over',
    answer: 'a time that grows with its length and no faster',
    tested: [here('specs.test.ts', 'no pattern of the lexer goes back')],
  },
] as const satisfies readonly Promised[];

const semantics = [
  {
    id: 'S undefined',
    given: 'a name that nothing declares',
    answer: 'the one that was meant, or up to five that are there',
    tested: 'cases',
  },
  {
    id: 'S duplicate',
    given: 'one name declared twice; a block called like an operator',
    answer: 'both places; the name that could be taken instead',
    tested: 'cases',
  },
  {
    id: 'S ordinary-names',
    given: '`__proto__`, `constructor`, `then` and other members of objects',
    answer: 'names like all others',
    tested: 'cases',
  },
  {
    id: 'S recursion',
    given: 'a block or network that contains itself',
    answer: 'the way there, as `a` → `b` → `a`',
    tested: 'cases',
  },
  {
    id: 'S unused',
    given: 'a block, parameter, import or let that nothing uses',
    answer: 'a warning, and the edit that removes it where nothing else depends on it',
    tested: 'cases',
  },
  {
    id: 'S joins',
    given: 'a value that does not stand before, in this block',
    answer: 'which values do',
    tested: 'cases',
  },
  {
    id: 'S inputs',
    given: 'no input, two, no output, a dead branch',
    answer: 'a code of its own for each',
    tested: 'cases',
  },
  {
    id: 'S types',
    given: '`kernel "3"`, `stride true`, `bias 3`',
    answer: 'what it must be and what it is, at the value',
    tested: 'cases',
  },
  {
    id: 'S reserved-words',
    given: 'words that a target reserves',
    answer: 'names like all others: each target spells them its own way, always the same',
    tested: 'cases',
  },
  {
    id: 'S colliding-names',
    given: 'names that a target or a disk cannot tell apart',
    answer: 'distinct ones, always the same; an error where a file would be overwritten',
    tested: [['test/trust/attack/names.test.ts']],
  },
  {
    id: 'S order',
    given: 'the same declarations in another order',
    answer: 'the same networks',
    tested: [['test/trust/properties/declarations.test.ts', 'in whatever order']],
  },
] as const satisfies readonly Promised[];

const shapes = [
  {
    id: 'H channels',
    given: 'a join of values with different channels',
    answer: 'both shapes, where both come from, and the projection that makes them equal',
    tested: 'cases',
  },
  {
    id: 'H extents',
    given: 'a join behind a stride on one side only',
    answer: 'the layer that made it smaller',
    tested: 'cases',
  },
  {
    id: 'H kernel',
    given: 'a window that is larger than its padded input',
    answer: 'the formula, with its numbers',
    tested: 'cases',
  },
  {
    id: 'H groups',
    given: 'groups that do not divide, are 0 or negative',
    answer: 'an error at `groups`',
    tested: 'cases',
  },
  {
    id: 'H ranges',
    given: 'a stride, dilation, padding or ε out of its range',
    answer: 'the range, and the value',
    tested: 'cases',
  },
  {
    id: 'H stride-dilation',
    given: 'a stride and a dilation above 1 together, which TensorFlow.js refuses',
    answer: 'the same numbers on every target',
    tested: [
      numbers('stride and dilation'),
      ['test/backends/tfjs-runtime/cases.ts', 'dilation: 2, stride: [2, 3]'],
      ['test/backends/wgsl/operator-cases.ts', 'dilation 2, stride 2x3'],
    ],
  },
  {
    id: 'H same',
    given: '`pad same` at stride 2',
    answer: 'TensorFlow’s four pads, written out for every target',
    tested: [
      numbers('pad same'),
      ['test/backends/wgsl/operator-cases.ts', 'stride 3, pad same'],
      ['test/ir/zero-pad-same.test.ts'],
    ],
  },
  {
    id: 'H norm-defaults',
    given: 'a batchnorm whose ε and momentum are not written, which frameworks read differently',
    answer: 'PyTorch’s values, written out for every target',
    tested: [
      numbers('batchnorm as it is unwritten'),
      ['test/backends/tfjs-runtime/cases.ts', 'momentum: 0.9'],
    ],
  },
  {
    id: 'H average',
    given: 'a mean with padding, which ONNX leaves out and PyTorch counts',
    answer: 'counted unless `exclude_pad`, on every target',
    tested: [numbers('mean with padding'), ['test/backends/wgsl/operator-cases.ts', 'pad 1, exclude_pad']],
  },
  {
    id: 'H ceil',
    given: 'a last window that begins in the padding (`ceil_mode`)',
    answer: 'rows that no stride reads are left out and warned of; `pad` says more',
    tested: [numbers('last window'), ['test/errors/lint/lost-rows/case/expected.txt']],
  },
  {
    id: 'H empty-windows',
    given: 'windows wholly in the padding; a maximum of negative values',
    answer: '−∞ never wins over a value; a mean of nothing is 0 or an error, never NaN',
    tested: [numbers('maximum of negative values', 'window wholly in the padding')],
  },
  {
    id: 'H clip',
    given: 'relu, relu6 and normalisations behind each other',
    answer: 'fused as not fused',
    tested: [numbers('relu6'), ['test/backends/tfjs-runtime/cases.ts', 'relu6']],
  },
  {
    id: 'H folding',
    given: 'a batchnorm with a variance of 0, a negative one, a γ of 0',
    answer: 'what PyTorch answers, folded or not',
    tested: [numbers('variance 0', 'negative variance', 'γ of 0')],
  },
  {
    id: 'H sizes',
    given: 'H ≠ W, 1×1 to 9×9, batches of 1 and 17, 1 to 1000 channels; a batch of none',
    answer: 'the same numbers on every target; a batch of none is refused',
    tested: [
      numbers('odd sizes', 'batch of 17', '1000 channels'),
      here('numbers.test.ts', 'a batch of none'),
    ],
  },
  {
    id: 'H softmax',
    given: 'a softmax of 10⁴, of equal values, of −∞',
    answer: 'stable',
    tested: [numbers('softmax of 10⁴', 'softmax of equal values', 'softmax of −∞')],
  },
  {
    id: 'H not-finite',
    given: 'weights or inputs with NaN, ∞, denormals',
    answer:
      'a warning with the tensor’s name; what PyTorch answers, save that a GPU may flush denormals and WGSL may lose NaN',
    tested: [numbers('NaN', 'denormal'), onAdapter('passes on what is not finite')],
  },
  {
    id: 'H tolerance',
    given: 'halves, and sums in another order',
    answer: 'a stated tolerance for each operator; beyond 65,504 a half is ∞',
    tested: [['test/backends/wgsl/half.test.ts'], ['test/backends/wgsl/operators.test.ts']],
  },
  {
    id: 'H beyond-2^53',
    given: 'parameters and sums beyond 2⁵³',
    answer: 'exact, or refused; never rounded',
    tested: 'cases',
  },
] as const satisfies readonly Promised[];

const bombs = (part: string): readonly Elsewhere[] => [here('resources.ts', part)];
const bombTests = (part: string): readonly Elsewhere[] => [here('resources.test.ts', part)];
const exhausting = [
  [
    'R repeat',
    'repeats of 10¹², 10²¹, −1, 0, 2.5',
    'a range or a limit, before anything is unrolled',
    bombs('999999999999999999999'),
  ],
  [
    'R laughs',
    'ten blocks that each repeat the one before ten times',
    'a limit, before the network is too large',
    bombs('billion laughs'),
  ],
  [
    'R doubling',
    'channels that double with every layer',
    'the limit of one tensor, at the layer',
    bombs('channels that double'),
  ],
  [
    'R tensors',
    'an input of 10¹² pixels, 10⁹ filters',
    'the limit of one tensor or extent',
    bombs('10⁹ filters'),
  ],
  [
    'R files',
    'a file of 10 GB, a device, a pipe, a folder',
    'refused before it is read',
    bombTests('one of 10 GB'),
  ],
  ['R diagnostics', '10,000 problems', 'a bounded answer in every format', bombTests('10,000 problems')],
  [
    'R reports',
    'a page about 100,000 operators',
    'of a size that a browser shows',
    bombTests('the page about 100,000 operators'),
  ],
  [
    'R dense',
    'every layer joined to all before it',
    'time and memory that are bounded',
    bombs('every layer joined'),
  ],
  [
    'R chains',
    'a chain of 10⁶ layers',
    'a limit; none of what is allowed is deeper than the stack',
    bombs('a chain of 10⁶'),
  ],
  [
    'R suggestions',
    'thousands of names like a misspelt one',
    'no more than 200 are looked at',
    bombs('names near to many'),
  ],
] as const;

const importing = [
  ['I missing', 'a file that is not there', 'where it was looked for, and what is near it'],
  ['I paths', '`..`, absolute paths, addresses, `~`, drives, shares', 'refused'],
  ['I links', 'links out of the folder, hard links, /proc', 'refused'],
  ['I cycles', 'a file that imports itself, a cycle, a diamond', 'the cycle; a diamond is read once'],
  ['I many', 'chains of imports, thousands of files', 'at most 32 deep and 256 files'],
  [
    'I names',
    'percent signs, NUL, blanks and dots at the end, devices’ names, long paths',
    'refused by rule',
  ],
  [
    'I errors',
    'a file with errors',
    'its errors in it, one note at the import, and nothing that follows from them',
  ],
  ['I kinds', 'a folder, another ending, another case of the same name', 'refused'],
  ['I changes', 'a file that changes while it is read', 'read once'],
] as const;

const diagnosticsOf = (...parts: readonly string[]): Elsewhere => [
  'test/trust/attack/diagnostics.test.ts',
  ...parts,
];
const texts = (...parts: readonly string[]): Elsewhere => ['test/trust/attack/texts.test.ts', ...parts];
const injection = [
  [
    'X quotes',
    'names and texts that end a string or a comment, in every target',
    'parsed back as the same text',
    [texts('comments and strings of a TensorFlow.js module', 'the same text in an ONNX model')],
  ],
  [
    'X python',
    'triple quotes, f-strings, \\N{…}, form feeds, tabs',
    'parsed back by Python as the same text',
    [['test/emission/python.test.ts']],
  ],
  [
    'X wgsl',
    'U+0085 and U+2028 in comments, nested comments, reserved words',
    'comments of a program that computes the same',
    [texts('comments of a WebGPU program')],
  ],
  [
    'X html',
    'tags, handlers, links, entities, styles',
    'text in the page, and nothing else',
    [texts('text of its page', 'a report in every format')],
  ],
  [
    'X json',
    '`__proto__`, half of a surrogate pair, U+2028',
    'valid JSON, and no prototype written',
    [diagnosticsOf('JSON of the same text', 'valid SARIF')],
  ],
  [
    'X annotations',
    '%0A, `::error::`, newlines in messages and file names',
    'escaped',
    [diagnosticsOf('GitHub’s log', 'moves no cursor')],
  ],
  [
    'X file-names',
    'file and package names from a network’s name',
    'no separators, and no name that another file has',
    [['test/trust/attack/names.test.ts']],
  ],
] as const;

const weights = [
  ['W header', 'a header that is too short, too long, longer than its file', 'refused, with the reason'],
  ['W json', 'a header that is no JSON, has keys twice, is nested deeply', 'refused, with the reason'],
  [
    'W offsets',
    'offsets that are negative, overlap, leave holes, end past the file',
    'refused, with the tensor’s name',
  ],
  ['W shapes', 'a shape that is not the length of its data, or too large', 'refused, with the tensor’s name'],
  ['W types', 'other types than float32', 'converted by a stated rule, or refused by name'],
  [
    'W kinds',
    'a page of errors, a pointer, a pickle saved as weights',
    'what it is; a pickle is never opened',
  ],
  ['W shards', 'an index with paths outside, missing shards, tensors twice', 'refused'],
  ['W names', '`__proto__` as a tensor’s name', 'a name like all others'],
] as const;

const faults = (file: string): Elsewhere => [`test/trust/faults/${file}`];
const commands = [
  [
    'C usage',
    'no arguments, unknown flags and targets, two inputs with one output',
    'exit 2, with what was meant',
  ],
  [
    'C outputs',
    'an output that is the input, missing, read-only, full, a file, a link',
    'exit 2, and nothing half-written',
  ],
  [
    'C input',
    'standard input that is empty or a terminal; files called `-` and `-rf`',
    'what the user meant',
  ],
  ['C terminal', 'no terminal, NO_COLOR, 20 columns', 'only data on standard output, no colours'],
  [
    'C surroundings',
    'a Turkish locale, another time zone, no home, no working folder, too many open files',
    'the same, or exit 2',
  ],
  ['C same-bytes', 'the same input again, from another folder, in another locale', 'the same bytes'],
] as const;

const gpu = [
  {
    id: 'G none',
    given: 'no WebGPU, no adapter, no feature',
    answer: 'why; the same is not asked twice; another device only if asked for',
    tested: [
      runtime('says that there is no WebGPU', 'asks once for an adapter', 'by the first rule that holds'),
      here('gpu.test.ts', 'an insecure page'),
    ],
  },
  {
    id: 'G limits',
    given: 'more than a device offers',
    answer: 'the layer, the limit and both numbers',
    tested: [
      runtime('names the layer, the limit and both numbers'),
      here('gpu.test.ts', 'what a device is asked for'),
      ['test/cli/run-wgsl.test.ts', 'WebGPU guarantees'],
    ],
  },
  {
    id: 'G memory',
    given: 'no memory for a buffer',
    answer: 'which buffer, its bytes and all bytes; everything is freed',
    tested: [runtime('frees all where there is no memory for buffer')],
  },
  {
    id: 'G lost',
    given: 'a device that is lost at any call',
    answer: 'the cause, never zeros; the next run has a new device',
    tested: [
      runtime('at any call of load or run rejects with the cause', 'is replaced once for all that follow'),
      onAdapter('works again after its device was destroyed'),
      here('gpu.test.ts', 'a result that cannot be mapped'),
    ],
  },
  {
    id: 'G kernels',
    given: 'a kernel that one driver does not compile',
    answer: 'the adapter, the file, the line and the layers',
    tested: [
      runtime('names file, line and layers of the first kernel'),
      onAdapter('names the kernel, its line and its layers'),
    ],
  },
  {
    id: 'G calls',
    given:
      'an input of another length, type or whose memory was given away; runs that overlap; runs after the end',
    answer: 'a reason with a code; answers in the order of the calls',
    tested: [
      runtime(
        'refuses an input that is %s',
        'whose memory was given away',
        'answers in the order of the calls',
      ),
      runtime('rejects what is under way and what follows'),
      onAdapter('answers runs that overlap in order'),
    ],
  },
  {
    id: 'G leaks',
    given: 'ten thousand runs, a hundred loads',
    answer: 'as many buffers as after the first',
    tested: [runtime('makes no buffers'), here('gpu.test.ts', 'as many buffers')],
  },
  {
    id: 'G browser-engine',
    given: 'the same mistakes with the TensorFlow.js runtime',
    answer: 'an error with a reason; no tensor stays behind',
    tested: [here('tfjs-runtime.test.ts')],
  },
] as const satisfies readonly Promised[];

const rows = <const Rows extends readonly (readonly [Promised['id'], string, string])[]>(
  list: Rows,
  tested: Evidence,
) => list.map(([id, given, answer]) => ({ id, given, answer, tested }));

const editors =
  'the language server, the formatter, the playground and what they draw come with the next part, and these with them';
const later = rows(
  [
    ['L format', 'a byte-order mark or mixed ends of lines', '`rnc fmt` writes neither'],
    ['L editor-columns', 'emoji and combining letters in an editor', 'positions in UTF-16 units'],
    ['R editor', '1,000 edits a second, 5 MB pasted', 'stale work is cancelled; below 256 MB'],
    ['I playground', 'an import in the browser', 'from the files of the page, never from the net'],
    ['X hover', 'Markdown, links and HTML in a hover', 'escaped, and not trusted'],
    ['X share', 'a link that unpacks to gigabytes', 'at most 64 KB in and 1 MiB out'],
  ],
  { later: editors },
);

const longDispatches: Promised = {
  id: 'G long-dispatches',
  given: 'kernels of seconds, which Windows ends',
  answer: 'commands in parts, each short enough',
  tested: { later: 'no Windows machine with a GPU was at hand; a run is one submission to the queue' },
};

export const promises: readonly Promised[] = [
  ...[lexing, parsing, semantics, shapes, gpu].flat(),
  ...[...exhausting, ...injection].map(([id, given, answer, tested]) => ({ id, given, answer, tested })),
  ...rows([...importing, ...weights, ...commands], 'cases'),
  {
    id: 'C interrupts',
    given: 'a closed pipe, SIGINT, SIGTERM, SIGKILL',
    answer: 'the old output or the new one, never a mixture',
    tested: [faults('killed.test.ts'), faults('every-call.test.ts'), faults('disks-and-streams.test.ts')],
  },
  ...later,
  longDispatches,
];

/** The rows that the tables of specs answer. */
export type PromiseId = (typeof lexing | typeof parsing | typeof semantics | typeof shapes)[number]['id'];
