import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allCases } from './conformance-case.ts';
import { render } from './document.ts';
import { engines } from './engines.ts';
import { mistakes } from './mistakes.ts';
import type { Outcome } from './outcomes.ts';
import { outcomesOf } from './outcomes.ts';
import { hasOnnxCases } from './suites.ts';

/** ONNX's cases (Debian's libonnx-testdata), each on every target, against what ONNX and PyTorch published. */
describe.skipIf(!hasOnnxCases)('ONNX’s own cases', () => {
  const cases = hasOnnxCases ? allCases() : { translated: [], skipped: [] };
  const outcomes: Outcome[] = [];
  const reference = engines.find(({ column }) => column === 'reference')!;

  for (const engine of engines)
    it.skipIf(!engine.isHere)(`pass on ${engine.column}, ${engine.name}`, async () => {
      const found = await outcomesOf(engine, cases.translated);
      outcomes.push(...found);
      const failed = found.filter(({ failure }) => failure !== undefined);
      expect(failed.map(({ each, failure }) => `${each.suite}/${each.name}: ${failure}`)).toEqual([]);
      expect(found.length).toBeGreaterThan(0);
    });

  it.each(mistakes)('fail with %s', async (_, right, wrong) => {
    const mistaken = cases.translated
      .map((each) => ({ ...each, text: each.text.replace(right, wrong) }))
      .filter(({ text }, index) => text !== cases.translated[index]!.text);
    expect(mistaken).not.toEqual([]);
    const found = await outcomesOf(reference, mistaken);
    expect(found.filter(({ failure }) => failure === undefined).map(({ each }) => each.network)).toEqual([]);
  });

  it('are what docs/conformance.md says', ({ skip }) => {
    const path = fileURLToPath(new URL('../../docs/conformance.md', import.meta.url));
    const published = readFileSync(path, 'utf8');
    const total = cases.translated.length + cases.skipped.length;
    const otherVersion = !published.includes(` ${total} cases are those of ONNX`);
    skip(otherVersion && process.env.CI !== 'true', 'the document is about another version of ONNX');
    const [, networks] = /^(\| network(?:.+\n)+)/m.exec(published)!;
    expect(render(cases, outcomes, networks!.trimEnd())).toBe(published);
  });
});
