import type { Effort } from '../effort.ts';
import { effort, runs } from '../effort.ts';
import { recordFigures } from '../figures.ts';

/** Records a property that held for all networks of a deep run; where it does not hold, the test has failed before. */
export function recordNetworks(
  name: string,
  property: string,
  amounts: Readonly<Record<Effort, number>>,
  more?: string,
): void {
  if (effort !== 'deep') return;
  const { numRuns } = runs(amounts);
  const setting = process.env.RNC_RUNS === undefined ? '' : `RNC_RUNS=${numRuns} `;
  recordFigures(`properties-${name}`, [
    {
      part: 'Properties over generated networks',
      what: property,
      result: `${numRuns.toLocaleString('en')} networks${more === undefined ? '' : `, ${more}`}, 0 disagreements`,
      command: `${setting}npx vitest run --project trust --mode deep test/trust/properties/${name}.test.ts`,
    },
  ]);
}
