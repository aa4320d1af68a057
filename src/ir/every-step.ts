import type { Step, Steps } from './outline.ts';

/** Steps and all that stand inside them, in the order of the source. */
export function everyStep(steps: Steps): readonly Step[] {
  return steps.flatMap((step): readonly Step[] => {
    switch (step.kind) {
      case 'residual':
        return [step, ...everyStep(step.path), ...everyStep(step.shortcut.steps)];
      case 'branches':
        return [step, ...step.paths.flatMap((path) => everyStep(path.steps))];
      case 'if':
        return [step, ...everyStep(step.consequent), ...everyStep(step.alternative)];
      case 'repeat':
      case 'gate':
      case 'group':
        return [step, ...everyStep(step.body)];
      case 'operator':
      case 'call':
      case 'stage':
      case 'from':
      case 'let':
        return [step];
    }
  });
}
