import type { Code } from '../../emission/python-layout.ts';
import { flatten } from '../../emission/python-layout.ts';
import type { Symbolic } from '../../ir/symbolic.ts';
import { equal } from '../../ir/trace.ts';
import { increase } from './shape-formulas.ts';

/** The first number and the step of an arithmetic progression. */
export function growth(
  channels: readonly (Symbolic | undefined)[],
): { readonly start: Symbolic; readonly step: Symbolic } | undefined {
  const [start, second, third] = channels;
  const step = increase(start, second, third);
  if (start === undefined || step === undefined) return undefined;
  const grows = channels
    .slice(2)
    .every((each, position) => equal(increase(channels[position], channels[position + 1], each), step));
  return grows ? { start, step } : undefined;
}

/** One call for all copies: an argument that the first or last has otherwise asks for the number. */
export function mergedCalls(first: Code, middle: Code, last: Code, variable: string, count: string): Code {
  if (typeof first === 'string' || typeof middle === 'string' || typeof last === 'string') return middle;
  const items = middle.items.map((item, position) => {
    const [a, b, c] = [first.items[position], item, last.items[position]].map((each) =>
      flatten(each ?? item),
    );
    const keyword = /^\w+=/.exec(b!)?.[0] ?? '';
    const bare = (text: string): string => text.slice(keyword.length);
    let text = bare(b!);
    if (c !== b) text = `${bare(c!)} if ${variable} == ${count} - 1 else ${text}`;
    if (a !== b) text = `${bare(a!)} if ${variable} == 0 else ${text}`;
    return keyword + text;
  });
  return { ...middle, items };
}
