import type { Limits } from '../src/diagnostics/limits.ts';
import { defaultLimits } from '../src/diagnostics/limits.ts';

/** What each limit bounds, for a reader of the reference. */
const words: Readonly<Record<keyof Limits, string>> = {
  bytes: 'bytes of one file',
  nesting: 'brackets inside brackets',
  expression: 'operators of one expression',
  depth: 'blocks inside blocks, with the braces around each call',
  list: 'values of one list, with those of the lists in it',
  name: 'characters of one name',
  operators: 'operators of a network, unrolled',
  steps: 'statements executed for a network',
  dimension: 'one extent: channels, height, width, units',
  elements: 'elements of one tensor or value',
  files: 'files of one compilation',
  importDepth: 'imports inside imports',
  diagnostics: 'problems shown; the others are counted',
};

export function limitTable(): string {
  const rows = Object.entries(words).map(
    ([name, what]) => `| ${what} | ${defaultLimits[name as keyof Limits].toLocaleString('en-US')} |`,
  );
  return ['| | at most |', '|---|---|', ...rows].join('\n');
}
