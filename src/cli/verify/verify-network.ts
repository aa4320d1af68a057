import { emit, type Origin } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { hasErrors } from '../../diagnostics/diagnostic.ts';
import { relativeDifference } from '../../reference/difference.ts';
import { type Batch, referenceOutput } from '../../reference/run.ts';
import { isSystemError, messageOfStop } from '../exit.ts';
import { type Departure, firstDeparture } from './first-departure.ts';
import { type Form, forms, type Material, toleranceOf, type VerifiedTarget } from './forms.ts';

/** What became of one form. */
export type Verdict = { readonly form: Form } & (
  | {
      readonly kind: 'agrees' | 'departs';
      readonly difference: number;
      readonly tolerance: number;
      /** Where a form departs: undefined where it is no single layer's doing. */
      readonly departure: Departure | undefined;
    }
  /** This machine has no engine for it. */
  | { readonly kind: 'absent'; readonly reason: string }
  /** What the target wrote does not run, or the target cannot write this network. */
  | { readonly kind: 'fails'; readonly reason: string }
);

export interface Verification {
  readonly material: Material;
  readonly origin: Origin;
  readonly targets: readonly VerifiedTarget[];
  /** Ends the command where an engine is absent, instead of going on with the others. */
  readonly required: boolean;
  /** Instead of each form's own. */
  readonly tolerance: number | undefined;
  /** Told before each piece of work. */
  readonly onProgress: (doing: string) => void;
}

/** Runs every form of the targets and compares each with the reference, in double precision. */
export async function verify(verification: Verification): Promise<readonly Verdict[]> {
  const { material, targets, onProgress } = verification;
  const { graph, weights, input } = material;
  onProgress('the reference, in double precision');
  const right = referenceOutput(graph, weights, { shape: input.shape as Batch['shape'], data: input.data });
  const verdicts: Verdict[] = [];
  for (const form of forms) {
    if (!targets.includes(form.target)) continue;
    onProgress(`${form.target}, ${form.name}`);
    verdicts.push(await verifyForm(form, right, verification));
  }
  return verdicts;
}

async function verifyForm(form: Form, right: Float64Array, verification: Verification): Promise<Verdict> {
  const { material, origin, required, onProgress } = verification;
  const { graph, weights, input } = material;
  const options = { ...form.options, target: form.target, weights, batch: input.shape[0]! };
  const { value: files, diagnostics } = emit(graph, options, origin);
  if (hasErrors(diagnostics)) return { form, kind: 'fails', reason: firstMessage(diagnostics) };
  try {
    const tolerance = verification.tolerance ?? toleranceOf(form, files);
    const difference = relativeDifference((await form.run(files, material)).data, right);
    if (difference <= tolerance) return { form, kind: 'agrees', difference, tolerance, departure: undefined };
    onProgress(`${form.target}, ${form.name}: looking for the layer that departs`);
    const departure = await firstDeparture(form, material, origin, tolerance);
    return { form, kind: 'departs', difference, tolerance, departure };
  } catch (error) {
    // A full disk says nothing of the target.
    if (isSystemError(error)) throw error;
    const absent = messageOfStop(error);
    if (absent === undefined) return { form, kind: 'fails', reason: lastLine(error) };
    if (required) throw error;
    return { form, kind: 'absent', reason: absent };
  }
}

const firstMessage = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.find(({ severity }) => severity === 'error')!.message;

/** Engines end a long story with its point: Python's tracebacks do. */
function lastLine(error: unknown): string {
  const lines = String(error instanceof Error ? error.message : error)
    .trim()
    .split('\n');
  return lines.at(-1)!.trim();
}
