import fc from 'fast-check';
import { expect, it } from 'vitest';
import { print } from '../../../src/format/print.ts';
import { parse } from '../../../src/parser/parse.ts';
import { withoutSpans } from '../../format/without-spans.ts';
import { runs } from '../effort.ts';
import { networks } from '../networks/arbitrary.ts';
import { recordNetworks } from './figures.ts';

const amounts = { sample: 120, deep: 100_000 };

it('what is printed is read as the same module, and printed again the same', () => {
  let files = 0;
  fc.assert(
    fc.property(networks, ({ modules, files: printed }) => {
      for (const [at, file] of printed.entries()) {
        const { value, diagnostics } = parse(file);
        expect(diagnostics).toEqual([]);
        expect(withoutSpans(value.module)).toEqual(withoutSpans(modules[at]!));
        expect(print(value.module)).toBe(file.text);
        files++;
      }
    }),
    runs(amounts),
  );
  recordNetworks('print', 'print∘parse is the identity', amounts, `${files} files`);
});
