import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { expectSame, withRandomWeights } from '../../ir/passes/programs.ts';
import { runs } from '../effort.ts';
import { decisions, networks } from '../networks/arbitrary.ts';
import { recordNetworks } from './figures.ts';
import { insertIdentities } from './insert-identities.ts';
import { graphsOf, show } from './same-network.ts';

const amounts = { sample: 50, deep: 30_000 };

it('what changes nothing may stand anywhere', () => {
  let inserted = 0;
  fc.assert(
    fc.property(networks, decisions, ({ modules }, numbers) => {
      const more = insertIdentities(modules, numbers);
      inserted += more.inserted;
      const before = graphsOf(modules).at(-1)!;
      const after = graphsOf(more.modules).at(-1)!;
      expect(tensorsOf(after), show(more.modules)).toEqual(tensorsOf(before));
      expect(after.nodes[after.output]!.output, show(more.modules)).toEqual(
        before.nodes[before.output]!.output,
      );
      const program = withRandomWeights(before);
      expectSame({ ...program, graph: after }, program);
    }),
    runs(amounts),
  );
  recordNetworks(
    'identities',
    'what changes nothing may stand anywhere: shapes, tensors and values stay (reference interpreter, double precision, 1e-12)',
    amounts,
    `${inserted.toLocaleString('en')} places`,
  );
});
