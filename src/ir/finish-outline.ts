import type { Branch, Definition, Outline, Shortcut, Step } from './outline.ts';
import { parametersIn } from './symbolic.ts';
import type { TraceDefinition, TraceShortcut, TraceStep, TraceSteps } from './trace.ts';

/** Makes the outline of what was traced: choices that all instances made alike disappear. */
export function finishOutline(
  definitions: readonly TraceDefinition[],
  main: TraceDefinition,
  input: string | undefined,
): Outline {
  const names = new Map<TraceDefinition, string>();
  const taken = new Set<string>([main.declaration.name.text]);
  for (const definition of definitions) {
    const base = definition.declaration.name.text;
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
    taken.add(name);
    names.set(definition, name);
  }
  const finish = (definition: TraceDefinition, name: string): Definition => {
    const finisher = new StepFinisher(names, referredValues(definition.steps));
    return {
      name,
      documentation: definition.declaration.documentation,
      parameters: definition.parameters,
      steps: finisher.steps(definition.steps),
    };
  };
  return {
    definitions: definitions.map((definition) => finish(definition, names.get(definition)!)),
    main: finish(main, main.declaration.name.text),
    input: input !== undefined && referredValues(main.steps).has(input) ? input : undefined,
    decided: decidedParameters(main.steps),
  };
}

class StepFinisher {
  private readonly names: ReadonlyMap<TraceDefinition, string>;
  private readonly referred: ReadonlySet<string>;

  constructor(names: ReadonlyMap<TraceDefinition, string>, referred: ReadonlySet<string>) {
    this.names = names;
    this.referred = referred;
  }

  steps(steps: readonly TraceStep[]): readonly Step[] {
    return steps.flatMap((step) => this.step(step));
  }

  private step(step: TraceStep): readonly Step[] {
    const { documentation, source, label, valueName } = step;
    const value = valueName !== undefined && this.referred.has(valueName) ? valueName : undefined;
    const common = { documentation, source, label, value };
    switch (step.kind) {
      case 'operator':
      case 'from':
      case 'let': {
        const { key: _, valueName: __, ...rest } = step;
        return [{ ...rest, ...common }];
      }
      case 'call':
      case 'stage': {
        const { key: _, valueName: __, ...rest } = step;
        return [{ ...rest, ...common, callee: this.names.get(step.callee)! }];
      }
      case 'repeat':
        return [
          {
            ...common,
            kind: 'repeat',
            numbered: step.numbered,
            variable: step.variable,
            count: step.count,
            body: this.steps(step.body),
          },
        ];
      case 'gate':
        return [{ ...common, kind: 'gate', body: this.steps(step.body) }];
      case 'group':
        return [{ ...common, kind: 'group', name: step.name, body: this.steps(step.body) }];
      case 'residual':
        return [
          {
            ...common,
            kind: 'residual',
            path: this.steps(step.path),
            shortcut: this.shortcut(step.shortcut),
          },
        ];
      case 'branches': {
        const paths: Branch[] = step.paths.map((path) => ({
          label: path.label,
          steps: this.steps(path.steps),
        }));
        return [{ ...common, kind: 'branches', join: step.join, paths }];
      }
      case 'choice': {
        if (step.alternative === undefined) return this.steps(step.consequent ?? []);
        if (step.consequent === undefined) return this.steps(step.alternative);
        const consequent = this.steps(step.consequent);
        const alternative = this.steps(step.alternative);
        if (consequent.length === 0 && alternative.length === 0) return [];
        return [{ ...common, kind: 'if', condition: step.condition, consequent, alternative }];
      }
    }
  }

  private shortcut({ label, none, identity, path }: TraceShortcut): Shortcut {
    if (none) return { kind: 'none', when: 'always', label: undefined, steps: [] };
    if (path === undefined) return { kind: 'identity', when: 'always', label: undefined, steps: [] };
    return { kind: 'path', when: identity ? 'shapes-differ' : 'always', label, steps: this.steps(path) };
  }
}

/** The labels that `from` and joins of this definition name. */
function referredValues(steps: readonly TraceStep[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (list: readonly TraceStep[]): void => {
    for (const step of list) {
      if (step.kind === 'from') names.add(step.name);
      if (step.kind === 'operator') for (const value of step.values) names.add(value);
      if (step.kind === 'residual') {
        visit(step.path);
        visit(step.shortcut.path ?? []);
      } else if (step.kind === 'branches') for (const path of step.paths) visit(path.steps);
      else if (step.kind === 'choice') {
        visit(step.consequent ?? []);
        visit(step.alternative ?? []);
      } else if ('body' in step) visit(step.body);
    }
  };
  visit(steps);
  return names;
}

/** Parameters that stand in a condition, which is gone from the outline when only one branch was taken. */
function decidedParameters(steps: TraceSteps): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (list: TraceSteps): void => {
    for (const step of list) {
      if (step.kind === 'choice') {
        for (const name of parametersIn(step.condition)) names.add(name);
        visit(step.consequent ?? []);
        visit(step.alternative ?? []);
      } else if (step.kind === 'residual') {
        visit(step.path);
        visit(step.shortcut.path ?? []);
      } else if (step.kind === 'branches') for (const path of step.paths) visit(path.steps);
      else if ('body' in step) visit(step.body);
    }
  };
  visit(steps);
  return names;
}
