import CliTable from 'cli-table3';
import type { Table } from './line.ts';

export function terminalTable({ columns, rows, notes }: Table): string {
  const table = new CliTable({
    head: [...columns],
    colAligns: columns.map((_, column) => (column === 0 ? 'left' : 'right')),
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    style: { head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  return [table.toString(), ...notes.map((note) => `  ${note}`)].join('\n');
}
