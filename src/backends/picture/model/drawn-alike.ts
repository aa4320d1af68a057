import type { Contents } from './contents.ts';
import type { Copies, Item, Sequence } from './picture.ts';

/** Neighbouring copies that are drawn alike become one, with how often it stands there. */
export function foldCopies(copies: readonly Copies[], contents: Contents): readonly Copies[] {
  const folded: Copies[] = [];
  let key: string | undefined;
  for (const copy of copies) {
    const before = folded.at(-1);
    const next = keyOfSequence(copy.body);
    const foldable = key === next && before !== undefined && follows(before, copy, contents);
    key = next;
    if (!foldable) folded.push(copy);
    else
      folded[folded.length - 1] = {
        ...before,
        count: before.count + 1,
        last: copy.last,
        exit: copy.exit,
        lastName: copy.name,
      };
  }
  return folded;
}

/** Whether a copy reads only the result of the one before it, and nobody else reads what is in that. */
function follows(before: Copies, copy: Copies, { lastReader }: Contents): boolean {
  if (copy.inputs.length !== 1 || copy.inputs[0] !== before.exit || before.inputs.length !== 1) return false;
  // Of the copies that were folded before, the same was asked.
  for (let id = before.last; id >= before.first && id > before.last - length(copy); id -= 1)
    if (lastReader(id) > (id === before.exit ? copy.last : before.last)) return false;
  return true;
}

const length = ({ first, last }: Copies): number => last - first + 1;

/** All that is drawn of it. Two with the same key differ in nothing that a reader sees but the shapes that flow through. */
function keyOfSequence({ items, chain, references }: Sequence): string {
  return `[${items.map(keyOf).join(';')}${chain ? '' : '!'}${references.map(({ from, to }) => `${from}>${to}`).join()}]`;
}

function keyOf(item: Item): string {
  switch (item.kind) {
    case 'row':
      return [item.words, ...item.after].join('|');
    case 'join':
      return `${item.join}${item.values.length} ${item.after.join('|')}`;
    case 'residual': {
      const { kind, steps, from } = item.around;
      return `residual ${item.join} ${kind} ${from} ${keyOfSequence(item.path)} ${keyOfSequence(steps)} ${item.after.join('|')}`;
    }
    case 'gate':
      return `gate ${keyOfSequence(item.body)} ${item.after.join('|')}`;
    case 'fork':
      return `fork ${item.join} ${item.paths.map(keyOfSequence).join('/')} ${item.after.join('|')}`;
    case 'copies':
      return `${item.count} x ${keyOfSequence(item.body)}`;
    case 'frame':
      return `${item.words} ${keyOfSequence(item.body)}`;
  }
}
