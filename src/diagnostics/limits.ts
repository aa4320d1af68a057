/** What an input may ask for. Each is checked before the work is done, with a code of its own (`limit/…`). */
export interface Limits {
  /** Bytes of one source file. */
  readonly bytes: number;
  /** Brackets inside brackets. */
  readonly nesting: number;
  /** Operators of one expression, on one line. */
  readonly expression: number;
  /** Blocks inside blocks, counted with the braces around each call, while a network is unrolled. */
  readonly depth: number;
  /** Values of one list, those of the lists in it counted. */
  readonly list: number;
  /** UTF-16 code units of one name. */
  readonly name: number;
  /** Operators of one network, after every repeat is unrolled. */
  readonly operators: number;
  /** Statements executed while one network is unrolled. */
  readonly steps: number;
  /** Any one extent: channels, height, width, units. */
  readonly dimension: number;
  /** Elements of one tensor or of one value. */
  readonly elements: number;
  /** Files that one compilation reads, and imports inside imports. */
  readonly files: number;
  readonly importDepth: number;
  /** Diagnostics shown; the rest are counted. */
  readonly diagnostics: number;
}

export const defaultLimits: Limits = {
  bytes: 1 << 20,
  nesting: 64,
  expression: 500,
  depth: 200,
  list: 10_000,
  name: 255,
  operators: 100_000,
  steps: 250_000,
  dimension: 1 << 24,
  elements: 2 ** 33,
  files: 256,
  importDepth: 32,
  diagnostics: 100,
};
