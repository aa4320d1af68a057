import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import schema from '../../../schemas/diff.schema.json' with { type: 'json' };
import { locator } from '../../../src/compile.ts';
import { compareGraphs } from '../../../src/diff/compare-graphs.ts';
import type { Change, ComparedNetwork, Difference } from '../../../src/diff/difference.ts';
import { measure } from '../../../src/diff/measure.ts';
import { renderDifference } from '../../../src/diff/render/index.ts';
import { check } from '../../../src/index.ts';
import type { Graph } from '../../../src/ir/graph.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';
import { runs } from '../effort.ts';
import { leaveFigures } from '../figures.ts';
import { decisions } from '../networks/arbitrary.ts';
import { writeNetwork } from '../networks/network.ts';
import { relabel } from './relabel.ts';
import { graphsOf, meaningOf } from './same-network.ts';

/** The long form writes as many networks as this many times the sample. */
const amounts = { sample: 15, deep: 20_000 };
leaveFigures('properties-diff', () => [
  {
    part: 'Properties over generated networks',
    what: 'the difference of two networks: none of a network and itself, none only where both compute the same, the same from both sides, with figures that add up, of renamed labels a rename alone',
    result: `${(5 * runs(amounts).numRuns).toLocaleString('en')} pairs, 0 wrong`,
    command: `RNC_RUNS=${runs(amounts).numRuns} npx vitest run --project trust --mode deep test/trust/properties/diff.test.ts`,
  },
]);

function graphOf(numbers: readonly number[]): Graph {
  const { files, load } = writeNetwork(numbers);
  return check(files[0]!, { load }).networks.at(-1)!;
}

/** Some numbers, and the same with one of them exchanged: mostly networks that differ in little. */
const edited = fc
  .tuple(decisions, fc.nat(), fc.nat(9999))
  .map(([numbers, at, other]): readonly [number[], number[]] => [
    numbers,
    numbers.map((number, index) => (index === at % numbers.length ? other : number)),
  ]);
const pairs = fc
  .oneof({ weight: 4, arbitrary: edited }, { weight: 1, arbitrary: fc.tuple(decisions, decisions) })
  .map(([first, second]) => [graphOf(first), graphOf(second)] as const);

function compare(before: Graph, after: Graph): ComparedNetwork {
  const [old, now] = [before, after].map(
    (graph, index) => measure(graph, `${index}.resnet`, locator(new Map())).value,
  );
  return compareGraphs(old!, now!);
}

const everyChange = (changes: readonly Change[]): readonly Change[] =>
  changes.flatMap((change) => [change, ...everyChange(change.changes)]);

/** The same difference seen from the other side, lists in one order. */
function mirrored(network: ComparedNetwork): unknown {
  const kinds: Readonly<Record<string, string>> = { added: 'removed', removed: 'added' };
  const flip = (value: unknown): unknown => {
    if (typeof value === 'number') return value;
    if (Array.isArray(value)) return value.map(flip);
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
      const other: Readonly<Record<string, string>> = {
        ...{ before: 'after', after: 'before', beforeShape: 'afterShape', afterShape: 'beforeShape' },
        ...{ added: 'removed', removed: 'added' },
      };
      if (key === 'kind' || key === 'status') return [key, kinds[String(inner)] ?? inner];
      return [other[key] ?? key, key === 'difference' ? negated(inner) : flip(inner)];
    });
    return Object.fromEntries(entries);
  };
  return flip(network);
}

function negated(value: unknown): unknown {
  if (typeof value === 'number') return 0 - value;
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, negated(inner)]));
}

