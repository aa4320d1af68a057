import { createColors } from 'picocolors';
import { exact } from '../../backends/quantities.ts';
import { cell, layOut, type Paint, type TableRow } from '../../backends/report/columns.ts';
import { escapeTerminal as safe } from '../../emission/escape.ts';
import type { ComparedNetwork, Difference } from '../difference.ts';
import { figureRows } from './figure-rows.ts';
import { linesOf } from './lines.ts';
import {
  checkpointSentence,
  headLines,
  misplacedSentence,
  shapeChange,
  shapeSentences,
  sizeOf,
  titleOf,
} from './sentences.ts';
import { stageRows, stageTitles, untouchedStages } from './stage-rows.ts';
import { renamedGroups, reshapedGroups, type TensorGroup } from './tensor-lists.ts';
import { treeText } from './tree-text.ts';
import { extents } from './words.ts';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
  /** Every line, nothing folded. */
  readonly all: boolean;
}

interface Page extends TextOptions {
  readonly colours: ReturnType<typeof createColors>;
}

type Lines = readonly string[];

/** For a terminal: of each network what matters most first. */
export function renderText({ networks }: Difference, options: TextOptions): string {
  const page: Page = { ...options, colours: createColors(options.colour) };
  const { bold, green, red } = page.colours;
  const sections: Lines[] = [];
  const same: string[] = [];
  for (const network of networks) {
    switch (network.status) {
      case 'added':
        sections.push([`${green(`+ network ${safe(network.after.network)}`)}  ${sizeOf(network.after)}`]);
        break;
      case 'removed':
        sections.push([`${red(`- network ${safe(network.before.network)}`)}  ${sizeOf(network.before)}`]);
        break;
      case 'renamed':
        sections.push([`${bold(safe(titleOf(network)))}  renamed, and nothing else`]);
        break;
      case 'same': {
        const heads = headLines(network).map((line) => `  ${safe(line)}`);
        if (networks.length > 1 && heads.length === 0) same.push(network.after.network);
        else sections.push([`${bold(safe(titleOf(network)))}  no differences`, ...heads]);
        break;
      }
      case 'changed':
        sections.push(changedNetwork(network, page));
        break;
    }
  }
  if (same.length > 0) sections.push(wrapped(`no differences in ${same.join(', ')}`, page.width, ''));
  if (sections.length === 0) sections.push(['no networks to compare']);
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function changedNetwork(network: ComparedNetwork, page: Page): Lines {
  const heads = headLines(network).flatMap((line) => wrapped(line, page.width, '  '));
  const blocks: readonly Lines[] = [
    [page.colours.bold(safe(titleOf(network))), ...heads],
    figuresTable(network, page),
    stagesTable(network, page),
    titled('changes', changeLines(network, page), page),
    titled('shapes', shapeLines(network, page), page),
    titled('weights', weightLines(network, page), page),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

const titled = (title: string, lines: Lines, { colours }: Page): Lines =>
  lines.length === 0 ? [] : [colours.bold(title), ...lines];

function figuresTable(network: ComparedNetwork, { colours, width }: Page): Lines {
  const rows: TableRow[] = figureRows(network).map(([label, before, after, difference, share]) => {
    const paint = difference.startsWith('+') ? colours.yellow : colours.cyan;
    const sides = [cell(before), cell('→'), cell(after)];
    return [cell(`  ${label}`), ...sides, cell(difference, paint), cell(share, colours.dim)];
  });
  if (rows.length === 0)
    return [colours.dim('  parameters, MACs, memory, receptive field and depth are as before')];
  const [left, right] = [{ align: 'left' }, { align: 'right' }] as const;
  return layOut(rows, [left, right, left, right, right, right], width, colours.dim);
}

function stagesTable(network: ComparedNetwork, { colours, width }: Page): Lines {
  const rows = stageRows(network);
  if (rows.length === 0) return [];
  const painted = (cells: readonly string[], paintOf: (index: number) => Paint | undefined): TableRow =>
    cells.map((text, index) => cell(index === 0 ? `  ${text}` : text, paintOf(index)));
  const isShare = (index: number): boolean => index === 3 || index === 5;
  const table = [
    painted(stageTitles, () => colours.dim),
    ...rows.map((row) => painted(row, (index) => (isShare(index) ? colours.dim : undefined))),
  ];
  const right = { align: 'right' } as const;
  const columns = [{ align: 'left', cut: 'start' }, { align: 'left' }, right, right, right, right] as const;
  const untouched = untouchedStages(network);
  const rest = untouched.length === 0 ? [] : wrapped(`unchanged: ${untouched.join(', ')}`, width, '  ');
  return [...layOut(table, columns, width, colours.dim), ...rest.map(colours.dim)];
}

function changeLines({ changes }: ComparedNetwork, { colours, all }: Page): Lines {
  const paints: Readonly<Record<string, Paint>> = { '+': colours.green, '-': colours.red };
  return treeText(linesOf(changes, { before: '', after: '' }, all)).map(({ mark, text, note }) => {
    const paint = paints[mark] ?? String;
    return paint(safe(`${mark} ${text}`)) + (note === '' ? '' : colours.dim(safe(`  ${note}`)));
  });
}

function shapeLines(network: ComparedNetwork, { width, all }: Page): Lines {
  const details = all ? network.shapes.changed : [];
  return [
    ...shapeSentences(network).flatMap((sentence) => wrapped(sentence, width, '  ')),
    ...details.map((change) => `    ${safe(shapeChange(change))} (${change.cause})`),
  ];
}

/** More lines than this say how many are left out. */
const longestList = 8;

function weightLines(network: ComparedNetwork, { width, all, colours }: Page): Lines {
  const { tensors } = network;
  const misplaced = misplacedSentence(tensors);
  const list = (title: string, groups: readonly TensorGroup[]): Lines => {
    const shown = all ? groups : groups.slice(0, longestList);
    const left = groups.slice(shown.length).reduce((sum, group) => sum + group.tensors, 0);
    const counted = (many: number): string => (many > 1 ? colours.dim(`  (${exact(many)} tensors)`) : '');
    return [
      ...shown.map(({ text, tensors: many }) => `  ${title} ${safe(text)}${counted(many)}`),
      ...(left > 0 ? [colours.dim(`  ${title} … ${exact(left)} more; --all names them`)] : []),
    ];
  };
  const named = (title: string, list: typeof tensors.added): Lines =>
    all ? list.map(({ name, shape }) => `  ${title} ${safe(name)}  ${extents(shape)}`) : [];
  return [
    ...wrapped(checkpointSentence(network), width, '  '),
    ...(misplaced ? wrapped(`careful: ${misplaced}`, width, '  ').map(colours.yellow) : []),
    ...list('reshaped', reshapedGroups(tensors, all)),
    ...list('renamed ', renamedGroups(tensors, all)),
    ...named('gone    ', tensors.removed),
    ...named('new     ', tensors.added),
  ];
}

/** Breaks at blanks; what follows the first line stands further in. */
function wrapped(text: string, width: number, indent: string): Lines {
  const lines: string[] = [];
  let line = '';
  for (const word of safe(text).split(' ')) {
    const start = lines.length === 0 ? indent : `${indent}  `;
    const joined = line === '' ? start + word : `${line} ${word}`;
    if (line !== '' && joined.length > width) {
      lines.push(line);
      line = `${indent}  ${word}`;
    } else line = joined;
  }
  return [...lines, line];
}
