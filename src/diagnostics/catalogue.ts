// Over 300 lines: one table, a row per diagnostic.
import { count, plural, quote, showExtents, showPath } from './wording.ts';

export type Severity = 'error' | 'warning';

interface Entry<P> {
  readonly severity: Severity;
  readonly message: (parameters: P) => string;
}

/** A message without parameters. */
type None = Record<string, never>;

const error = <P>(message: (parameters: P) => string): Entry<P> => ({
  severity: 'error',
  message,
});
const warning = <P>(message: (parameters: P) => string): Entry<P> => ({
  severity: 'warning',
  message,
});

const list = (words: readonly string[]): string => words.map(quote).join(', ');

/** Every diagnostic: its stable code, its severity and its text. No message text stands anywhere else. */
export const catalogue = {
  // Reading the text
  'syntax/encoding': error<{ offset: number }>((p) => `the file is not valid UTF-8 at byte ${p.offset}`),
  'syntax/binary': error<{ looksLike: string }>((p) => `this is ${p.looksLike}, not a .resnet file`),
  'syntax/character': error<{ text: string; name?: string }>((p) =>
    p.name
      ? `${p.name} does not belong here`
      : `unexpected ${p.text.length > 1 ? 'characters' : 'character'} ${quote(p.text)}`,
  ),
  'syntax/bidi': error<{ codePoint: string }>(
    (p) => `the invisible character ${p.codePoint} changes the order in which this text is shown`,
  ),
  'syntax/string': error<{ reason: 'unterminated' | 'escape'; text?: string }>((p) =>
    p.reason === 'unterminated'
      ? 'this string is not closed on its line'
      : `${quote(p.text ?? '')} is not an escape`,
  ),
  'syntax/comment': error<{ opener: string }>(
    (p) => `${quote(p.opener)} does not start a comment: a comment is \`//\` to the end of the line`,
  ),
  'syntax/number': error<{ text: string; reason: string }>(
    (p) => `${quote(p.text)} is not a number: ${p.reason}`,
  ),
  'syntax/unexpected': error<{ found: string; expected: string }>(
    (p) => `expected ${p.expected}, found ${p.found}`,
  ),
  'syntax/unclosed': error<{ opener: string }>((p) => `${quote(p.opener)} is never closed`),
  'syntax/unopened': error<{ closer: string }>((p) => `${quote(p.closer)} closes nothing`),
  'syntax/keyword-as-name': error<{ keyword: string }>(
    (p) => `${quote(p.keyword)} is a keyword and cannot be a name here`,
  ),
  'syntax/foreign': error<{ text: string; language: string }>((p) => `${quote(p.text)} is ${p.language}`),
  'syntax/declaration': error<None>(() => 'expected `import`, `block` or `network` here'),
  'syntax/no-network': error<None>(() => 'no network is declared in this file'),
  'syntax/argument-order': error<None>(() => 'a positional argument cannot follow a named one'),

  // Limits: what is counted and how each is raised stands in limits.ts
  'limit/bytes': error<{ bytes: number; limit: number }>(
    (p) => `this has ${plural(p.bytes, 'byte')}, with what it imports; the limit is ${count(p.limit)}`,
  ),
  'limit/tokens': error<{ limit: number }>(
    (p) => `here, with what it imports, are more than ${count(p.limit)} words, numbers and signs`,
  ),
  'limit/nesting': error<{ limit: number }>((p) => `this is nested deeper than ${count(p.limit)}`),
  'limit/depth': error<{ limit: number }>(
    (p) => `blocks stand inside blocks here, deeper than ${count(p.limit)}`,
  ),
  'limit/expression': error<{ limit: number }>(
    (p) => `an expression of more than ${count(p.limit)} operators`,
  ),
  'limit/list': error<{ values: number; limit: number }>(
    (p) => `a list of ${plural(p.values, 'value')}; the limit is ${count(p.limit)}`,
  ),
  'limit/name': error<{ length: number; limit: number }>(
    (p) => `a name of ${plural(p.length, 'character')} is longer than ${count(p.limit)}`,
  ),
  'limit/string': error<{ length: number; limit: number }>(
    (p) => `a string of ${plural(p.length, 'character')} is longer than ${count(p.limit)}`,
  ),
  'limit/path': error<{ length: number; limit: number }>(
    (p) =>
      `with the labels around it, this name has ${plural(p.length, 'character')}; the limit is ${count(p.limit)}`,
  ),
  'limit/operators': error<{ limit: number }>(
    (p) => `the networks of this file expand to more than ${plural(p.limit, 'operator')}`,
  ),
  'limit/steps': error<{ limit: number }>(
    (p) => `the networks of this file repeat more than ${plural(p.limit, 'statement')}`,
  ),
  'limit/values': error<{ limit: number }>(
    (p) => `the networks of this file compute more than ${plural(p.limit, 'value')}`,
  ),
  'limit/dimension': error<{ what: string; value: number; limit: number }>(
    (p) => `${p.what} is ${count(p.value)}; the limit is ${count(p.limit)}`,
  ),
  'limit/tensor': error<{ what: string; shape: readonly number[]; limit: number }>(
    (p) => `${p.what} would be ${showExtents(p.shape)}, more than ${plural(p.limit, 'element')}`,
  ),
  'limit/cost': error<None>(() => 'this network’s cost cannot be counted exactly: it is beyond 2⁵³'),
  // Whatever is left out, an error stays among what is shown.
  'limit/diagnostics': warning<{ more: number; atLeast: boolean }>(
    (p) => `and ${p.atLeast ? 'at least ' : ''}${plural(p.more, 'more problem')}`,
  ),
  'limit/pixels': error<{ width: number; height: number; limit: number }>(
    (p) => `the picture has ${p.width} × ${p.height} pixels; the limit is ${plural(p.limit, 'pixel')}`,
  ),
  'limit/imports': error<{ limit: number }>(
    (p) => `this would be file ${count(p.limit + 1)}; the limit is ${count(p.limit)}`,
  ),
  'limit/import-depth': error<{ limit: number }>(
    (p) => `imports stand inside imports here, deeper than ${count(p.limit)}`,
  ),

  // Imports
  'import/not-found': error<{ path: string; tried: readonly string[] }>(
    (p) => `${quote(p.path)} is not there${p.tried.length ? ` (looked for ${p.tried.join(', ')})` : ''}`,
  ),
  'import/outside': error<{ path: string }>(
    (p) => `${quote(p.path)} leaves the folder of the file that is compiled`,
  ),
  'import/path': error<{ path: string; reason: string }>(
    (p) => `${quote(p.path)} is not an import path: ${p.reason}`,
  ),
  'import/cycle': error<{ cycle: readonly string[] }>(
    (p) => `files import each other: ${p.cycle.join(' → ')}`,
  ),
  'import/name': error<{ name: string; path: string }>(
    (p) => `${quote(p.path)} declares no ${quote(p.name)}`,
  ),
  'import/errors': error<{ path: string }>((p) => `${quote(p.path)} has errors`),

  // Names
  'name/unknown': error<{ name: string; kind: string }>((p) => `there is no ${p.kind} ${quote(p.name)}`),
  'name/duplicate': error<{ name: string; kind: string }>(
    (p) => `${p.kind} ${quote(p.name)} is declared twice`,
  ),
  'name/reserved': error<{ name: string }>(
    (p) => `${quote(p.name)} is the name of a built-in operator or function`,
  ),
  'name/collision': error<{ path: string }>((p) => `two statements are both called ${quote(p.path)}`),
  'name/kept': error<{ name: string }>(
    (p) => `no tensor can be called ${quote(p.name)}: files of weights keep other things under that name`,
  ),
  'name/label': error<{ label: string }>(
    (p) => `${quote(p.label)} is not a label: use letters, digits and _`,
  ),
  'name/value': error<{ name: string }>(
    (p) => `no value ${quote(p.name)} stands before this line in this block`,
  ),
  'name/recursion': error<{ cycle: readonly string[] }>(
    (p) => `${showPath(p.cycle)}: a block cannot contain itself`,
  ),
  'name/not-a-block': error<{ name: string; is: string; wanted?: 'block' | 'network' }>(
    (p) => `${quote(p.name)} is ${p.is}, not a ${p.wanted ?? 'block'}`,
  ),
  'name/not-an-operator': error<{ name: string }>(
    (p) => `${quote(p.name)} is a block, and a block is called with parentheses`,
  ),
  'name/network': error<{ name: string; names: readonly string[] }>(
    (p) => `there is no network ${quote(p.name)}; this file has ${list(p.names)}`,
  ),

  'name/several-networks': error<{ names: readonly string[] }>(
    (p) => `this file has several networks: ${list(p.names)}`,
  ),

  // Values and arguments
  'value/type': error<{ what: string; expected: string; actual: string }>(
    (p) => `${p.what} must be ${p.expected}, not ${p.actual}`,
  ),
  'value/range': error<{ what: string; expected: string; actual: string }>(
    (p) => `${p.what} must be ${p.expected}, not ${p.actual}`,
  ),
  'value/inexact-division': error<{ left: number; right: number }>(
    (p) => `${p.left} / ${p.right} leaves a remainder of ${p.left % p.right}`,
  ),
  'value/division-by-zero': error<None>(() => 'division by zero'),
  'value/overflow': error<None>(() => 'this number is too large to be exact'),
  'value/index': error<{ index: number; length: number }>(
    (p) => `index ${p.index} is outside a list of ${p.length}`,
  ),
  'value/missing-argument': error<{ of: string; argument: string }>(
    (p) => `${quote(p.of)} needs its ${p.argument}`,
  ),
  'value/unknown-argument': error<{ of: string; argument: string }>(
    (p) => `${quote(p.of)} has no argument ${quote(p.argument)}`,
  ),
  'value/duplicate-argument': error<{ argument: string }>((p) => `${quote(p.argument)} is given twice`),
  'value/too-many-arguments': error<{ of: string; limit: number }>(
    (p) =>
      `${quote(p.of)} takes ${p.limit === 0 ? 'no' : `at most ${p.limit}`} positional argument${p.limit === 1 ? '' : 's'}`,
  ),
  'value/even-kernel': error<{ kernel: readonly number[] }>(
    (p) => `a ${showExtents(p.kernel)} kernel has no middle, so its padding must be written`,
  ),
  'value/no-current': error<{ what: string }>(
    (p) => `${p.what} has no value to work on: there is no \`input\` before it`,
  ),
  'value/npy': error<{ reason: string }>((p) => `this is not an .npy file that rnc reads: ${p.reason}`),
  'value/input-shape': error<{ found: readonly number[]; expected: readonly number[] }>(
    (p) =>
      `this holds ${p.found.length === 0 ? 'one number' : showExtents(p.found)}; the network takes N×${showExtents(p.expected)}${p.found[0] === 0 ? ', and no picture is too few' : ''}`,
  ),
  'value/picture-channels': error<{ channels: number }>(
    (p) => `a picture has 3 channels, or 1 as grey; the network takes ${p.channels}, so give it an .npy file`,
  ),
  'value/picture': error<{ reason: string }>((p) => `this picture cannot be read: ${p.reason}`),
  'value/shortcut-kind': error<{ kind: string }>((p) => `${quote(p.kind)} is not a kind of shortcut`),

  // Shapes
  'shape/residual-mismatch': error<{ path: readonly number[]; shortcut: readonly number[] }>(
    (p) => `the residual path and its shortcut differ: ${showExtents(p.path)} and ${showExtents(p.shortcut)}`,
  ),
  'shape/join-mismatch': error<{
    join: 'add' | 'multiply' | 'concat';
    left: readonly number[];
    right: readonly number[];
  }>(
    (p) =>
      `\`${p.join}\` cannot join ${showExtents(p.left)} and ${showExtents(p.right)}${p.join === 'concat' ? ': their heights or widths differ' : ''}`,
  ),
  'shape/kernel-too-large': error<{
    operator: string;
    kernel: readonly number[];
    input: readonly number[];
    padded: readonly number[];
    formula: string;
  }>(
    (p) =>
      `the ${showExtents(p.kernel)} window of \`${p.operator}\` does not fit its input: ${showExtents(p.input)}, ${showExtents(p.padded)} with padding; ${p.formula}`,
  ),
  'shape/empty-window': error<{ operator: string }>(
    (p) => `a window of \`${p.operator}\` stands wholly in the padding, where there is no value`,
  ),
  'shape/groups': error<{ groups: number; input: number; output?: number }>((p) =>
    p.output === undefined
      ? `${plural(p.groups, 'group')} cannot share ${plural(p.input, 'channel')} evenly`
      : `${plural(p.groups, 'group')} cannot share ${p.input} input and ${p.output} output channels evenly`,
  ),
  'shape/no-input': error<{ network: string }>((p) => `network ${quote(p.network)} has no \`input\``),
  'shape/two-inputs': error<{ network: string }>((p) => `network ${quote(p.network)} has a second \`input\``),
  'shape/no-output': error<{ network: string }>(
    (p) => `network ${quote(p.network)} computes nothing from its input`,
  ),
  'shape/unused-value': warning<{ path: string }>((p) => `nothing reads the value of ${quote(p.path)}`),

  // Lints
  'lint/unlabelled-tensor': warning<{ operator: string; path: string }>(
    (p) =>
      `this ${p.operator}’s tensors are called ${quote(p.path)} after its position, which moves when the file is edited`,
  ),
  'lint/comment-or-division': warning<None>(
    () => 'this `//` starts a comment, but what follows looks like a divisor',
  ),
  'lint/unused': warning<{ kind: string; name: string }>((p) => `${p.kind} ${quote(p.name)} is never used`),
  'lint/bias-before-batchnorm': warning<{ parameters: number }>(
    (p) =>
      `this bias does nothing: the batchnorm behind it subtracts it again (${plural(p.parameters, 'parameter')})`,
  ),
  'lint/lost-rows': warning<{ operator: string; rows: number; columns: number; input: readonly number[] }>(
    (p) => {
      const words = (count: number, word: string): string => (count === 1 ? word : plural(count, word));
      const parts = [p.rows && words(p.rows, 'row'), p.columns && words(p.columns, 'column')].filter(Boolean);
      return `the last ${parts.join(' and ')} of ${showExtents(p.input)} never ${p.rows + p.columns === 1 ? 'enters' : 'enter'} this ${p.operator}`;
    },
  ),
  'lint/linear-residual': warning<{ convolutions: number }>(
    (p) =>
      `no activation stands between this path’s ${p.convolutions} convolutions, so together they are one linear map`,
  ),

  // Weights
  'weights/missing': error<{ count: number; total: number }>(
    (p) =>
      `${p.count} of the network’s ${plural(p.total, 'tensor')} ${p.count === 1 ? 'is' : 'are'} not in the file`,
  ),
  'weights/unexpected': warning<{ count: number }>(
    (p) => `the file has ${plural(p.count, 'tensor')} that the network has not`,
  ),
  'weights/layer': error<{ count: number; tensor: string }>(
    (p) =>
      `the file has more in layers of the network than the network has there: ${plural(p.count, 'tensor')}, such as ${quote(p.tensor)}`,
  ),
  'weights/shape': error<{ count: number }>(
    (p) => `${plural(p.count, 'tensor')} ${p.count === 1 ? 'has' : 'have'} another shape`,
  ),
  'weights/format': error<{ reason: string }>((p) => `this file of weights cannot be read: ${p.reason}`),
  'weights/dtype': error<{ tensor: string; dtype: string }>(
    (p) => `tensor ${quote(p.tensor)} is ${p.dtype}, which rnc does not read`,
  ),
  'weights/not-finite': warning<{ tensor: string }>((p) => `tensor ${quote(p.tensor)} holds NaN or ∞`),
  'weights/prefix': warning<{ prefix: string }>(
    (p) => `the file’s names start with ${quote(p.prefix)}, which was taken off`,
  ),

  // Targets
  'target/unsupported': error<{ target: string; reason: string }>(
    (p) => `${p.target} cannot do this: ${p.reason}`,
  ),
  'target/device-limit': warning<{ layer: string; limit: string; needed: number; guaranteed: number }>(
    (p) =>
      `${quote(p.layer)} needs a device whose ${p.limit} is ${p.needed.toLocaleString('en-US')}; WebGPU guarantees ${p.guaranteed.toLocaleString('en-US')}`,
  ),
} as const satisfies Record<string, Entry<never>>;

export type Code = keyof typeof catalogue;

export type ParametersOf<C extends Code> = (typeof catalogue)[C] extends Entry<infer P> ? P : never;

/** A diagnostic's severity and text; `C` fixes which parameters its message needs. */
export function describe<C extends Code>(
  code: C,
  parameters: ParametersOf<C>,
): { severity: Severity; message: string } {
  const entry = catalogue[code] as unknown as Entry<ParametersOf<C>>;
  return { severity: entry.severity, message: entry.message(parameters) };
}
