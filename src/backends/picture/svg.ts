import { escapeXml, type Xml } from '../../emission/escape.ts';
import { templates } from '../../generated/templates.ts';
import { describe } from './description.ts';
import { boldText, type Mark, type Placed, textSizes } from './layout/box.ts';
import { pageBox } from './layout/page.ts';
import type { Picture } from './model/picture.ts';
import { type Colours, type ThemeName, themes } from './theme.ts';

export interface SvgOptions {
  /** `auto` is light, and dark where the reader prefers that. */
  readonly theme: ThemeName;
  /** How many columns the network is broken into; as many as make a page of it if not given. */
  readonly columns: number | undefined;
}

/** The picture as one SVG file, without scripts and without anything from elsewhere. The same text on every machine. */
export function renderSvg(picture: Picture, { theme, columns }: SvgOptions): string {
  const page = pageBox(picture, { columns });
  const id = `rnc-${picture.name}`;
  return templates['picture/svg']!({
    width: show(page.width),
    height: show(page.height),
    titleId: escapeXml(`${id}-title`),
    descriptionId: escapeXml(`${id}-description`),
    title: escapeXml(picture.name),
    description: escapeXml(describe(picture)),
    light: {
      texts: Object.entries(textSizes).map(([style, size]) => ({
        style,
        size,
        bold: boldText.has(style as keyof typeof textSizes),
      })),
      ...coloursView(theme === 'dark' ? themes.dark : themes.light),
    },
    auto: theme === 'auto',
    dark: coloursView(themes.dark),
    page: boxView({ box: page, x: 0, y: 0 }),
  });
}

function coloursView({ text, muted, flow, boxes, maps }: Colours) {
  const paints = [
    ...Object.entries(boxes).map(([style, paint]) => ({ element: 'rect', style, ...paint })),
    ...Object.entries(maps).map(([style, paint]) => ({ element: 'path', style, ...paint })),
  ];
  return { text, muted, flow, behind: boxes.frame.fill, paints };
}

interface BoxView {
  readonly place: string;
  readonly group: boolean;
  readonly kind: string;
  readonly name: Xml;
  readonly shortcut: string;
  readonly title: Xml;
  readonly marks: readonly object[];
  readonly children: readonly BoxView[];
}

function boxView({ box, x, y }: Placed): BoxView {
  const { group } = box;
  return {
    place: x === 0 && y === 0 ? '' : `${show(x)} ${show(y)}`,
    group: group !== undefined,
    kind: group?.kind ?? '',
    name: escapeXml(group?.name ?? ''),
    shortcut: group?.shortcut ?? '',
    title: escapeXml(group?.title ?? ''),
    marks: box.marks.map(markView),
    children: box.children.map(boxView),
  };
}

const noMark = { isRectangle: false, isPath: false, isText: false };

function markView(mark: Mark): object {
  switch (mark.kind) {
    case 'rectangle': {
      const { style, x, y, width, height, radius } = mark;
      const numbers = { x: show(x), y: show(y), width: show(width), height: show(height) };
      return { ...noMark, isRectangle: true, style, ...numbers, radius: show(radius) };
    }
    case 'path':
      return { ...noMark, isPath: true, style: mark.style, d: mark.d };
    case 'text': {
      const { style, x, y, anchor, text, after = '' } = mark;
      return {
        ...noMark,
        ...{ isText: true, style, x: show(x), y: show(y) },
        anchor: anchor === 'start' ? '' : anchor,
        text: escapeXml(text),
        after: escapeXml(after),
      };
    }
  }
}

/** To a hundredth of a unit. */
const show = (number: number): string => String(Math.round(number * 100) / 100);
