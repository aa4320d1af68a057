/** One thing that `npm run bench` measures. */
export interface Line {
  readonly name: string;
  readonly target: string;
  readonly run: (settings: Settings) => Promise<string | Table>;
}

export interface Settings {
  /** How often each contender is measured; a line's own number where it is undefined. */
  readonly rounds: number | undefined;
  /** Dawn's toggles for what runs on the package webgpu. */
  readonly dawn: readonly string[];
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is included, what was measured on what, what is left out and why. */
  readonly notes: readonly string[];
}
