import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasErrors } from '../../../src/diagnostics/diagnostic.ts';
import { print } from '../../../src/format/print.ts';
import { check } from '../../../src/index.ts';
import { parse } from '../../../src/parser/parse.ts';
import { withoutSpans } from '../../format/without-spans.ts';
import { runs } from '../effort.ts';
import { networksOf } from '../networks/arbitrary.ts';
import { recordNetworks } from './figures.ts';

/** A million take a core about 25 minutes: `RNC_RUNS=1000000 npx vitest run --project trust --mode deep test/trust/properties/million.test.ts`. */
const amounts = { sample: 500, deep: 200_000 };

it('small networks in great numbers are valid, have the shapes that they were written for, and are printed as they are read', () => {
  let operators = 0;
  fc.assert(
    fc.property(networksOf(100), (network) => {
      const { networks, diagnostics } = check(network.files[0]!, { load: network.load });
      if (hasErrors(diagnostics)) expect(diagnostics).toEqual([]);
      expect(
        networks
          .map(({ name }) => name)
          .sort()
          .join(),
      ).toBe(network.networks.toSorted().join());
      for (const { nodes, output } of networks) {
        expect(String(nodes[output]!.output)).toBe(String(network.output));
        operators += nodes.length - 1;
      }
      for (const [at, file] of network.files.entries()) {
        const { module } = parse(file).value;
        const [read, written] = [withoutSpans(module), withoutSpans(network.modules[at]!)];
        // Vitest's comparison takes ten times as long.
        if (!isDeepStrictEqual(read, written)) expect(read).toEqual(written);
        expect(print(module)).toBe(file.text);
      }
    }),
    runs(amounts),
  );
  recordNetworks(
    'million',
    'small networks are valid, of the shapes that they were written for, and print∘parse is the identity',
    amounts,
    `${operators.toLocaleString('en')} operators`,
  );
});
