import { relativeDifference } from '../../src/reference/difference.ts';
import type { ConformanceCase } from './conformance-case.ts';
import type { Column, Engine } from './engines.ts';

/**
 * The largest difference over the largest value. ONNX itself asks for 1e-3 of each value; single precision on so few operations
 * is closer, and so is what ONNX computed.
 */
export const tolerance = 1e-5;

export interface Outcome {
  readonly each: ConformanceCase;
  readonly column: Column;
  readonly engine: string;
  /** Undefined where it passed. */
  readonly failure: string | undefined;
}

/** Runs cases on one engine and holds their answers to what the suite expects. */
export async function outcomesOf(
  { column, name, answers }: Engine,
  cases: readonly ConformanceCase[],
): Promise<readonly Outcome[]> {
  const given = await answers(cases);
  return cases.map((each, index) => {
    const answer = given[index]!;
    const outcome = { each, column, engine: name };
    if (answer instanceof Error) return { ...outcome, failure: answer.message };
    const difference = relativeDifference(answer, each.output.data);
    const failure = difference <= tolerance ? undefined : `differs by ${difference.toExponential(1)}`;
    return { ...outcome, failure };
  });
}
