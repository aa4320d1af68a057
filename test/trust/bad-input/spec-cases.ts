import { lexing } from './lexing.ts';
import { parsing } from './parsing.ts';
import { semantics } from './semantics.ts';
import { shapes } from './shapes.ts';
import type { SpecCase } from './spec-case.ts';

export const specCases: readonly SpecCase[] = [...lexing, ...parsing, ...semantics, ...shapes];
