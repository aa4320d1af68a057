import { count } from '../../diagnostics/wording.ts';
import type { Change, Place, Property } from '../difference.ts';
import { linesOfCopies } from './copies.ts';
import { extents, shorterChange, signed } from './words.ts';

/** A line of the tree of changes, before it is laid out. */
export interface Line {
  readonly mark: Mark;
  /** The path below the line above. */
  readonly name: string;
  readonly text: string;
  /** What follows from it: a shape, a number of parameters. */
  readonly note: string;
  readonly lines: readonly Line[];
  /** Of copies: the name counted from the last, the same in longer stages. */
  readonly fromEnd?: string;
}

/** Those of a unified diff, and `~` for what stands in both networks. */
export type Mark = '+' | '-' | '~';

/** The paths of what the lines stand in. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

/** A longer run of what was added or removed is one line. */
const longestRun = 8;

/** The changes as lines; `all` folds nothing and leaves nothing out. */
export function linesOf(changes: readonly Change[], around: Around, all: boolean): readonly Line[] {
  const lines = runsOf(changes).flatMap((run): readonly Line[] =>
    all || run.length <= longestRun || isKept(run[0]!)
      ? run.map((change) => lineOf(change, around, all))
      : [foldedRun(run, around)],
  );
  return all ? lines : withoutRepeats(lines);
}

/** What changed in one stage as in another, apart from what follows from it, is told once. */
function withoutRepeats(lines: readonly Line[]): readonly Line[] {
  const told = new Map<string, string>();
  return lines.map((line) => {
    if (line.lines.length < 2) return line;
    const key = keyOf(line.lines);
    const other = told.get(key);
    if (other === undefined) {
      told.set(key, line.name);
      return line;
    }
    return { ...line, lines: [{ mark: '~', name: '', text: `inside as in ${other}`, note: '', lines: [] }] };
  });
}

const keyOf = (lines: readonly Line[]): string =>
  JSON.stringify(
    lines.map(({ mark, name, fromEnd, text, lines: inner }) => [mark, fromEnd ?? name, text, keyOf(inner)]),
  );

const isKept = ({ kind }: Change): boolean => kind !== 'added' && kind !== 'removed';

/** Neighbours of one kind. */
function runsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const runs: Change[][] = [];
  for (const change of changes) {
    const last = runs.at(-1);
    if (last && last[0]!.kind === change.kind) last.push(change);
    else runs.push([change]);
  }
  return runs;
}

function foldedRun(run: readonly Change[], around: Around): Line {
  const places = run.map(({ before, after }) => (before ?? after)!);
  const sum = (key: 'operators' | 'parameters'): number =>
    places.reduce((total, place) => total + place[key], 0);
  const side = run[0]!.before ? 'before' : 'after';
  const [first, last] = [places[0]!, places.at(-1)!].map(({ path }) => below(path, around[side]));
  return {
    mark: run[0]!.before ? '-' : '+',
    name: first === last ? first! : `${first} … ${last}`,
    text: `${run.length} parts of ${count(sum('operators'))} operators`,
    note: parameters(sum('parameters')),
    lines: [],
  };
}

export function lineOf(change: Change, around: Around, all: boolean): Line {
  const { before, after, changes } = change;
  const name = nameOf(change, around);
  if (before === null || after === null) {
    const place = (before ?? after)!;
    return {
      mark: before ? '-' : '+',
      name,
      text: place.text,
      note: parameters(place.parameters),
      lines: [],
    };
  }
  const inner = { before: before.path, after: after.path };
  const text = textOf(change, all);
  const lines =
    before.repeats !== null && after.repeats !== null && !all
      ? linesOfCopies(change)
      : linesOf(changes, inner, all);
  return { mark: '~', name, text, note: noteOf(change), lines };
}

/** `conv1`, and `conv1 → stem.conv` where it has another name now. */
function nameOf({ kind, before, after }: Change, around: Around): string {
  const [old, now] = [before && below(before.path, around.before), after && below(after.path, around.after)];
  // An identity has no path of its own, nor has a shortcut whose braces add no label.
  if (old === null || now === null || old === '' || now === '') return now || old || '';
  const told = kind === 'renamed' || kind === 'renumbered' || !(isPosition(before!) && isPosition(after!));
  return old === now || !told ? now : `${old} → ${now}`;
}

/** An operator that is called by its kind and position, which say nothing. */
function isPosition({ part, path, text }: Place): boolean {
  const [, kind] = /(?:^|\.)([a-z_0-9]*[a-z_])\d+$/.exec(path) ?? [];
  return part === 'operator' && kind === text.split(' ')[0];
}

function textOf(change: Change, all: boolean): string {
  const [before, after] = [change.before!, change.after!];
  const told = change.attributes.filter(({ follows }) => all || !follows);
  const words = [...(change.kind === 'moved' ? ['moved'] : []), ...told.map(propertyText)];
  const isWhole = told.some(({ name }) => name === 'operator' || name === 'block' || name === 'shortcut');
  if (isWhole) {
    const rest = told.filter(({ name }) => name === 'inputs').map(propertyText);
    return [shorterChange(before.text, after.text), ...rest].join(', ');
  }
  if (before.repeats !== null) return shorterChange(before.text, after.text);
  const [kind] = before.text.split(/[ (]/);
  return words.length === 0 ? '' : `${kind} ${words.join(', ')}`;
}

export function propertyText({ name, before, after }: Property): string {
  if (name === 'inputs') return `reads ${after} instead of ${before}`;
  if (name === 'output') return `the result is ${after} instead of ${before}`;
  return `${name} ${before ?? 'default'} → ${after ?? 'default'}`;
}

/** Another number of channels is what the attributes say; another height or width is not. */
function noteOf({ kind, before, after, output }: Change): string {
  if (kind !== 'moved' && output && output.before.slice(1).join() !== output.after.slice(1).join())
    return `${extents(output.before)} → ${extents(output.after)}`;
  const difference = after!.parameters - before!.parameters;
  return before!.repeats !== null && difference !== 0 ? `${signed(difference)} parameters` : '';
}

const parameters = (number: number): string => (number === 0 ? '' : `${count(number)} parameters`);

export function below(path: string, around: string): string {
  if (around === '') return path;
  return path.startsWith(`${around}.`) ? path.slice(around.length + 1) : path === around ? '' : path;
}
