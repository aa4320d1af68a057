import { check } from '../../src/index.ts';
import { nodeCost } from '../../src/ir/cost.ts';
import { readSpec } from '../../test/backends/tfjs/run-spec.ts';
import type { Line } from '../line.ts';
import type { StepTime } from './engines/engine.ts';
import { materialFor, type NetworkName } from './material.ts';
import { profileTable } from './profile-table.ts';
import { hasFailed, node, noteOf, openPlace } from './start-contenders.ts';

/** Where the time goes. */
export const profileLines: readonly Line[] = [profile('resnet18'), profile('resnet50')];

function profile(network: NetworkName): Line {
  return {
    name: `wgsl profile: ${network} in Node, batch 1`,
    target: 'none; it shows what bounds the others',
    run: async (settings) => {
      const { start, close } = await openPlace(node, materialFor(network), { settings });
      const contender = await start('rnc');
      close();
      if (hasFailed(contender)) return noteOf(contender);
      try {
        await contender.run(3);
        const profiles: (readonly StepTime[])[] = [];
        for (let round = 0; round < (settings.rounds ?? 5); round++) profiles.push(await contender.profile());
        const table = profileTable(profiles, macsOf(network));
        const { adapter, program } = await contender.facts();
        return { ...table, notes: [...table.notes, `Adapter: ${adapter}; program: ${program}.`] };
      } finally {
        await contender.close();
      }
    },
  };
}

/** Multiply-accumulates of a bundled network's operators by path, at batch 1. */
export function macsOf(network: NetworkName): (path: string) => number {
  const graph = check(readSpec(network)).networks[0]!;
  const macs = new Map(graph.nodes.map((one) => [one.path, nodeCost(graph, one).macs]));
  return (path) => macs.get(path) ?? 0;
}
