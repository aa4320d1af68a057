import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { analyse, type FileAnalysis } from '../../../src/analyse.ts';
import { defaultLimits } from '../../../src/diagnostics/limits.ts';
import { rememberingUnroll } from '../../../src/ir/known-networks.ts';
import { showValue } from '../../../src/ir/value.ts';
import { makeParseMemory } from '../../../src/language-server/remembered-parse.ts';
import { type ParsedFile, parse } from '../../../src/parser/parse.ts';
import { runs } from '../effort.ts';
import { leaveFigures } from '../figures.ts';
import { sessions } from './sessions.ts';

const amounts = { sample: 30, deep: 20_000 };
let edits = 0;
leaveFigures('editor-memory', () => [
  {
    part: 'In an editor',
    what: 'sessions of edits to one file, of which only what changed is read and unrolled again',
    result: `${runs(amounts).numRuns.toLocaleString('en')} sessions, ${edits.toLocaleString('en')} edits: after each the diagnostics are those of a file never seen, and so are shapes and graphs`,
    command: `RNC_RUNS=${runs(amounts).numRuns} npx vitest run --project trust --mode deep test/trust/edits`,
  },
]);

it('reads a file that it remembers as if it had never seen it', () => {
  fc.assert(
    fc.property(sessions, (texts) => {
      let before: ParsedFile | undefined;
      for (const text of texts) {
        const file = { name: 'edited.resnet', text };
        const [remembered, fresh] = [parse(file, defaultLimits, undefined, before), parse(file)];
        before = remembered.value;
        // The matcher takes a second for a tree of this size.
        if (!isDeepStrictEqual(told(remembered), told(fresh))) expect(told(remembered)).toEqual(told(fresh));
      }
    }),
    runs(amounts),
  );
});

it('finds in a file that it remembers what it would find had it never seen it', () => {
  fc.assert(
    fc.property(sessions, (texts) => {
      const remembering = { parse: makeParseMemory().parse, unroll: rememberingUnroll() };
      for (const [position, text] of texts.entries()) {
        const file = { name: 'edited.resnet', text };
        edits++;
        const remembered = analyse(file, { ...remembering, observe: true });
        const fresh = analyse(file, { observe: true });
        expect(remembered.diagnostics).toEqual(fresh.diagnostics);
        // An editor does not ask for all graphs each time; asking must not change what comes later.
        if (position % 3 === 1) expect(shownNetworks(remembered)).toBe(shownNetworks(fresh));
      }
    }),
    runs({ sample: 10, deep: 10_000 }),
  );
});

it.each([
  ['a block', 'conv 1x1, n', 'conv 3x3, n'],
  ['a block, and its length', 'conv 1x1, n', 'conv 1x1, n * 2'],
  ['what a name means', 'block b', 'block c(n: int) {\n}\nblock d'],
  ['the documentation of the file', 'text', 'other'],
  ['the network', 'b(8)', 'b(9)'],
  ['only places', 'block b', '\n// text\nblock b'],
])('unrolls a network again where %s changed', (_, before, after) => {
  const text =
    '/// text\n\nblock b(n: int) {\n  c1: conv 1x1, n\n}\n\nnetwork net {\n  input 3 x 8 x 8\n  one: b(8)\n}\n';
  const remembering = { parse: makeParseMemory().parse, unroll: rememberingUnroll(), observe: true };
  const shown = (part: string, options: object): string => {
    const analysis = analyse({ name: 'edited.resnet', text: text.replace(before, part) }, options);
    return JSON.stringify(analysis.diagnostics) + shownNetworks(analysis);
  };
  expect(shown(before, remembering)).not.toBe(shown(after, { observe: true }));
  expect(shown(after, remembering)).toBe(shown(after, { observe: true }));
  expect(shown(before, remembering)).toBe(shown(before, { observe: true }));
});

it('knows what statements did by the objects that they are, also where one went away and came back', () => {
  const net = 'network net {\n  input 3 x 8 x 8\n  relu\n}\n';
  const remembering = { parse: makeParseMemory().parse, unroll: rememberingUnroll(), observe: true };
  // In between it is the second of one name, and nobody unrolls it.
  for (const text of [net, `network net { input 1 x 2 x 3 }\n${net}`, net]) {
    const { program, networks } = analyse({ name: 'edited.resnet', text }, remembering);
    const [declaration] = program.root.module.declarations;
    expect([...networks[0]!.observations!.instances.keys()]).toEqual([declaration]);
    expect([...networks[0]!.observations!.instances.keys()][0]).toBe(declaration);
  }
});

it('keeps nothing of the texts in between', async () => {
  const network = 'network net {\n  input 3 x 8 x 8\n  relu\n}\n';
  const remembering = { parse: makeParseMemory().parse, unroll: rememberingUnroll(), observe: true };
  const typed = Array.from({ length: 6 }, (_, number) => `// ${'x'.repeat(number)}\n${network}`);
  const seen = typed.map((text) => {
    const { networks } = analyse({ name: 'edited.resnet', text }, remembering);
    expect(networks[0]!.observations!.complete).toBe(true);
    return new WeakRef(networks[0]!.entity);
  });
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // A reference is kept for the turn in which it was made.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(seen.slice(1, -1).map((each) => each.deref())).toEqual([undefined, undefined, undefined, undefined]);
});

/** Graphs, and what statements did, without the files that values hold on to. As text: a matcher takes a second for them. */
function shownNetworks({ networks }: FileAnalysis): string {
  const shown = networks.map(({ entity, graph, observations }) => ({
    name: entity.declaration.name,
    graph: graph && { ...graph, outline: { ...graph.outline, decided: [...graph.outline.decided] } },
    complete: observations!.complete,
    nodes: observations!.nodes.map(({ source: _, ...node }) => node),
    statements: [...observations!.statements].map(([{ kind, span }, seen]) => [
      ...[kind, span],
      seen.map(({ value, ...passage }) => ({ ...passage, value: value && showValue(value) })),
    ]),
    instances: [...observations!.instances].map(([{ span }, seen]) => [
      span,
      seen.map(({ parameters, ...passage }) => ({
        ...passage,
        parameters: [...parameters].map(([name, value]) => [name, value && showValue(value)]),
      })),
    ]),
  }));
  return JSON.stringify(shown, undefined, 1);
}

/** All that parsing says, without what it keeps for the next time. */
function told({ value: { known: _, lexed: __, ...value }, diagnostics }: ReturnType<typeof parse>) {
  return { value, diagnostics };
}

it('gives declarations that neither changed nor moved as the objects that they were', () => {
  const [a, b] = ['block a() {\n  relu\n}\n', 'block b() {\n  relu\n}\n'];
  const read = (text: string, before?: ParsedFile) =>
    parse({ name: 'edited.resnet', text }, defaultLimits, undefined, before).value;
  const first = read(a + b);
  const moved = read(`${a}\n${b}`, first);
  const again = read(`${a}\n${b}// more`, moved);
  expect(moved.module.declarations[0]).not.toBe(first.module.declarations[0]);
  expect(moved.module.declarations[1]!.span.start).toBe(first.module.declarations[1]!.span.start + 1);
  expect(again.module.declarations[0]).toBe(moved.module.declarations[0]);
});
