import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawNetwork } from '../../../src/backends/picture/index.ts';
import { check } from '../../../src/index.ts';
import { faultsOf } from '../../backends/picture/geometry.ts';
import { readSvg, timesOf } from '../../backends/picture/read-svg.ts';
import { runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 40, deep: 20_000 };

it('in a picture of any network nothing lies over another thing, and every operator with weights is in it', () => {
  const drawn = { operators: 0, folded: 0 };
  fc.assert(
    fc.property(networks, fc.boolean(), (network, unfold) => {
      const graph = check(network.files[0]!, { load: network.load }).networks.at(-1)!;
      const svg = readSvg(drawNetwork(graph, { unfold }).value);
      expect(faultsOf(svg)).toEqual([]);
      // Each convolution and linear layer has a box, those of folded copies one together.
      const boxes = svg.groups.filter(({ kind }) => kind === 'operator');
      const weighty = svg.shapes.filter(({ style }) => style === 'convolution' || style === 'linear');
      const counted = weighty.reduce((sum, { groups }) => sum + timesOf(groups.at(-1)!), 0);
      const expected = graph.nodes.filter(({ op }) => op === 'conv' || op === 'linear').length;
      expect(counted).toBe(expected);
      if (unfold) expect(weighty).toHaveLength(expected);
      drawn.operators += boxes.length;
      drawn.folded += counted - weighty.length;
    }),
    runs(amounts),
  );
  recordNetworks(
    'picture',
    'in the picture nothing lies over another thing or leaves its frame, and every operator with weights is drawn',
    amounts,
    `${drawn.operators} boxes, ${drawn.folded} operators folded into others`,
  );
});
