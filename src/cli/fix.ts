import { dirname, join } from 'node:path';
import { applyFixes } from '../diagnostics/apply-fixes.ts';
import { count } from '../diagnostics/render/rendering.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import { plural } from '../diagnostics/wording.ts';
import type { CheckOptions, CheckResult, Loader } from '../index.ts';
import type { Spec } from './spec.ts';
import { removeAbandoned, temporaryName } from './temporary-folder.ts';
import { note } from './terminal.ts';
import { replaceFiles } from './write-file.ts';

/** Fixes can uncover others, which get this many more rounds. */
const maximumRounds = 10;

/**
 * Applies fixes to a spec and its imports until none is left, then writes the files that changed, or none. A round that leaves
 * more errors than it found is dropped, so that no file is written worse than it was.
 */
export async function fixAll(
  spec: Spec,
  options: CheckOptions,
  check: (source: SourceFile, options?: CheckOptions) => CheckResult,
): Promise<CheckResult> {
  let result = check(spec.source, options);
  const changed = new Map<string, SourceFile>();
  let applied = 0;
  for (let round = 0; round < maximumRounds; round++) {
    const fixed = applyFixes(result.diagnostics, result.files, (name) => !name.startsWith('std/'));
    if (fixed.files.size === 0) break;
    const candidate = new Map([...changed, ...fixed.files]);
    const load: Loader = (path, importer) => {
      const loaded = options.load!(path, importer);
      return loaded.kind === 'file'
        ? { kind: 'file', file: candidate.get(loaded.file.name) ?? loaded.file }
        : loaded;
    };
    const next = check(candidate.get(spec.source.name) ?? spec.source, { ...options, load });
    if (count(next.diagnostics).errors > count(result.diagnostics).errors) break;
    for (const [name, file] of fixed.files) changed.set(name, file);
    applied += fixed.applied;
    result = next;
  }
  const folders = [...result.files.keys()].flatMap((name) => spec.pathOf(name) ?? []).map(dirname);
  for (const folder of new Set(folders)) removeAbandoned(join(folder, temporaryName));
  await replaceFiles(
    [...changed].flatMap(([name, file]) => {
      const path = spec.pathOf(name);
      return path === undefined ? [] : [{ path, content: file.text, shown: spec.shown(name) }];
    }),
  );
  if (applied > 0)
    note(`rnc: mended ${plural(applied, 'problem')} in ${[...changed.keys()].map(spec.shown).join(', ')}\n`);
  return result;
}
