import { readFileSync } from 'node:fs';

/** One fenced example of the reference, as the text of a whole file. */
export interface Example {
  readonly line: number;
  readonly text: string;
  /** The only diagnostic that it must give; without one it gives none. */
  readonly expected: { readonly severity: string; readonly code: string } | undefined;
}

export const reference = readFileSync(new URL('../../grammar/language.md', import.meta.url), 'utf8');

/**
 * ```resnet is a whole file, ```resnet fragment stands in a network behind `input 64 x 56 x 56`, and `error CODE` or
 * `warning CODE` behind either says what it must give.
 */
export const examples: readonly Example[] = [
  ...reference.matchAll(/^```resnet(?<words>[^\n]*)\n(?<text>.*?)^```$/gms),
].map((match) => {
  const { words, text } = match.groups as { words: string; text: string };
  const [, fragment, severity, code] = /^( fragment)?(?: (error|warning) (\S+))?$/.exec(words) ?? [];
  if (code === undefined && words !== '' && words !== ' fragment') throw new Error(`what is${words}?`);
  return {
    line: reference.slice(0, match.index).split('\n').length,
    text: fragment === undefined ? text : wholeFile(text),
    expected: code === undefined ? undefined : { severity: severity!, code },
  };
});

function wholeFile(fragment: string): string {
  const blocks = ['basic', 'bottleneck'].filter((block) => fragment.includes(`${block}(`));
  const imports = blocks.length === 0 ? '' : `import { ${blocks.join(', ')} } from "std/residual"\n`;
  return `${imports}network example {\n  input 64 x 56 x 56\n${fragment.replace(/^(?=.)/gm, '  ')}}\n`;
}