/** Lists as sets: what is gone and what is new at one place has no order, nor have the names of tensors. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return items.every((item) => typeof item === 'number')
      ? items
      : items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, sorted(inner)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const meaning = (graph: Graph): string => JSON.stringify(meaningOf(graph, (name) => name));

describe('the difference of two networks', () => {
  it('is none of a network and itself', () => {
    fc.assert(
      fc.property(decisions, (numbers) => {
        const { status, changes, shapes, tensors, stages } = compare(graphOf(numbers), graphOf(numbers));
        expect({ status, changes, changed: shapes.changed }).toEqual({
          status: 'same',
          changes: [],
          changed: [],
        });
        expect([tensors.same, tensors.misplaced]).toEqual([tensors.before, []]);
        expect(stages.every((stage) => stage.status === 'same')).toBe(true);
      }),
      runs(amounts),
    );
  });

  it('names an operator, a shape or a tensor where the two do not compute the same with the same tensors, and nowhere else but for labels', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const { changes, shapes, tensors } = compare(before, after);
        // Blocks may be called otherwise, and be given what changes nothing.
        const parts = everyChange(changes).filter(
          ({ kind, before: old, after: now }) =>
            kind !== 'within' && [old, now].some((place) => place && /operator|network/.test(place.part)),
        );
        const whole = everyChange(changes).filter(({ kind }) => kind === 'added' || kind === 'removed');
        const told =
          parts.length +
          whole.length +
          shapes.changed.length +
          tensors.renamed.length +
          tensors.reshaped.length;
        const sameInput = String(before.nodes[0]!.output) === String(after.nodes[0]!.output);
        const differ = meaning(before) !== meaning(after);
        expect(told > 0 || !sameInput || !differ).toBe(true);
        // An activation in a loop of one round is the same function in another place.
        const paths = (graph: Graph): string => graph.nodes.map(({ path }) => path).join();
        expect(told === 0 || differ || paths(before) !== paths(after)).toBe(true);
      }),
      runs(amounts),
    );
  });

  it('is the same from both sides', () => {
    // What moved stands in the list of the part that it is in now; which copies a row of the table begins with is seen from one side, too.
    const flat = (changes: readonly Change[]) =>
      everyChange(changes).flatMap(({ changes: _, ...change }) => (change.kind === 'within' ? [] : [change]));
    const plain = ({ before, after, changes, ...rest }: ComparedNetwork) =>
      sorted({
        ...rest,
        changes: flat(changes),
        before: { ...before, file: '' },
        after: { ...after, file: '' },
      });
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const there = compare(before, after);
        const back = mirrored(compare(after, before)) as ComparedNetwork;
        const { stages: _, tensors, ...rest } = there;
        const { stages: __, tensors: others, ...same } = back;
        expect(plain(same as ComparedNetwork)).toEqual(plain(rest as ComparedNetwork));
        expect(sorted(others)).toEqual(sorted(tensors));
      }),
      runs(amounts),
    );
  });

  it('has figures that add up, and each tensor in one place', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const network = compare(before, after);
        const { difference, stages, tensors } = network;
        for (const key of ['depth', 'macs', 'flops', 'weightBytes', 'receptiveField'] as const)
          expect(network.before[key] + difference[key]).toBe(network.after[key]);
        for (const side of ['before', 'after'] as const) {
          const rows = stages.map((stage) => stage[side]);
          const sum = (of: 'parameters' | 'macs'): number =>
            rows.reduce((all, row) => all + (row?.[of] ?? 0), 0);
          expect(sum('parameters')).toBe(network[side].parameters.trainable);
          expect(sum('macs')).toBe(network[side].macs);
        }
        const { renamed, reshaped, removed, added, same } = tensors;
        const old = [...renamed, ...reshaped].map(({ before: name }) => name);
        const now = [...renamed, ...reshaped].map(({ after: name }) => name);
        expect(same + old.length + removed.length).toBe(tensors.before);
        expect(same + now.length + added.length).toBe(tensors.after);
        const [oldNames, nowNames] = [before, after].map((graph) => tensorsOf(graph).map(({ name }) => name));
        const told = new Set([...old, ...removed.map(({ name }) => name)]);
        const rest = oldNames!.filter((name) => !told.has(name));
        expect(rest).toHaveLength(same);
        expect(nowNames).toEqual(expect.arrayContaining(rest));
      }),
      runs(amounts),
    );
  });

  it('of renamed labels is a rename alone', () => {
    fc.assert(
      fc.property(decisions, (numbers) => {
        const { modules } = writeNetwork(numbers);
        const [before, after] = [
          graphsOf(modules).at(-1)!,
          graphsOf(modules.map((module) => relabel(module))).at(-1)!,
        ];
        const { changes, tensors } = compare(before, after);
        const kinds = new Set(everyChange(changes).map(({ kind }) => kind));
        expect(['renamed', 'renumbered', 'within']).toEqual(expect.arrayContaining([...kinds]));
        expect([tensors.removed, tensors.added, tensors.reshaped]).toEqual([[], [], []]);
      }),
      runs(amounts),
    );
  });

  it('is printed in every format, and its JSON is what the schema says', () => {
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const network = compare(before, after);
        const difference: Difference = { same: network.status === 'same', networks: [network] };
        for (const all of [false, true]) {
          const options = { width: 80, colour: false, all };
          for (const format of ['text', 'markdown'] as const)
            expect(renderDifference(difference, format, options)).toMatch(/\S\n$/);
          const json = JSON.parse(renderDifference(difference, 'json', options));
          expect(validate(json) || validate.errors).toBe(true);
          expect(json).toEqual(JSON.parse(JSON.stringify(difference)));
        }
      }),
      runs({ sample: 6, deep: 5000 }),
    );
  });
});
