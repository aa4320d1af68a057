import type { Statement } from '../../../src/parser/ast.ts';
import { blockCall, stage } from './calls.ts';
import { branches, fromLabel, gate, joinLabels } from './joins.ts';
import { labelled } from './labels.ts';
import type { Place } from './place.ts';
import { advance } from './place.ts';
import { plainOperator } from './plain-operators.ts';
import { residual } from './residuals.ts';
import { conditional, defaults, group, letStatement, part, repeat } from './structures.ts';

/** Writes statements at the place and moves it behind them; nothing where there is no such statement here. */
export type Write = (place: Place) => readonly Statement[] | undefined;

const operator: Write = (place) => {
  const { statement, shape } = plainOperator(place);
  advance(place, shape);
  return [labelled(place, statement)];
};

const deepest = 4;

const flat: readonly (readonly [weight: number, write: Write])[] = [
  [14, operator],
  [3, joinLabels],
  [1, fromLabel],
  [2, letStatement],
  [1, defaults],
  [2, blockCall],
  [2, stage],
];

const nested: readonly (readonly [weight: number, write: Write])[] = [
  ...flat,
  [3, residual],
  [1, gate],
  [2, branches],
  [2, group],
  [1, part],
  [2, conditional],
  [2, repeat],
];

/** Some statements, until the choices say that it is enough. */
export function writeSome(place: Place, most = 8): Statement[] {
  const { choices } = place.draft;
  const stops = place.depth === 0 ? 30 : 6;
  const statements: Statement[] = [];
  for (let count = 0; count < most && place.draft.budget > 0; count++) {
    if (choices.ended || choices.below(stops) === 0) break;
    const write = choices.weighted(place.depth < deepest ? nested : flat);
    statements.push(...(write(place) ?? operator(place)!));
  }
  return statements;
}
