import { fold } from '../../../ir/fold.ts';
import type { EntryLabel } from '../scope/label-expressions.ts';
import type { Entry } from './entry.ts';

/** Whether the chain's names are the positions that an `nn.Sequential` gives by itself; what owns no tensor may have any. */
export function isPositional(entries: readonly Entry[]): boolean {
  const names = namesOf(entries, new Map());
  return names?.every((name, position) => name === undefined || name === String(position)) === true;
}

/** The names in order, undefined for those that may be anything; undefined as a whole where they are not known here. */
function namesOf(
  entries: readonly Entry[],
  indices: ReadonlyMap<string, number>,
): readonly (string | undefined)[] | undefined {
  const all: (string | undefined)[] = [];
  for (const entry of entries) {
    let names: readonly (string | undefined)[] | undefined;
    switch (entry.kind) {
      case 'module':
        names = nameOf(entry, indices);
        break;
      case 'copies':
        names = rounds(entry.start, entry.end, entry.index, indices, (inner) => nameOf(entry, inner));
        break;
      case 'loop':
        names = rounds(0, entry.count, entry.index, indices, (inner) => namesOf(entry.body, inner));
        break;
      case 'if':
        return undefined;
      case 'statement':
        names = [];
    }
    if (names === undefined) return undefined;
    all.push(...names);
  }
  return all;
}

function rounds(
  start: number,
  end: string,
  index: string,
  indices: ReadonlyMap<string, number>,
  round: (indices: ReadonlyMap<string, number>) => readonly (string | undefined)[] | undefined,
): readonly (string | undefined)[] | undefined {
  if (!/^\d+$/.test(end)) return undefined;
  const all: (string | undefined)[] = [];
  for (let number = start; number < Number(end); number++) {
    const names = round(new Map([...indices, [index, number]]));
    if (names === undefined) return undefined;
    all.push(...names);
  }
  return all;
}

function nameOf(
  { owns, label }: { readonly owns: boolean; readonly label: EntryLabel | undefined },
  indices: ReadonlyMap<string, number>,
): readonly (string | undefined)[] | undefined {
  if (!owns) return [undefined];
  const parts = (label?.template ?? []).map((part) => {
    if (typeof part === 'string') return part;
    const settled = fold(part, (name) =>
      name.kind === 'index' && indices.has(name.name)
        ? { kind: 'constant', value: indices.get(name.name)! }
        : undefined,
    );
    return settled.kind === 'constant' ? String(settled.value) : undefined;
  });
  return parts.includes(undefined) ? undefined : [parts.join('')];
}

/** Whether the chain can be written as one expression: a dictionary has modules, or is one comprehension. */
export function isExpression(entries: readonly Entry[]): boolean {
  const modules = entries.filter(({ kind }) => kind !== 'statement');
  const copies = modules.filter(({ kind }) => kind === 'copies');
  if (modules.length !== copies.length + modules.filter(({ kind }) => kind === 'module').length) return false;
  return copies.length === 0 || modules.length === 1 || isPositional(entries);
}
