import type { PathStyle, RectangleStyle } from './layout/box.ts';

export type ThemeName = 'light' | 'dark' | 'auto';

interface Paint {
  readonly fill: string;
  readonly line: string;
}

export interface Colours {
  readonly text: string;
  /** Of words that stand behind others. */
  readonly muted: string;
  readonly flow: string;
  readonly boxes: Readonly<Record<RectangleStyle, Paint>>;
  readonly maps: Readonly<Record<Extract<PathStyle, 'face' | 'top'>, Paint>>;
}

/** Text has a contrast of at least 4.5 to whatever it stands on, lines and borders of 3 (WCAG 2.2, AA). */
export const themes: Readonly<Record<Exclude<ThemeName, 'auto'>, Colours>> = {
  light: {
    text: '#1a2233',
    muted: '#4d5768',
    flow: '#3d4757',
    boxes: {
      page: { fill: '#ffffff', line: 'none' },
      frame: { fill: '#f5f7fa', line: '#858f9e' },
      join: { fill: '#ffffff', line: '#3d4757' },
      convolution: { fill: '#dbe8fb', line: '#3467ad' },
      linear: { fill: '#ebe2fa', line: '#7449b8' },
      pool: { fill: '#fdeecb', line: '#946200' },
      small: { fill: '#e9edf2', line: '#6b7686' },
      other: { fill: '#dcf2e2', line: '#2c7a45' },
    },
    maps: {
      face: { fill: '#b9c9de', line: '#4a5f7d' },
      top: { fill: '#e4ecf6', line: '#4a5f7d' },
    },
  },
  dark: {
    text: '#e8edf4',
    muted: '#a9b4c2',
    flow: '#aab5c4',
    boxes: {
      page: { fill: '#0d1117', line: 'none' },
      frame: { fill: '#151b23', line: '#6c7683' },
      join: { fill: '#0d1117', line: '#aab5c4' },
      convolution: { fill: '#1a3152', line: '#6ba3f5' },
      linear: { fill: '#34254f', line: '#b597ee' },
      pool: { fill: '#3f300d', line: '#d6a93a' },
      small: { fill: '#252c35', line: '#8c97a5' },
      other: { fill: '#173822', line: '#5cb377' },
    },
    maps: {
      face: { fill: '#3c5069', line: '#93a9c6' },
      top: { fill: '#5d7593', line: '#93a9c6' },
    },
  },
};
