import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasErrors } from '../../../src/diagnostics/diagnostic.ts';
import { check } from '../../../src/index.ts';
import { byEffort, runs } from '../effort.ts';
import { recordFigures } from '../figures.ts';
import { decisions, networks, textOf } from './arbitrary.ts';
import { featuresOf, language } from './features.ts';
import { writeNetwork } from './network.ts';

const drawn = byEffort({ sample: 400, deep: 20_000 });

it('writes networks that are valid, as it expects them, with all that the language has', () => {
  const seen = new Set<string>();
  let valid = 0;
  let operators = 0;
  fc.assert(
    fc.property(networks, (network) => {
      const { networks: graphs, diagnostics } = check(network.files[0]!, { load: network.load });
      for (const module of network.modules) for (const feature of featuresOf(module)) seen.add(feature);
      operators += graphs[0]?.nodes.length ?? 0;
      if (!hasErrors(diagnostics) && graphs.length === network.networks.length) valid++;
      for (const graph of graphs) expect(graph.nodes[graph.output]!.output).toEqual(network.output);
    }),
    { ...runs({ sample: drawn, deep: drawn }), endOnFailure: false },
  );
  expect(language.filter((feature) => !seen.has(feature))).toEqual([]);
  expect(valid / drawn).toBeGreaterThanOrEqual(0.99);
  recordFigures('networks-generator', [
    {
      part: 'Networks',
      what: 'the generator of networks',
      result: `${drawn} networks, ${((100 * valid) / drawn).toFixed(2)} % valid, ${(operators / drawn).toFixed(1)} operators on average; all ${language.length} listed features of the language occur`,
      command: 'npx vitest run --project trust --mode deep test/trust/networks',
    },
  ]);
});

it('shrinks what fails to a few lines', () => {
  const falseProperty = (wrong: RegExp) =>
    fc.check(
      fc.property(networks, (network) => !wrong.test(textOf(network))),
      { numRuns: 2000, seed: 20261123 },
    );
  for (const wrong of byEffort({
    sample: [/\bgate \{/],
    deep: [/shortcut zero_pad split/, /\bupsample/, /stage .*on last/],
  })) {
    const { failed, counterexample } = falseProperty(wrong);
    expect(failed).toBe(true);
    const text = textOf(counterexample![0]);
    const lines = text.split('\n').filter((line) => !/^\/\/|^\s*\}?$/.test(line));
    expect(lines.length, text).toBeLessThanOrEqual(wrong.source.includes('stage') ? 8 : 6);
  }
});

it('writes something for any numbers, the simplest for none', () => {
  expect(textOf(writeNetwork([]))).toBe('// root.resnet\nnetwork net {\n  input 1 x 1 x 1\n  relu\n}\n');
  fc.assert(
    fc.property(decisions, (numbers) => {
      expect(textOf(writeNetwork(numbers))).toBe(textOf(writeNetwork(numbers)));
    }),
    { numRuns: 50 },
  );
});
