import { dirname, join } from 'node:path';
import type { SourceFile } from '../diagnostics/source.ts';
import { plural } from '../diagnostics/wording.ts';
import { fixInRounds } from '../fix-rounds.ts';
import type { CheckOptions, CheckResult } from '../index.ts';
import type { Spec } from './spec.ts';
import { removeAbandoned, temporaryName } from './temporary-folder.ts';
import { note } from './terminal.ts';
import { replaceFiles } from './write-file.ts';

/** Applies fixes to a spec and its imports until none is left, then writes the files that changed, or none. */
export async function fixAll(
  spec: Spec,
  options: CheckOptions,
  check: (source: SourceFile, options?: CheckOptions) => CheckResult,
): Promise<CheckResult> {
  const { result, changed, applied, wouldLeave } = fixInRounds(spec.source, options, check);
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
  if (wouldLeave !== undefined)
    note(
      `rnc: ${applied > 0 ? 'further edits' : 'the edits that are offered'} would leave ${plural(wouldLeave, 'error')}, so they were not made\n`,
    );
  return result;
}
