import type { Diagnostic, Edit } from './diagnostic.ts';
import type { SourceFile } from './source.ts';

export interface Fixed {
  /** The files that changed, with their new text. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** How many diagnostics had their fix applied. */
  readonly applied: number;
}

/**
 * Applies the first fix of each diagnostic, in their order. A fix is left out as a whole where one of its edits overlaps an
 * edit taken before it, points outside a known file, or touches a file that `editable` refuses; it gets its turn in the next round.
 */
export function applyFixes(
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, SourceFile>,
  editable: (file: string) => boolean = () => true,
): Fixed {
  const taken: Edit[] = [];
  let applied = 0;
  for (const { fixes } of diagnostics) {
    const [fix] = fixes;
    if (!fix || fix.edits.length === 0) continue;
    const fits = fix.edits.every((edit) => {
      const file = files.get(edit.file);
      return (
        file !== undefined &&
        editable(edit.file) &&
        0 <= edit.span.start &&
        edit.span.start <= edit.span.end &&
        edit.span.end <= file.text.length &&
        taken.every((other) => same(edit, other) || !overlaps(edit, other))
      );
    });
    const clashes = fix.edits.some((edit, index) =>
      fix.edits.slice(0, index).some((other) => overlaps(edit, other)),
    );
    if (!fits || clashes) continue;
    applied++;
    taken.push(...fix.edits.filter((edit) => !taken.some((other) => same(edit, other))));
  }

  const changed = new Map<string, SourceFile>();
  for (const name of new Set(taken.map((edit) => edit.file))) {
    const file = files.get(name)!;
    const edits = taken.filter((edit) => edit.file === name).sort((a, b) => b.span.start - a.span.start);
    const text = edits.reduce(
      (current, { span, text: replacement }) =>
        current.slice(0, span.start) + replacement + current.slice(span.end),
      file.text,
    );
    if (text !== file.text) changed.set(name, { name, text });
  }
  return { files: changed, applied };
}

function same(a: Edit, b: Edit): boolean {
  return a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}

/** Also true for two insertions at one place, and for an insertion at the border of a replacement: their order is unclear. */
function overlaps(a: Edit, b: Edit): boolean {
  return a.file === b.file && a.span.start <= b.span.end && b.span.start <= a.span.end;
}
