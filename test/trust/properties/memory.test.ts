import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Operand } from '../../../src/backends/wgsl/dispatch.ts';
import { type Assembled, programsOf } from '../../backends/wgsl/plans.ts';
import { runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { prepare } from './drawn.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 40, deep: 10_000 };

/**
 * Runs a plan's steps over memory that remembers whose bytes it holds: a step that reads a value finds all of it there, and nothing of
 * another. It knows only the steps and what they read and write, not how long the planner takes a value to live.
 */
function misreadings({ program, placed, dispatches }: Assembled): readonly string[] {
  const wrong: string[] = [];
  const owners = program.buffers.map(({ bytes }) => new Array<string | undefined>(Math.ceil(bytes / 4)));
  const ownerOf = (operand: Operand): string | undefined => {
    if (operand.kind === 'parameter') return undefined;
    return 'scratch' in operand ? operand.scratch.id : `value ${placed.places.get(operand.value)!.root}`;
  };
  const input = program.buffers.findIndex(({ kind }) => kind === 'input');
  owners[input]!.fill(`value ${placed.input}`);
  for (const [at, { operands, layers }] of dispatches.entries()) {
    const { bindings } = program.steps[at]!;
    const visit = (
      writes: boolean,
      see: (memory: (string | undefined)[], from: number, to: number, owner: string) => void,
    ) => {
      for (const [index, operand] of operands.entries()) {
        const owner = ownerOf(operand);
        const binding = bindings[index]!;
        if (owner === undefined || !('buffer' in binding) || operand.kind.startsWith('write') !== writes)
          continue;
        see(owners[binding.buffer]!, binding.offset / 4, (binding.offset + binding.bytes) / 4, owner);
      }
    };
    visit(false, (memory, from, to, owner) => {
      const strange = memory.slice(from, to).findIndex((found) => found !== owner);
      if (strange >= 0)
        wrong.push(`step ${at} (${layers.join(' + ')}) reads ${memory[from + strange]} for ${owner}`);
    });
    const buffersOf = (writes: boolean): readonly number[] =>
      bindings.flatMap((binding, index) =>
        'buffer' in binding && operands[index]!.kind.startsWith('write') === writes ? [binding.buffer] : [],
      );
    // WebGPU refuses such a step, even where the ranges are apart.
    if (buffersOf(true).some((buffer) => buffersOf(false).includes(buffer)))
      wrong.push(`step ${at} (${layers.join(' + ')}) reads and writes one buffer`);
    visit(true, (memory, from, to, owner) => memory.fill(owner, from, to));
  }
  return wrong;
}

it('memory plans of WebGPU programs keep every value until its last reader has run', () => {
  let steps = 0;
  fc.assert(
    fc.property(
      networks,
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom('off', 'f4'),
      (network, batch, winograd) => {
        for (const [name, assembled] of Object.entries(
          programsOf(prepare(network).graph, { batch, winograd } as const),
        )) {
          expect(misreadings(assembled), name).toEqual([]);
          steps += assembled.dispatches.length;
        }
      },
    ),
    runs(amounts),
  );
  recordNetworks(
    'memory',
    'WebGPU memory plans never let live values overlap, nor a step read and write one buffer',
    amounts,
    `${steps.toLocaleString('en')} steps`,
  );
});
