import type { NumberArray } from '../data/npy.ts';
import { printable } from '../diagnostics/render/printable.ts';

/**
 * The `count` largest outputs of each picture, one row each: rank, class, the network's own output, and its share after a
 * softmax, which is left out where the network ends in one.
 */
export function topTable(
  output: NumberArray,
  count: number,
  labels: readonly string[] | undefined,
  probabilities: boolean,
): string {
  const [batch = 1, classes = 1] = output.shape;
  const tables = Array.from({ length: batch }, (_, index) => {
    const scores = output.data.subarray(index * classes, (index + 1) * classes);
    const largest = scores.reduce((best, score) => Math.max(best, score), -Infinity);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - largest), 0);
    const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
    const rows = order.slice(0, count).map((place, rank) => {
      const score = scores[place]!;
      const label = labels?.[place];
      return [
        String(rank + 1),
        label === undefined ? String(place) : `${place} ${printable(label)}`,
        score.toPrecision(5),
        ...(probabilities ? [] : [`${((100 * Math.exp(score - largest)) / total).toFixed(2)} %`]),
      ];
    });
    const header = [
      '',
      'class',
      probabilities ? 'probability' : 'output',
      ...(probabilities ? [] : ['softmax']),
    ];
    const title = batch > 1 ? `input ${index}\n` : '';
    return title + aligned([header, ...rows]);
  });
  return tables.join('\n');
}

/** Columns two blanks apart: the class to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const cell = (text: string, column: number): string =>
    column === 1 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!);
  return rows.map((row) => `${row.map(cell).join('  ').trimEnd()}\n`).join('');
}
