import type { Limits } from './diagnostics/limits.ts';
import type { LintLevels } from './diagnostics/lint-levels.ts';
import type { Shape } from './ir/shape.ts';
import type { Loader } from './linking/program.ts';

export interface CheckOptions {
  /** How imports of other files are read; without it there are none but `std/…`. */
  readonly load?: Loader;
  /** Only this network; without it, all that need no arguments. */
  readonly network?: string;
  /** Values for the network's parameters, as text: `classes` → `10`. */
  readonly set?: ReadonlyMap<string, string>;
  /** Channels, height and width instead of the network's `input`. */
  readonly inputShape?: Shape;
  readonly lint?: LintLevels;
  readonly limits?: Partial<Limits>;
}
