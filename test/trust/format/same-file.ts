import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import type { SourceFile } from '../../../src/diagnostics/source.ts';
import { format } from '../../../src/format.ts';
import { parse } from '../../../src/parser/parse.ts';
import { withoutSpans } from '../../format/without-spans.ts';

/** What must be the same before and after formatting. Comments may lose blanks at their end, and get one behind their slashes. */
function meaningOf(file: SourceFile) {
  const { value, diagnostics } = parse(file);
  return {
    module: withoutSpans(value.module),
    codes: diagnostics.map(({ code }) => code),
    tokens: value.tokens
      .map(({ image }) => (image === '×' ? 'x' : image))
      .filter((image) => !/^(?:[\r\n]+|;)$/.test(image)),
    comments: value.comments.map(({ image }) =>
      image.trimEnd().replace(/^(\/\/\/?) ?(?=[\p{L}\p{N}])/u, '$1 '),
    ),
  };
}

/** Formats a file, and says what formatting must not have done; undefined where all is well. */
export function faultOf(file: SourceFile): string | undefined {
  const formatted = format(file);
  const again = { name: file.name, text: formatted.text };
  const [before, after] = [meaningOf(file), meaningOf(again)];
  for (const part of ['codes', 'tokens', 'comments', 'module'] as const)
    if (JSON.stringify(before[part]) !== JSON.stringify(after[part])) return `other ${part}`;
  const { text, edits } = format(again);
  if (edits.length > 0 || text !== again.text) return 'formatted again, it is another text';
  const hasErrors = parse(file).diagnostics.some(({ severity }: Diagnostic) => severity === 'error');
  if (hasErrors !== formatted.unformatted.length > 0)
    return 'an error and nothing left as it is, or the other way round';
  let end = 0;
  for (const { span } of formatted.unformatted) {
    const stretch = file.text.slice(span.start, span.end);
    const start = again.text.indexOf(stretch, end);
    if (start < 0) return `lost or changed: ${stretch}`;
    end = start + stretch.length;
  }
  return undefined;
}
