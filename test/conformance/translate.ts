import { allPlaces, naturalPlaces } from './arrangement.ts';
import type { Exercise, Layout, Translation } from './attempt.ts';
import { attempt } from './attempt.ts';
import { examine } from './examine.ts';
import { Refusal } from './refusal.ts';

/**
 * Writes a model in the language, or says why it cannot. An ONNX operator names axes where the language has channels, rows and columns:
 * of the ways to lay the inputs' axes along N×C×H×W the usual one is taken where it does, else the one with most statements, and of
 * those the one that spreads the axes most.
 */
export function translate(exercise: Exercise): Translation | Refusal {
  const { example } = exercise;
  const fed = orRefusal(() => examine(exercise));
  if (fed instanceof Refusal) return fed;
  const rank = Math.max(...fed.map((name) => example.inputs.get(name)?.shape.length ?? 0));
  const choices = fed.length > 1 ? [fed, fed.slice(0, 1)] : [fed];
  const refusals: Refusal[] = [];
  const attempts = (layouts: Iterable<Layout>): readonly Translation[] =>
    [...layouts].flatMap((layout) => {
      const found = orRefusal(() => attempt(exercise, layout));
      if (!(found instanceof Refusal)) return [found];
      refusals.push(found);
      return [];
    });
  const usual = attempts(choices.map((chosen) => ({ fed: chosen, places: naturalPlaces(rank) })));
  if (usual[0] !== undefined) return usual[0];
  const others = refusals.some(dependsOnLayout) ? attempts(layoutsOf(choices, rank)) : [];
  const [best] = others.toSorted((one, other) => scoreOf(other) - scoreOf(one));
  return best ?? refusals.find((each) => !dependsOnLayout(each)) ?? refusals[0]!;
}

const dependsOnLayout = ({ reason }: Refusal): boolean => reason === 'arrangement' || reason === 'nothing';

function* layoutsOf(choices: readonly (readonly string[])[], rank: number): Generator<Layout> {
  for (const fed of choices) for (const places of allPlaces(rank)) yield { fed, places };
}

const scoreOf = ({ statements, input }: Translation): number =>
  4 * statements + input.shape.filter((extent) => extent > 1).length;

function orRefusal<T>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
