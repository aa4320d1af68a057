import { exact } from '../../backends/quantities.ts';
import {
  escapeHtml,
  escapeMarkdown,
  type Html,
  type Markdown,
  markdownFence,
} from '../../emission/escape.ts';
import { templates } from '../../generated/templates.ts';
import type { ComparedNetwork, Difference, NetworkDifference } from '../difference.ts';
import { figureRows } from './figure-rows.ts';
import { linesOf } from './lines.ts';
import {
  checkpointSentence,
  headLines,
  misplacedSentence,
  shapeSentences,
  sizeOf,
  titleOf,
} from './sentences.ts';
import { stageRows, stageTitles, untouchedStages } from './stage-rows.ts';
import { renamedGroups, reshapedGroups } from './tensor-lists.ts';
import { treeText } from './tree-text.ts';
import { extents } from './words.ts';

export interface MarkdownOptions {
  /** Every line, nothing folded. */
  readonly all: boolean;
}

interface Text {
  readonly text: Markdown;
}

interface Details {
  readonly title: Html;
  readonly open: boolean;
  readonly content: Markdown;
}

/** GitHub takes no comment of more than 65,536 characters. */
const longestList = 300;

/** For a pull request: the figures of each network that changed as a table, and what changed folded below it. */
export function renderMarkdown({ networks }: Difference, { all }: MarkdownOptions): string {
  const same = networks.filter(({ status }) => status === 'same');
  const others = networks.filter(({ status }) => status !== 'same');
  const views = others.map((network) => networkView(network, all));
  const names = same.map(({ after }) => after!.network).join(', ');
  const rest =
    networks.length === 0
      ? ['no networks to compare']
      : same.length === 0
        ? []
        : [`no differences in ${names}`];
  const changed = templates['diff/markdown']!({ networks: views }).trimEnd();
  return `${[changed, ...rest.map(escapeMarkdown)].filter((text) => text !== '').join('\n\n')}\n`;
}

const plain = (text: string): Text => ({ text: escapeMarkdown(text) });
const nothing = {
  before: '',
  after: '',
  hasFigures: false,
  figures: [],
  hasDetails: false,
  sentences: [],
  details: [],
};

function networkView(network: NetworkDifference, all: boolean) {
  switch (network.status) {
    case 'added':
      return {
        ...nothing,
        title: escapeMarkdown(`${network.after.network}: new`),
        statements: [plain(sizeOf(network.after))],
      };
    case 'removed':
      return {
        ...nothing,
        title: escapeMarkdown(`${network.before.network}: removed`),
        statements: [plain(`it had ${sizeOf(network.before)}`)],
      };
    case 'renamed':
      return {
        ...nothing,
        title: escapeMarkdown(titleOf(network)),
        statements: [plain('renamed, and nothing else')],
      };
    case 'same':
    case 'changed':
      return changedView(network, all);
  }
}

function changedView(network: ComparedNetwork, all: boolean) {
  const figures = figureRows(network);
  const misplaced = misplacedSentence(network.tensors);
  const named = network.before.network !== network.after.network;
  return {
    title: escapeMarkdown(titleOf(network)),
    statements: headLines(network).map(plain),
    before: escapeMarkdown(named ? network.before.network : 'before'),
    after: escapeMarkdown(named ? network.after.network : 'after'),
    hasFigures: figures.length > 0,
    figures: figures.map(([label, before, after, difference, share]) => ({
      label: escapeMarkdown(label),
      before: escapeMarkdown(before),
      after: escapeMarkdown(after),
      difference: escapeMarkdown(difference),
      share: escapeMarkdown(share),
    })),
    hasDetails: true,
    sentences: [
      plain(`Weights: ${checkpointSentence(network)}.`),
      ...(misplaced ? [plain(`Careful: ${misplaced}.`)] : []),
      ...shapeSentences(network).map((sentence) => plain(`Shapes: ${sentence}.`)),
    ],
    details: [...changeDetails(network, all), ...stageDetails(network), ...tensorDetails(network, all)],
  };
}

function changeDetails(network: ComparedNetwork, all: boolean): readonly Details[] {
  const lines = treeText(linesOf(network.changes, { before: '', after: '' }, all)).map(
    ({ mark, text, note }) => `${mark} ${text}${note === '' ? '' : `  (${note})`}`,
  );
  if (lines.length === 0) return [];
  return [
    {
      title: escapeHtml('Changes'),
      open: true,
      content: markdownFence(shortened(lines, all), 'diff'),
    },
  ];
}

function stageDetails(network: ComparedNetwork): readonly Details[] {
  const rows = stageRows(network);
  if (rows.length === 0) return [];
  const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const untouched = untouchedStages(network);
  const rest = untouched.length === 0 ? [] : ['', `Unchanged: ${escapeMarkdown(untouched.join(', '))}`];
  const table = [row(stageTitles), '|:--|:--|--:|--:|--:|--:|', ...rows.map(row), ...rest];
  return [{ title: escapeHtml('Stages'), open: false, content: table.join('\n') as Markdown }];
}

function tensorDetails({ tensors }: ComparedNetwork, all: boolean): readonly Details[] {
  const counted =
    (mark: string) =>
    ({ text, tensors: many }: { readonly text: string; readonly tensors: number }) =>
      `${mark} ${text}${many > 1 ? `  (${many} tensors)` : ''}`;
  // What is new or gone as a whole stands among the changes.
  const lines = [
    ...(all ? tensors.removed.map(({ name, shape }) => `- ${name}  ${extents(shape)}`) : []),
    ...(all ? tensors.added.map(({ name, shape }) => `+ ${name}  ${extents(shape)}`) : []),
    ...reshapedGroups(tensors, all).map(counted('! reshaped')),
    ...renamedGroups(tensors, all).map(counted('! renamed')),
  ];
  if (lines.length === 0) return [];
  return [
    {
      title: escapeHtml('Tensors'),
      open: false,
      content: markdownFence(shortened(lines, all), 'diff'),
    },
  ];
}

function shortened(lines: readonly string[], all: boolean): readonly string[] {
  if (all || lines.length <= longestList) return lines;
  return [...lines.slice(0, longestList), `  … ${exact(lines.length - longestList)} more lines`];
}
