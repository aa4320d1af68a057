import type { Table } from './line.ts';

export function markdownTable({ columns, rows, notes }: Table): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = row(columns.map((_, column) => (column === 0 ? '---' : '--:')));
  return [row(columns), rule, ...rows.map(row), '', ...notes.map((note) => `- ${note}`)].join('\n');
}
