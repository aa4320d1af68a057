import { count } from '../../diagnostics/wording.ts';
import type { Change, Place, Property } from '../difference.ts';
import { below, type Line, lineOf } from './lines.ts';

interface Group {
  readonly line: Line;
  readonly changes: Change[];
}

/**
 * What changed in the copies of a stage or a repeat, what is the same in several copies once: `6–22` were added, `each` or `1–3` changed in
 * one way.
 */
export function linesOfCopies(stage: Change): readonly Line[] {
  const [before, after] = [stage.before!, stage.after!];
  const around = { before: before.path, after: after.path };
  const kept = stage.changes.filter((change) => change.before && change.after);
  const common = kept.length === before.repeats && kept.length === after.repeats ? commonOf(kept) : [];
  const groups = new Map<string, Group>();
  for (const change of stage.changes) {
    const own = change.attributes.filter((property) => !common.some((other) => isSame(property, other)));
    const isUnit = own.length < change.attributes.length && own.length === 0;
    const line = {
      ...lineOf({ ...change, attributes: own }, around, false),
      ...(isUnit ? { text: '' } : {}),
    };
    const key = JSON.stringify([change.kind === 'renumbered', { ...line, name: '' }]);
    const group = groups.get(key);
    if (group) group.changes.push(change);
    else groups.set(key, { line, changes: [change] });
  }
  return [...groups.values()].flatMap(({ line, changes }): readonly Line[] => {
    const [first] = changes;
    const isSaid = line.text === '' && line.note === '' && line.lines.length === 0;
    if (isSaid && first!.kind !== 'renumbered' && first!.before && first!.after) return [];
    const isEach = changes.length === before.repeats && changes.length === after.repeats;
    if (isEach && line.text === '' && line.note === '')
      return line.lines.map((inner) => ({ ...inner, name: inner.name === '' ? 'each' : `*.${inner.name}` }));
    const [old, now] = (['before', 'after'] as const).map((side) =>
      changes.flatMap((change) => (change[side] ? [below(change[side].path, around[side])] : [])),
    );
    const [from, to] = [ranges(old!), ranges(now!)];
    if (first!.before && first!.after) {
      const name = isEach ? 'each' : from === to ? to : `${from} → ${to}`;
      const text = line.text === '' && first!.kind === 'renumbered' ? 'renumbered' : line.text;
      return [{ ...line, name, text, fromEnd: isEach ? 'each' : fromEnd(now!, after) }];
    }
    const parameters = changes.reduce((sum, change) => sum + (change.before ?? change.after)!.parameters, 0);
    return [
      {
        ...{ mark: line.mark, name: first!.before ? from : to, lines: [] },
        text: changes.length === 1 ? line.text : `${changes.length} × ${line.text}`,
        note: parameters === 0 ? '' : `${count(parameters)} parameters`,
      },
    ];
  });
}

/** What every copy has changed in one way: the line of the stage says it. */
function commonOf(changes: readonly Change[]): readonly Property[] {
  return (changes[0]?.attributes ?? []).filter((property) =>
    changes.every(
      ({ attributes, kind }) => kind !== 'renumbered' && attributes.some((other) => isSame(property, other)),
    ),
  );
}

function isSame(a: Property, b: Property): boolean {
  return a.name === b.name && a.before === b.before && a.after === b.after;
}

/** Which copies, the last ones counted from the end: the same for `1–2` of three and `1–5` of six. */
function fromEnd(names: readonly string[], { repeats }: Place): string {
  const numbers = names.map(Number);
  const [first, last] = [numbers[0]!, numbers.at(-1)!];
  if (last - first !== numbers.length - 1 || Number.isNaN(last)) return names.join();
  const behind = repeats! - 1 - last;
  if (first === last) return behind === 0 ? 'last' : `${first}`;
  return `${first} to ${behind} before the end`;
}

/** `0, 3–5`; names with a number behind alike: `denselayer7–12`. */
export function ranges(names: readonly string[]): string {
  const runs: { readonly stem: string; readonly first: number; last: number }[] = [];
  const texts: string[] = [];
  for (const name of names) {
    const [, stem = name, digits] = /^(.*?)(\d{1,9})$/s.exec(name) ?? [];
    const last = runs.at(-1);
    const number = digits === undefined ? Number.NaN : Number(digits);
    if (last && last.stem === stem && last.last + 1 === number) last.last = number;
    else runs.push({ stem, first: number, last: number });
  }
  for (const { stem, first, last } of runs) {
    if (Number.isNaN(first)) texts.push(stem);
    else texts.push(first === last ? `${stem}${first}` : `${stem}${first}–${last}`);
  }
  return texts.join(', ');
}
