import type { TextLimits } from './diagnostics/limits.ts';
import { defaultLimits } from './diagnostics/limits.ts';
import type { SourceFile } from './diagnostics/source.ts';
import { formatParsed } from './format/format-parsed.ts';
import type { Formatted } from './format/formatted.ts';
import { parse } from './parser/parse.ts';

/**
 * A file in the one style of the language (docs/formatting.md). Its tokens and comments stay in their order; what stands between them
 * changes. Statements with syntax errors stay as they are, byte for byte, and so does all of a file that could not be read.
 */
export function format(file: SourceFile, limits: TextLimits = defaultLimits): Formatted {
  return formatParsed(file, parse(file, limits), limits);
}
