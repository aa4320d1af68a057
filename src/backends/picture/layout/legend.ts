import type { Item, Sequence } from '../model/picture.ts';
import { type Box, type LineStyle, type Mark, type Placed, textSizes } from './box.ts';
import { featureMapBox } from './feature-map.ts';
import { joinBox } from './join.ts';
import { arrow, roundedPath } from './lines.ts';
import { lanesOf } from './sequence.ts';
import { textWidth } from './text-width.ts';

const sampleWidth = 44;
const besideSample = 9;
const betweenEntries = 22;
const lineHeight = 26;

/** What a picture has that a reader may not know. */
export interface Used {
  readonly lines: ReadonlySet<LineStyle>;
  readonly gates: boolean;
  readonly copies: boolean;
}

export function usedIn(body: Sequence): Used {
  const lines = new Set<LineStyle>();
  const used = { gates: false, copies: false };
  const visit = (sequence: Sequence): void => {
    if (sequence.chain) for (const { style } of lanesOf(sequence)) lines.add(style);
    sequence.items.forEach(visitItem);
  };
  const visitItem = (item: Item): void => {
    switch (item.kind) {
      case 'residual':
        lines.add(item.join === 'concat' ? 'concat' : item.around.kind);
        visit(item.path);
        visit(item.around.steps);
        return;
      case 'fork':
        item.paths.forEach(visit);
        return;
      case 'gate':
        used.gates = true;
        visit(item.body);
        return;
      case 'copies':
        used.copies ||= item.count > 1;
        visit(item.body);
        return;
      case 'frame':
        visit(item.body);
        return;
      case 'row':
      case 'join':
        return;
    }
  };
  visit(body);
  return { lines, ...used };
}

const lineWords: Readonly<Record<Exclude<LineStyle, 'flow'>, string>> = {
  identity: 'shortcut: identity',
  projection: 'shortcut: projection, with weights',
  zero_pad: 'shortcut: zeros for new channels, no weights',
  path: 'shortcut: operators without weights',
  concat: 'shortcut: concatenated, not added',
};

/** The styles of lines that occur, what folded copies look like, and what the sizes of feature maps mean. */
export function legendBox(used: Used, width: number): Box {
  const entries: { readonly sample: Box; readonly words: string }[] = [];
  for (const style of Object.keys(lineWords) as (keyof typeof lineWords)[])
    if (used.lines.has(style)) entries.push({ sample: lineSample(style), words: lineWords[style] });
  if (used.gates) entries.push({ sample: joinBox('multiply', [], ''), words: 'scaled by a gate' });
  if (used.copies) entries.push({ sample: bracketSample(), words: 'N blocks that are drawn alike' });
  entries.push({
    sample: mapSample(),
    words: 'feature map: √height × √width, √channels thick',
  });
  const children: Placed[] = [];
  const marks: Mark[] = [];
  let x = 0;
  let y = 0;
  let widest = width;
  for (const { sample, words } of entries) {
    const entryWidth = sampleWidth + besideSample + textWidth(words, textSizes.legend);
    if (x > 0 && x + entryWidth > width) {
      x = 0;
      y += lineHeight;
    }
    children.push({
      box: sample,
      x: x + (sampleWidth - sample.width) / 2,
      y: y + (lineHeight - sample.height) / 2,
    });
    marks.push({
      kind: 'text',
      style: 'legend',
      anchor: 'start',
      x: x + sampleWidth + besideSample,
      y: y + lineHeight / 2 + 4.5,
      text: words,
    });
    widest = Math.max(widest, entryWidth);
    x += entryWidth + betweenEntries;
  }
  const group = { kind: 'legend', title: 'legend', name: '' } as const;
  return { width: widest, height: y + lineHeight, axis: 0, marks, children, group };
}

const plain = (width: number, height: number, marks: readonly Mark[]): Box => ({
  width,
  height,
  axis: 0,
  marks,
  children: [],
});

function lineSample(style: LineStyle): Box {
  const points = [
    { x: 0, y: 3 },
    { x: sampleWidth, y: 3 },
  ];
  return plain(sampleWidth, 6, arrow(style, points));
}

function bracketSample(): Box {
  const d = roundedPath([
    { x: 43, y: 1 },
    { x: 37, y: 1 },
    { x: 37, y: 19 },
    { x: 43, y: 19 },
  ]);
  return plain(sampleWidth, 20, [
    { kind: 'text', style: 'times', anchor: 'end', x: 32, y: 15.5, text: '× N' },
    { kind: 'path', style: 'bracket', d },
  ]);
}

function mapSample(): Box {
  const ends = { in: false, out: false, words: '' };
  const { height, marks } = featureMapBox([64, 28, 28], { side: 420, channels: 2048 }, ends);
  return plain(
    36,
    height,
    marks.filter(({ kind }) => kind !== 'text'),
  );
}
