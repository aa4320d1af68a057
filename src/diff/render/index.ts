import { indentedJson } from '../../backends/report/json.ts';
import type { Difference } from '../difference.ts';
import { renderMarkdown } from './markdown.ts';
import { renderText, type TextOptions } from './text.ts';

export type DiffFormat = 'text' | 'json' | 'markdown';

export type DiffOptions = TextOptions;

const formats: Readonly<Record<DiffFormat, (difference: Difference, options: DiffOptions) => string>> = {
  text: renderText,
  json: (difference) => indentedJson(difference),
  markdown: renderMarkdown,
};

/** A difference as text that ends with a line break. */
export function renderDifference(difference: Difference, format: DiffFormat, options: DiffOptions): string {
  return formats[format](difference, options);
}
