import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flattenIntoLinear } from '../../../src/ir/passes/flatten-into-linear.ts';
import { foldBatchnorm } from '../../../src/ir/passes/fold-batchnorm.ts';
import { foldPadding } from '../../../src/ir/passes/fold-padding.ts';
import { forInference } from '../../../src/ir/passes/for-inference.ts';
import { removeDead } from '../../../src/ir/passes/remove-dead.ts';
import { removeDuplicates } from '../../../src/ir/passes/remove-duplicates.ts';
import { removeIdentities } from '../../../src/ir/passes/remove-identities.ts';
import type { Pass } from '../../../src/ir/passes/weighted-graph.ts';
import { expectSame } from '../../ir/passes/programs.ts';
import { runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { prepare } from './drawn.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 200, deep: 20_000 };

const passes: Readonly<Record<string, Pass>> = {
  removeDead,
  removeIdentities,
  removeDuplicates,
  flattenIntoLinear,
  foldPadding,
  foldBatchnorm,
  forInference,
};

it('every pass keeps the function, and each finds something to do', () => {
  const acted = new Map(Object.keys(passes).map((name) => [name, 0]));
  fc.assert(
    fc.property(networks, (network) => {
      const program = prepare(network);
      for (const [name, pass] of Object.entries(passes)) {
        const after = pass(program);
        if (after === program) continue;
        acted.set(name, acted.get(name)! + 1);
        expectSame(after, program);
      }
    }),
    runs(amounts),
  );
  for (const [name, times] of acted) expect(times, name).toBeGreaterThan(0);
  const counts = [...acted].map(([name, times]) => `${name} in ${times}`).join(', ');
  recordNetworks(
    'passes',
    'every pass keeps the function (reference interpreter, double precision, 1e-12)',
    amounts,
    `acted: ${counts}`,
  );
});
