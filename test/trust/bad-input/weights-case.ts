import { formatFault } from '../../../src/weights/format-fault.ts';
import type { Sibling } from '../../../src/weights/weight-file.ts';

/** A file of weights, and what rnc must answer. */
export interface WeightsCase {
  /** The promise that it is a case of: `W header`. */
  readonly row: string;
  readonly name: string;
  readonly file: Uint8Array;
  /** The files beside it. */
  readonly beside?: Readonly<Record<string, Uint8Array>>;
  readonly answer: 'read' | Refused;
}

export interface Refused {
  readonly code: 'weights/format' | 'weights/dtype';
  /** Of what the fault says, its parameters one after the other. */
  readonly says: RegExp;
}

/** How a case's other files are read without a file system. */
export const siblingOf =
  ({ beside = {} }: WeightsCase): Sibling =>
  (name) =>
    Object.hasOwn(beside, name) ? new Uint8Array(beside[name]!) : formatFault('there is no such file');
