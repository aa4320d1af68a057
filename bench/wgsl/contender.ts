import { relativeError } from '../../test/backends/tfjs/run-spec.ts';
import type { Runs } from './commands.ts';
import type { Facts, StepTime } from './engines/engine.ts';

/** An engine that has loaded the network and run it once, somewhere else: in a process, in a browser. */
export interface Contender {
  readonly name: string;
  /** Milliseconds from the start of the process, or of the navigation, to the first output; and that output. */
  readonly first: { readonly milliseconds: number; readonly output: Float32Array };
  run(times: number, inFlight?: number): Promise<Runs>;
  facts(): Promise<Facts>;
  profile(): Promise<readonly StepTime[]>;
  close(): Promise<void>;
}

/** The largest difference to the reference over its largest value; throws where it is more than float32 explains. */
export function verify(name: string, output: Float32Array, reference: Float32Array): number {
  const error = output.length === reference.length ? relativeError(output, reference) : Infinity;
  if (!(error <= 1e-4)) throw new Error(`${name} computes something else: relative error ${error}`);
  return error;
}
