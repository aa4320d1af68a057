/**
 * What an input may ask for: the one place of each limit's default, code and words. `scripts/grammar.ts` writes the reference's table
 * and the configuration's schema from it, `--limit` and `limits` of rnc.config.json take these names, and `diagnose` tells how each is
 * raised. Together they bound what an answer takes: two seconds and 256 MB, whatever the input (`test/trust/limits` measures it). What
 * bounds a weights file's headers and shards is its format's and stays with the format, in `src/weights`.
 */
interface Limit {
  readonly most: number;
  /** The diagnostic that refuses what is beyond. */
  readonly code: `limit/${string}`;
  /** What is counted. */
  readonly counts: string;
}

export const limitTable = {
  bytes: { most: 1 << 20, code: 'limit/bytes', counts: 'bytes of a file with all that it imports' },
  tokens: {
    most: 200_000,
    code: 'limit/tokens',
    counts: 'words, numbers and signs of a file with all that it imports',
  },
  nesting: { most: 64, code: 'limit/nesting', counts: 'brackets inside brackets' },
  expression: { most: 500, code: 'limit/expression', counts: 'operators of one expression' },
  name: { most: 255, code: 'limit/name', counts: 'characters of one name' },
  string: { most: 1024, code: 'limit/string', counts: 'characters of one string' },
  files: { most: 256, code: 'limit/imports', counts: 'files of one compilation' },
  importDepth: { most: 32, code: 'limit/import-depth', counts: 'imports inside imports' },
  depth: {
    most: 200,
    code: 'limit/depth',
    counts: 'blocks inside blocks, with the braces around each call, and networks made of networks',
  },
  operators: {
    most: 50_000,
    code: 'limit/operators',
    counts: 'operators of all networks of a file, unrolled',
  },
  steps: {
    most: 200_000,
    code: 'limit/steps',
    counts: 'statements executed for all networks of a file',
  },
  values: {
    most: 2_000_000,
    code: 'limit/values',
    counts: 'values computed for all networks of a file, those in lists each',
  },
  list: { most: 10_000, code: 'limit/list', counts: 'values of one list, with those of the lists in it' },
  path: { most: 500, code: 'limit/path', counts: 'characters of a tensor’s name, with the labels around it' },
  dimension: {
    most: 1 << 24,
    code: 'limit/dimension',
    counts: 'one extent: channels, height, width, units',
  },
  elements: { most: 2 ** 33, code: 'limit/tensor', counts: 'elements of one tensor or value' },
  diagnostics: {
    most: 100,
    code: 'limit/diagnostics',
    counts: 'problems shown; the others are counted',
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof limitTable;
export type Limits = { readonly [Name in LimitName]: number };

/** Those of reading a text. */
export type TextLimits = Pick<
  Limits,
  'tokens' | 'nesting' | 'expression' | 'name' | 'string' | 'diagnostics'
>;

export const limitNames = Object.keys(limitTable) as readonly LimitName[];

export const defaultLimits = Object.fromEntries(
  limitNames.map((name) => [name, limitTable[name].most]),
) as Limits;

/**
 * Of each kind, no more diagnostics than this are made: half a million of them would take longer than the reading. More than are shown,
 * for what stands at one place is shown once.
 */
export function diagnosticsMade({ diagnostics }: Pick<Limits, 'diagnostics'>): number {
  return Math.max(300, 3 * diagnostics);
}

/** How a limit is raised, for the diagnostics with its code; undefined for codes that nothing raises. */
export function howToRaise(code: string): string | undefined {
  if (!code.startsWith('limit/')) return undefined;
  const name = limitNames.find((candidate) => limitTable[candidate].code === code);
  return name && `\`--limit ${name}=N\`, or \`limits.${name}\` in rnc.config.json, sets another limit`;
}
