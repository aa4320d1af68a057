import fc from 'fast-check';
import { it } from 'vitest';
import type { Module } from '../../../src/parser/ast.ts';
import { runs } from '../effort.ts';
import { decisions } from '../networks/arbitrary.ts';
import { writeNetwork } from '../networks/network.ts';
import { recordNetworks } from './figures.ts';
import { relabel, unlabelled } from './relabel.ts';
import { expectSameNetworks } from './same-network.ts';

const amounts = { sample: 30, deep: 20_000 };

const turned = (module: Module): Module => ({
  ...module,
  declarations: module.declarations.toReversed(),
  imports: module.imports.toReversed().map((each) => ({ ...each, names: each.names.toReversed() })),
});

it('networks are the same in whatever order, and whatever things are called', () => {
  fc.assert(
    fc.property(decisions, (numbers) => {
      const { modules } = writeNetwork(numbers);
      expectSameNetworks(modules, modules.map(turned));
      const spell = (name: string): string => `${name}_renamed`;
      expectSameNetworks(modules, writeNetwork(numbers, spell).modules, {
        networks: spell,
        // A block's call without a label is labelled by the block's name.
        tensors: (tensor) => tensor.replaceAll('_renamed', ''),
      });
      expectSameNetworks(
        modules,
        modules.map((module) => relabel(module)),
        { tensors: unlabelled },
      );
    }),
    runs(amounts),
  );
  recordNetworks(
    'declarations',
    'elaboration depends neither on the order of declarations nor on the names of files, blocks, networks, parameters and `let`s, but for the labels of calls that have none; other labels rename tensors and do nothing else',
    amounts,
  );
});
