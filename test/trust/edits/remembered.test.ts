import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultLimits } from '../../../src/diagnostics/limits.ts';
import { type ParsedFile, parse } from '../../../src/parser/parse.ts';
import { runs } from '../effort.ts';
import { sessions } from './sessions.ts';

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
    runs({ sample: 60, deep: 20_000 }),
  );
});

/** All that parsing says, without what it keeps for the next time. */
function told({ value: { known: _, ...value }, diagnostics }: ReturnType<typeof parse>) {
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
