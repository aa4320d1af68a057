import fc from 'fast-check';
import { it } from 'vitest';
import { runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { recordNetworks } from './figures.ts';
import { inlineCalls } from './inline-calls.ts';
import { unlabelled } from './relabel.ts';
import { expectSameNetworks } from './same-network.ts';
import { writeOutCopies } from './write-out-copies.ts';

const amounts = { sample: 50, deep: 20_000 };

it('a repeat is its copies, a stage its calls, and a call the body of its block', () => {
  const done = { repeats: 0, stages: 0, calls: 0 };
  fc.assert(
    fc.property(networks, (network) => {
      const { modules, written, repeats, stages } = writeOutCopies(network);
      expectSameNetworks(modules, written);
      const inlined = inlineCalls(written);
      expectSameNetworks(modules, inlined.modules, { tensors: unlabelled });
      done.repeats += repeats;
      done.stages += stages;
      done.calls += inlined.calls;
    }),
    runs(amounts),
  );
  recordNetworks(
    'copies',
    'a repeat equals its copies, a stage its calls, and a call of a block the block’s body: the same operators, shapes and tensors',
    amounts,
    `${done.repeats} repeats, ${done.stages} stages and ${done.calls} calls written out`,
  );
});
