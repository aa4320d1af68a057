import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emit } from '../../../src/compile.ts';
import type { OutputFile, TargetName, Weights } from '../../../src/index.ts';
import { check } from '../../../src/index.ts';
import { runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { prepare } from './drawn.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 10, deep: 3000 };
const targets: readonly TargetName[] = ['tfjs', 'pytorch', 'onnx', 'wgsl', 'report', 'picture'];

it('the same text gives the same bytes, whatever was compiled before it', () => {
  let earlier: (() => readonly (readonly OutputFile[])[]) | undefined;
  let expected: readonly (readonly OutputFile[])[] = [];
  fc.assert(
    fc.property(networks, (network) => {
      const first = prepare(network);
      const all = (): readonly (readonly OutputFile[])[] => {
        const { networks: graphs, files } = check(network.files[0]!, { load: network.load });
        const origin = { name: network.files[0]!.name, files };
        // Tensors in another order than the graph's.
        const weights = new Map([...first.weights].toReversed()) as Weights;
        return targets.map((target) => emit(graphs.at(-1)!, { target, weights }, origin).value);
      };
      const written = all();
      // What was written before another network was compiled is written again behind it.
      if (earlier !== undefined) expect(earlier()).toEqual(expected);
      earlier = all;
      expected = written;
    }),
    { ...runs(amounts), endOnFailure: true },
  );
  recordNetworks(
    'bytes',
    'every target writes the same bytes again, behind other networks and from weights in another order',
    amounts,
  );
});
