import type { Code } from '../diagnostics/catalogue.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { LintLevels } from '../diagnostics/lint-levels.ts';
import type { Loader } from '../linking/program.ts';

/** What the server asks the machine that it runs on, by URI. In a browser there may be no disk, and all of it answers with nothing. */
export interface Host {
  /** How imports are read from the disk, below the folder. */
  readonly loader: (folder: string, limits: Limits) => Loader | undefined;
  /** The configuration for the files of a folder, which is sought up to `root`. */
  readonly configuration: (folder: string, root: string | undefined) => Configuration;
  /** A file's text as it lies on the disk; undefined where it cannot be read. */
  readonly read: (uri: string, limits: Limits) => string | undefined;
  /** The specs below a folder. */
  readonly specs: (folder: string) => readonly string[];
  /** Runs a task once what else is to be done in this turn is done. */
  readonly soon: (task: () => void) => void;
  /** Runs a task once there seems to be nothing else to do. */
  readonly idle: (task: () => void) => void;
  /** Where a file of the standard library can be looked at. */
  readonly library: (name: string) => string | undefined;
  /** Where a diagnostic's code is explained. */
  readonly explanation: (code: Code) => string | undefined;
}

export interface Configuration {
  readonly lint: LintLevels;
  readonly limits: Limits;
  /** Why the configuration's file could not be used; the defaults hold then. */
  readonly problem: string | undefined;
}
