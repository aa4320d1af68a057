import type { ReportStage } from '../backends/report/report.ts';
import { rowsOf } from '../backends/report/rows.ts';
import type { Graph, NodeId } from '../ir/graph.ts';
import type { StageDifference } from './difference.ts';
import type { PairedNodes } from './pair.ts';

export interface Rows {
  readonly graph: Graph;
  /** The report's, in the order of `rowsOf`. */
  readonly stages: readonly ReportStage[];
}

/**
 * The rows of two reports side by side. Two are the same one where most of their operators are, so that a stage keeps its row under another
 * name; the rest are told by their names.
 */
export function compareStages(
  before: Rows,
  after: Rows,
  { afterOf }: PairedNodes,
  untouched: (id: NodeId) => boolean,
): readonly StageDifference[] {
  const [old, now] = [rowsOf(before.graph), rowsOf(after.graph)];
  const rowOf = new Map(now.flatMap(({ nodes }, row) => nodes.map(({ id }) => [id, row] as const)));
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  const pair = (row: number, other: number | undefined): void => {
    if (other === undefined || partner.has(row) || taken.has(other)) return;
    partner.set(row, other);
    taken.add(other);
  };
  const shared = old.map(({ nodes }) => {
    const counts = new Map<number, number>();
    for (const { id } of nodes) {
      const row = rowOf.get(afterOf.get(id) ?? -1);
      if (row !== undefined) counts.set(row, (counts.get(row) ?? 0) + 1);
    }
    return counts;
  });
  const candidates = shared.flatMap((counts, row) =>
    [...counts].map(([other, count]) => ({ row, other, count })),
  );
  candidates.sort((a, b) => b.count - a.count || a.row + a.other - (b.row + b.other));
  for (const { row, other } of candidates) pair(row, other);
  old.forEach(({ name }, row) => {
    const other = now.findIndex((each, index) => each.name === name && !taken.has(index));
    pair(row, other < 0 ? undefined : other);
  });
  return merged(old.length, now.length, partner).map(([row, other]): StageDifference => {
    const sides = {
      before: row === undefined ? null : before.stages[row]!,
      after: other === undefined ? null : after.stages[other]!,
    };
    if (row === undefined) return { status: 'added', ...sides };
    if (other === undefined) return { status: 'removed', ...sides };
    const [nodes, others] = [old[row]!.nodes, now[other]!.nodes];
    const same =
      nodes.length === others.length &&
      JSON.stringify(sides.before) === JSON.stringify(sides.after) &&
      nodes.every(({ id }, index) => afterOf.get(id) === others[index]!.id && untouched(id));
    return { status: same ? 'same' : 'changed', ...sides };
  });
}

/** The new rows in their order, each gone one behind its neighbour of before. */
function merged(
  rows: number,
  others: number,
  partner: ReadonlyMap<number, number>,
): readonly (readonly [number | undefined, number | undefined])[] {
  const rowOf = new Map([...partner].map(([row, other]) => [other, row]));
  const order: (readonly [number | undefined, number | undefined])[] = [];
  const goneBehind = (row: number): void => {
    for (let next = row + 1; next < rows && !partner.has(next); next++) order.push([next, undefined]);
  };
  goneBehind(-1);
  for (let other = 0; other < others; other++) {
    const row = rowOf.get(other);
    order.push([row, other]);
    if (row !== undefined) goneBehind(row);
  }
  return order;
}
