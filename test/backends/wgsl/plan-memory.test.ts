import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Program } from '../../../src/backends/wgsl/plan.ts';
import { type Piece, planMemory } from '../../../src/backends/wgsl/plan-memory.ts';
import { specNames } from '../../corpus/specs.ts';
import { graphOf, programsOf } from './plans.ts';

/** Steps that write one piece and read a few that were written before, as a network's do. */
const networks = fc
  .array(
    fc.record({
      bytes: fc.integer({ min: 1, max: 5000 }),
      reads: fc.array(fc.nat(), { maxLength: 3 }),
      writesAgain: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps): readonly Piece[] => {
    const pieces = steps.map(({ bytes }, step) => ({
      id: `piece ${step}`,
      bytes,
      reads: [] as number[],
      writes: [step],
    }));
    for (const [step, { reads, writesAgain }] of steps.entries()) {
      if (step === 0) continue;
      const others = new Set(reads.map((at) => at % step));
      // A concatenation is written by several steps, none of which reads it.
      const again = writesAgain ? pieces.slice(0, step).findIndex((_, at) => !others.has(at)) : -1;
      if (again >= 0) pieces[again]!.writes.push(step);
      for (const at of others) pieces[at]!.reads.push(step);
    }
    return pieces.map((piece) => {
      const touched = [...piece.reads, ...piece.writes];
      return { ...piece, from: Math.min(...touched), to: Math.max(...touched) };
    });
  });

const settings = { numRuns: 400, seed: 20261123 };

describe('planMemory', () => {
  it('gives pieces that live at one time different bytes, inside their slab and aligned', () => {
    fc.assert(
      fc.property(networks, (pieces) => {
        const { slabs, ranges } = planMemory(pieces);
        const placed = pieces.map((piece) => ({ ...piece, ...ranges.get(piece.id)! }));
        for (const [at, a] of placed.entries()) {
          expect(a.offset % 256).toBe(0);
          expect(a.offset + a.bytes).toBeLessThanOrEqual(slabs[a.slab]!);
          for (const b of placed.slice(at + 1)) {
            const together = a.slab === b.slab && a.from <= b.to && b.from <= a.to;
            const overlap = a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
            expect(together && overlap, `${a.id} and ${b.id}`).toBe(false);
          }
        }
      }),
      settings,
    );
  });

  it('never lets a step read and write one slab', () => {
    fc.assert(
      fc.property(networks, (pieces) => {
        const { ranges } = planMemory(pieces);
        const slabsOf = (step: number, how: 'reads' | 'writes') =>
          new Set(pieces.filter((piece) => piece[how].includes(step)).map(({ id }) => ranges.get(id)!.slab));
        for (let step = 0; step < pieces.length; step++) {
          const written = slabsOf(step, 'writes');
          for (const slab of slabsOf(step, 'reads')) expect(written.has(slab), `step ${step}`).toBe(false);
        }
      }),
      settings,
    );
  });

  it('uses the bytes of what is dead again', () => {
    const chain = [0, 1, 2, 3, 4, 5].map((step): Piece => {
      const last = step === 5;
      return {
        id: `${step}`,
        bytes: 1000,
        from: step,
        to: last ? step : step + 1,
        reads: last ? [] : [step + 1],
        writes: [step],
      };
    });
    expect(planMemory(chain).slabs).toEqual([1024, 1024]);
  });

  it('needs no memory for nothing', () => {
    expect(planMemory([])).toEqual({ slabs: [], ranges: new Map() });
  });
});

/** What of a program's bindings WebGPU would refuse, or would compute something else than was meant. */
function wrongBindings({ buffers, kernels, steps, uploads }: Program): readonly string[] {
  const wrong: string[] = [];
  for (const [at, { kernel, bindings, layers }] of steps.entries()) {
    const kinds = kernels[kernel]!.bindings;
    const say = (what: string) => wrong.push(`step ${at} (${layers.join(' + ')}): ${what}`);
    if (kinds.length !== bindings.length) say('another number of bindings than its kernel');
    const ranges = bindings.flatMap((binding, index) =>
      'buffer' in binding ? [{ ...binding, kind: kinds[index]! }] : [],
    );
    for (const [index, a] of ranges.entries()) {
      const { kind, bytes } = buffers[a.buffer]!;
      if (a.offset % 256 !== 0 || a.bytes % 4 !== 0 || a.bytes === 0) say('a range that is not aligned');
      if (a.offset + a.bytes > bytes) say('a range beyond its buffer');
      if (a.kind === 'read_write' && kind !== 'activations' && kind !== 'output') say(`writes ${kind}`);
      for (const b of ranges.slice(index + 1)) {
        if (a.buffer !== b.buffer) continue;
        if (a.kind !== b.kind) say('reads and writes one buffer');
        const overlap = a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
        if (a.kind === 'read_write' && overlap) say('two ranges that it writes overlap');
      }
    }
  }
  for (const { tensor, buffer, offset, bytes, winograd } of uploads) {
    const room = winograd === undefined ? bytes : (bytes / 9) * (winograd.tile + 2) ** 2;
    if (offset + room > buffers[buffer]!.bytes) wrong.push(`${tensor} goes beyond its buffer`);
  }
  return wrong;
}

describe('the plans of the bundled networks', () => {
  const names = specNames();

  it.each(names)('%s binds what WebGPU allows', (name) => {
    const graph = graphOf(name);
    for (const [program, assembled] of Object.entries(programsOf(graph)))
      expect(wrongBindings(assembled.program), program).toEqual([]);
  });

  it.each([
    ['resnet18', { batch: 3, winograd: 'f4' }],
    ['seresnext50_32x4d', { dtype: 'f16', batch: 2 }],
    ['densenet121', { batch: 4, winograd: 'f2' }],
    ['googlenet', { dtype: 'f16' }],
    ['convnext_tiny', { batch: 2 }],
  ] as const)('%s with %j too', (name, options) => {
    for (const [program, assembled] of Object.entries(programsOf(graphOf(name), options)))
      expect(wrongBindings(assembled.program), program).toEqual([]);
  });

  it('need only limits that every device has', () => {
    for (const name of names)
      for (const [program, assembled] of Object.entries(programsOf(graphOf(name))))
        expect(assembled.program.limits, `${name}, ${program}`).toEqual([]);
  });

  it('run ResNet-50 at batch 1 in 120 MB and 60 dispatches', () => {
    for (const [name, { program }] of Object.entries(programsOf(graphOf('resnet50')))) {
      const bytes = program.buffers.reduce((sum, buffer) => sum + buffer.bytes, 0);
      expect(bytes, name).toBeLessThanOrEqual(120e6);
      expect(program.steps.length, name).toBeLessThanOrEqual(60);
    }
  });
});
