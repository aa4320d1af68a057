import type { Step, Steps } from './outline.ts';

/** Steps and all that stand inside them, in the order of the source. */
export function everyStep(steps: Steps): readonly Step[] {
  return steps.flatMap((step) => [step, ...everyStep(inside(step))]);
}

function inside(step: Step): Steps {
  switch (step.kind) {
    case 'residual':
      return [...step.path, ...step.shortcut.steps];
    case 'branches':
      return step.paths.flatMap((path) => path.steps);
    case 'if':
      return [...step.consequent, ...step.alternative];
    case 'repeat':
    case 'gate':
    case 'group':
      return step.body;
    case 'operator':
    case 'call':
    case 'stage':
    case 'from':
    case 'let':
      return [];
  }
}
