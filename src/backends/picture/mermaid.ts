import { escapeMermaid } from '../../emission/escape.ts';
import { type Box, type Edge, flowChartOf, type Part } from './flow-chart.ts';
import type { Picture } from './model/picture.ts';

/** What a box's outline says: GitHub's themes choose the colours. */
const outlines: Readonly<Record<Box['role'], readonly [string, string]>> = {
  convolution: ['[', ']'],
  linear: ['[[', ']]'],
  pool: ['[/', '\\]'],
  small: ['(', ')'],
  other: ['[', ']'],
  join: ['([', '])'],
  end: ['>', ']'],
};

/** Arrows, and what is written at their middle. */
const arrows: Readonly<Record<Edge['style'], readonly [arrow: string, words: string]>> = {
  flow: ['-->', ''],
  identity: ['-->', 'identity '],
  projection: ['==>', 'projection '],
  zero_pad: ['-.->', 'zero-pad '],
  path: ['-.->', ''],
  concat: ['==>', ''],
};

/** A flowchart for GitHub, GitLab and whatever else draws Mermaid. */
export function renderMermaid(picture: Picture): string {
  const { parts, edges } = flowChartOf(picture);
  const lines = ['flowchart TB', ...parts.flatMap((part) => partLines(part, '  ')), ...edges.map(edgeLine)];
  return `${lines.join('\n')}\n`;
}

function partLines(part: Part, indent: string): readonly string[] {
  if (part.kind === 'box') {
    const [open, close] = outlines[part.role];
    return [`${indent}${part.id}${open}${quoted(part.lines)}${close}`];
  }
  return [
    `${indent}subgraph ${part.id}[${quoted(part.lines)}]`,
    ...part.parts.flatMap((child) => partLines(child, `${indent}  `)),
    `${indent}end`,
  ];
}

function edgeLine({ from, to, style, label }: Edge): string {
  const [arrow, words] = arrows[style];
  return `  ${from} ${arrow}|${quoted([`${words}${label}`])}| ${to}`;
}

const quoted = (lines: readonly string[]): string => `"${lines.map(escapeMermaid).join('<br/>')}"`;
