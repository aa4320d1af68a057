import type { SpecCase } from './spec-case.ts';
import { amounts } from './spec-cases/amounts.ts';
import { argumentCases } from './spec-cases/arguments.ts';
import { brackets } from './spec-cases/brackets.ts';
import { characters } from './spec-cases/characters.ts';
import { literals } from './spec-cases/literals.ts';
import { names } from './spec-cases/names.ts';
import { shapes } from './spec-cases/shapes.ts';
import { spelling } from './spec-cases/spelling.ts';
import { structure } from './spec-cases/structure.ts';
import { tokens } from './spec-cases/tokens.ts';

export const specCases: readonly SpecCase[] = [
  ...characters,
  ...literals,
  ...amounts,
  ...brackets,
  ...tokens,
  ...spelling,
  ...argumentCases,
  ...names,
  ...structure,
  ...shapes,
];
