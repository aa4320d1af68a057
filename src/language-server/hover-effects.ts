import { exact, short, shape as showShape } from '../backends/quantities.ts';
import { plural } from '../diagnostics/wording.ts';
import type { Effect } from './effects.ts';

const mostRows = 8;

/** Runs with one outcome: the first of them, and what all of them see. */
interface Row {
  readonly effect: Effect;
  readonly fields: readonly number[];
  readonly count: number;
}

/** What a statement does, in a line; where instances differ, in a table with a row for all that are alike. */
export function showEffects(effects: readonly Effect[]): string | undefined {
  const alike = new Map<string, Row>();
  for (const effect of effects) {
    const { before, after, parameters, macs, receptiveField } = effect;
    const key = JSON.stringify([before, after, parameters, macs]);
    const known = alike.get(key);
    const fields = [...(known?.fields ?? []), ...(receptiveField === undefined ? [] : [receptiveField])];
    alike.set(key, { effect: known?.effect ?? effect, fields, count: (known?.count ?? 0) + 1 });
  }
  const rows = [...alike.values()];
  const [first] = rows;
  if (first === undefined) return undefined;
  if (rows.length > 1) return table(rows);
  const more = first.count > 1 ? [`in ${exact(first.count)} instances`] : [];
  return [`**${shapes(first.effect)}**`, ...costs(first), ...more].join(' · ');
}

interface Column {
  readonly title: string;
  readonly alignment: ':--' | '--:';
  readonly cell: (row: Row) => string;
}

function table(rows: readonly Row[]): string {
  const severalNetworks = new Set(rows.map(({ effect }) => effect.network)).size > 1;
  const all: readonly Column[] = [
    { title: '', alignment: ':--', cell: (row) => where(row, severalNetworks) },
    { title: 'shape', alignment: ':--', cell: ({ effect }) => shapes(effect) },
    { title: 'parameters', alignment: '--:', cell: ({ effect }) => unlessZero(effect.parameters, exact) },
    { title: 'MACs', alignment: '--:', cell: ({ effect }) => unlessZero(effect.macs, short) },
    { title: 'receptive field', alignment: '--:', cell: ({ fields }) => between(fields) },
  ];
  const shown = rows.slice(0, mostRows);
  const columns = all.filter(({ cell }) => shown.some((row) => cell(row) !== ''));
  const left = rows.slice(mostRows).reduce((total, { count }) => total + count, 0);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ alignment }) => alignment)),
    ...shown.map((row) => line(columns.map(({ cell }) => cell(row)))),
    ...(left > 0 ? [line(columns.map((_, column) => (column === 0 ? `and ${exact(left)} more` : '')))] : []),
  ].join('\n');
}

function where({ effect, count }: Row, severalNetworks: boolean): string {
  const path = effect.path === '' ? [] : [`\`${effect.path}\``];
  const names = severalNetworks ? [effect.network, ...path] : path;
  return [...names, ...(count > 1 ? [`and ${exact(count - 1)} more`] : [])].join(' ');
}

function unlessZero(number: number, show: (number: number) => string): string {
  return number === 0 ? '' : show(number);
}

function between(numbers: readonly number[]): string {
  if (numbers.length === 0) return '';
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? String(least) : `${least} … ${most}`;
}

function shapes({ before, after }: Effect): string {
  const end = after === undefined ? '' : showShape(after);
  return before === undefined ? end : `${showShape(before)} → ${end}`;
}

function costs({ effect: { parameters, macs }, fields }: Row): readonly string[] {
  return [
    ...(parameters > 0 ? [plural(parameters, 'parameter')] : []),
    ...(macs > 0 ? [`${short(macs)} MACs`] : []),
    ...(fields.length > 0 ? [`receptive field ${between(fields)}`] : []),
  ];
}
