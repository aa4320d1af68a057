import { brackets } from './adversaries/brackets.ts';
import { characters } from './adversaries/characters.ts';
import { expressions } from './adversaries/expressions.ts';
import { families } from './adversaries/families.ts';
import { imports } from './adversaries/imports.ts';
import { names } from './adversaries/names.ts';
import { statements } from './adversaries/statements.ts';
import { unrolling } from './adversaries/unrolling.ts';
import type { Adversary } from './adversary.ts';

export const adversaries: readonly Adversary[] = [
  ...characters,
  ...brackets,
  ...statements,
  ...expressions,
  ...unrolling,
  ...families,
  ...names,
  ...imports,
];

const mebibyte = 1 << 20;

/** The sources of an adversary at a size: the file that is checked, and those that it imports. */
export function sourcesOf(name: string, bytes = mebibyte) {
  const adversary = adversaries.find((candidate) => candidate.name === name);
  if (adversary === undefined) throw new Error(`no adversary is called ${name}`);
  return { text: adversary.text(bytes), files: adversary.files?.(bytes) ?? new Map<string, string>() };
}
