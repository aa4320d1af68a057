import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SourceFile } from '../../../src/diagnostics/source.ts';
import { parse } from '../../../src/parser/parse.ts';
import type { Effort } from '../effort.ts';
import { runs } from '../effort.ts';
import { recordFigures } from '../figures.ts';
import { corpus } from '../mutants/corpus.ts';
import { plansOf } from '../mutants/mutations.ts';
import { decisions, networks } from '../networks/arbitrary.ts';
import { Choices } from '../networks/choices.ts';
import { disarrange, disarrangeLines } from './disarrange.ts';
import { faultOf } from './same-file.ts';

function record(name: string, what: string, amounts: Readonly<Record<Effort, number>>, more: string): void {
  const { numRuns } = runs(amounts);
  recordFigures(`format-${name}`, [
    {
      part: 'Formatting',
      what,
      result: `${numRuns.toLocaleString('en')} ${more}: tokens, comments, module and codes are the same, and formatted again it is the same text`,
      command: `RNC_RUNS=${numRuns} npx vitest run --project trust --mode deep test/trust/format`,
    },
  ]);
}

/** As many choices as a file needs, of the same few numbers again and again. */
function choicesBy(numbers: readonly number[]): Choices {
  return new Choices(Array.from({ length: 10_000 }, (_, at) => numbers[at % numbers.length] ?? 0));
}

/** What is wrong with formatting a file, and the file. */
function faultWithText(file: SourceFile): string | undefined {
  const fault = faultOf(file);
  return fault === undefined ? undefined : `${fault}\n${file.text}`;
}

function isValid(file: SourceFile): boolean {
  return parse(file).diagnostics.every(({ severity }) => severity !== 'error');
}

it('keeps generated networks, with any blanks and comments between their tokens', () => {
  const amounts = { sample: 40, deep: 3000 };
  let files = 0;
  fc.assert(
    fc.property(networks, decisions, (network, numbers) => {
      const choices = choicesBy(numbers);
      for (const { name, text } of network.files) {
        const file = { name, text: disarrange(text, choices) };
        expect(isValid(file), file.text).toBe(true);
        expect(faultWithText(file)).toBeUndefined();
        files++;
      }
    }),
    runs(amounts),
  );
  record(
    'networks',
    'generated networks with other blanks, line ends and comments between their tokens',
    amounts,
    `networks, ${files.toLocaleString('en')} files`,
  );
});

it('keeps every file of the corpus, with any blanks and comments between its tokens', () => {
  const amounts = { sample: 40, deep: 3000 };
  fc.assert(
    fc.property(fc.constantFrom(...corpus), decisions, ({ name, text }, numbers) => {
      const file = { name, text: disarrange(text, choicesBy(numbers)) };
      expect(isValid(file), file.text).toBe(true);
      expect(faultWithText(file)).toBeUndefined();
    }),
    runs(amounts),
  );
  record(
    'corpus',
    'specs, library and examples with other blanks, line ends and comments between their tokens',
    amounts,
    'files',
  );
});

const plans = corpus.flatMap((file) => [...plansOf(file)]);

it('keeps files with one wrong token, and the lines with errors byte for byte', () => {
  const amounts = { sample: 60, deep: 5000 };
  fc.assert(
    fc.property(fc.nat(plans.length - 1), decisions, (at, numbers) => {
      const mutant = plans[at]!();
      if (mutant === undefined) return;
      const { name } = mutant.original;
      expect(faultWithText({ name, text: disarrangeLines(mutant.text, choicesBy(numbers)) })).toBeUndefined();
    }),
    runs(amounts),
  );
  record(
    'mutants',
    'the same with one token deleted, doubled, exchanged or replaced, and other blanks and comments around lines',
    amounts,
    'files; the lines with errors are byte for byte as they were',
  );
});
