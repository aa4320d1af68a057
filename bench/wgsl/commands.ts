import type { Facts, StepTime } from './engines/engine.ts';

/** What a contender's process or page is told. */
export type Command =
  | { readonly is: 'run'; readonly times: number; readonly inFlight: number }
  | { readonly is: 'facts' }
  | { readonly is: 'profile' }
  | { readonly is: 'end' };

export type Reply = Runs | { readonly facts: Facts } | { readonly steps: readonly StepTime[] } | Failure;

export interface Runs {
  /** Milliseconds of each run; with several in flight, of all divided by their number, once. */
  readonly times: readonly number[];
  /** Of the last run. */
  readonly output: Float32Array;
}

export interface Failure {
  readonly failure: string;
}
