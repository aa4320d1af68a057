import type { Outcome } from '../../diagnostics/diagnostic.ts';
import type { Graph } from '../../ir/graph.ts';
import { renderDot } from './dot.ts';
import { renderMermaid } from './mermaid.ts';
import { makePicture } from './model/make-picture.ts';
import { renderSvg } from './svg.ts';
import type { ThemeName } from './theme.ts';

export type { ThemeName } from './theme.ts';

export type PictureFormat = 'svg' | 'mermaid' | 'dot';

export interface DrawOptions {
  readonly format?: PictureFormat;
  /** Of an SVG: its colours; `auto`, which follows the reader's preference, if not given. */
  readonly theme?: ThemeName;
  /** Of an SVG: how many columns the network is broken into; as many as make a page of it if not given. */
  readonly columns?: number;
  /** Every block is drawn, also those that are drawn alike. */
  readonly unfold?: boolean;
}

/** A network drawn, as text. */
export function drawNetwork(
  graph: Graph,
  { format = 'svg', theme = 'auto', columns, unfold = false }: DrawOptions = {},
): Outcome<string> {
  const { value: picture, diagnostics } = makePicture(graph, { unfold });
  switch (format) {
    case 'svg':
      return { value: renderSvg(picture, { theme, columns }), diagnostics };
    case 'mermaid':
      return { value: renderMermaid(picture), diagnostics };
    case 'dot':
      return { value: renderDot(picture), diagnostics };
  }
}
