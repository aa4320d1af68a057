import type { SourceFile } from '../../../src/diagnostics/source.ts';
import { readSpec, specNames } from '../../corpus/specs.ts';
import { examples } from '../../grammar/reference.ts';

/** Every bundled spec, the library's files, and the reference's examples that are right. */
export const corpus: readonly SourceFile[] = [
  ...specNames().map(readSpec),
  ...specNames('std').map((name) => readSpec(`std/${name}`)),
  ...examples
    .filter(({ expected }) => expected === undefined)
    .map(({ line, text }) => ({ name: `language.md, line ${line}`, text })),
];
