import type { Module } from '../../src/parser/ast.ts';

const places = new Set(['span', 'operatorSpan', 'file']);

/** What a module says, without where it stands: two files that print the same are equal. */
export function withoutSpans(module: Module): unknown {
  return strip(module);
}

function strip(value: unknown): unknown {
  if (value instanceof Set) return [...value];
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, each]) => !places.has(key) && each !== undefined);
  return Object.fromEntries(kept.map(([key, each]) => [key, strip(each)]));
}
