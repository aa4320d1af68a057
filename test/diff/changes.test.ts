import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { compared, told } from './compared.ts';

describe.each(cases)('$name', ({ before, after, changes, tensors }) => {
  const network = compared(before, after);

  test('is told, and nothing else', () => {
    expect(told(network.changes)).toEqual(changes);
    expect(network.status).toBe(changes.length === 0 ? 'same' : 'changed');
  });

  if (tensors === undefined) return;
  test('says what an old checkpoint is worth', () => {
    const names = (list: readonly { readonly before: string; readonly after: string }[]): readonly string[] =>
      list.map((tensor) =>
        tensor.before === tensor.after ? tensor.after : `${tensor.before} → ${tensor.after}`,
      );
    const { same, renamed, reshaped, removed, added, misplaced } = network.tensors;
    expect({
      same,
      renamed: names(renamed),
      reshaped: names(reshaped),
      removed: removed.map(({ name }) => name),
      added: added.map(({ name }) => name),
      misplaced,
    }).toEqual({ renamed: [], reshaped: [], removed: [], added: [], misplaced: [], ...tensors });
  });
});
