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
  const next = new Map<string, number>();
  for (const definition of definitions) {
    const base = definition.declaration.name.text;
    let name = base;
    let number = next.get(base) ?? 2;
    for (; taken.has(name); number++) name = `${base}_${number}`;
    next.set(base, number);
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
    definitions: inCallOrder(definitions).map((definition) => finish(definition, names.get(definition)!)),
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

  /** Where a label names a value that its statement does not make, braces around the statement bear the name. */
  private step(step: TraceStep): readonly Step[] {
    const { source, valueName } = step;
    const value = valueName !== undefined && this.referred.has(valueName) ? valueName : undefined;
    if (value === undefined || makesValue(step)) return this.finished(step, value);
    const common = { documentation: undefined, source, label: undefined, value };
    return [{ ...common, kind: 'group', name: '', body: this.finished(step, undefined) }];
  }

  private finished(step: TraceStep, value: string | undefined): readonly Step[] {
    const { documentation, source, label } = step;
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

function makesValue(step: TraceStep): boolean {
  switch (step.kind) {
    case 'from':
    case 'let':
    case 'choice':
    case 'repeat':
      return false;
    case 'branches':
      return step.paths.length > 1;
    case 'residual':
      return !step.shortcut.none;
    case 'operator':
    case 'call':
    case 'stage':
    case 'gate':
    case 'group':
      return true;
  }
}

/** Definitions before those that call them. An instance that was merged into an earlier definition may have brought later calls. */
function inCallOrder(definitions: readonly TraceDefinition[]): readonly TraceDefinition[] {
  const ordered = new Set<TraceDefinition>();
  // A block never calls itself, so this ends.
  const visit = (definition: TraceDefinition): void => {
    if (ordered.has(definition)) return;
    for (const step of everyTraceStep(definition.steps))
      if (step.kind === 'call' || step.kind === 'stage') visit(step.callee);
    ordered.add(definition);
  };
  for (const definition of definitions) visit(definition);
  return [...ordered];
}

/** The labels that `from` and joins of this definition name. */
function referredValues(steps: TraceSteps): ReadonlySet<string> {
  return new Set(
    everyTraceStep(steps).flatMap((step) => {
      if (step.kind === 'from') return [step.name];
      return step.kind === 'operator' ? step.values : [];
    }),
  );
}

/** Parameters that stand in a condition, which is gone from the outline when only one branch was taken. */
function decidedParameters(steps: TraceSteps): ReadonlySet<string> {
  return new Set(
    everyTraceStep(steps).flatMap((step) => (step.kind === 'choice' ? parametersIn(step.condition) : [])),
  );
}

/** Steps and all that stand inside them. */
function everyTraceStep(steps: TraceSteps): readonly TraceStep[] {
  return steps.flatMap((step) => [step, ...everyTraceStep(inside(step))]);
}

function inside(step: TraceStep): TraceSteps {
  switch (step.kind) {
    case 'residual':
      return [...step.path, ...(step.shortcut.path ?? [])];
    case 'branches':
      return step.paths.flatMap((path) => path.steps);
    case 'choice':
      return [...(step.consequent ?? []), ...(step.alternative ?? [])];
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
