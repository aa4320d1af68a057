import type { SourceFile, Weights } from '../../../src/index.ts';
import { check, initialiseWeights } from '../../../src/index.ts';
import { tensorsOf } from '../../../src/ir/graph.ts';

/** A spec that has a text in every place that takes any: its name, what documents its parts, its strings. */
export function carrier(text: string): SourceFile {
  // A file refuses marks of direction, and a string stands on one line; as escapes it takes both.
  const lines = documentation(text).split('\n');
  const documented = (indent: string): string => lines.map((line) => `${indent}/// ${line}\n`).join('');
  const string = `"${stringOf(text).replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}"\\]/gu, escaped)}"`;
  return {
    name: text,
    text: `${documented('')}
import { basic } from "std/residual"

${documented('')}block unit(
${documented('  ')}  kind: string = ${string},
  width: int = 3
) {
${documented('  ')}  0: conv 1x1, width
  if kind == ${string} { 1: conv 1x1, 3 } else { 2: conv 1x1, 4 }
}
${documented('')}network net {
  input 3 x 8 x 8
${documented('  ')}  c: conv 1x1, 3
  a: unit()
  b: unit("other")
  d: unit(${string}, 2)
${documented('  ')}  s: stage 2 x basic(4)
  avgpool global
  fc: linear 4
}
`,
  };
}

const escaped = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;

/** The text as a string can hold it: half of a pair is no character. */
export function stringOf(text: string): string {
  return text.replace(/\p{Cs}/gu, '');
}

/** The text as it can stand behind `///`. */
export function documentation(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/\p{Cs}/gu, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

export const weightsOfCarrier: Weights = initialiseWeights(
  tensorsOf(check(carrier('plain')).networks[0]!),
  1,
);
