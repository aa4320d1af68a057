import type { Location } from '../diagnostics/diagnostic.ts';
import type { Declaration } from '../parser/ast.ts';
import type { Node, NodeId } from './graph.ts';
import type {
  Branch,
  DefinitionParameter,
  LabelTemplate,
  StepVariant,
  SymbolicAttribute,
} from './outline.ts';
import type { Symbolic } from './symbolic.ts';

/** What elaboration did at one statement; the same statement in another instance has the same key. */
export type TraceStep = {
  readonly key: string;
  readonly documentation: string | undefined;
  readonly source: Location;
  readonly label: LabelTemplate | undefined;
  /** The label as a value's name. */
  readonly valueName: string | undefined;
} & TraceVariant;

type Plain = Exclude<StepVariant<TraceDefinition, TraceSteps>, { kind: 'residual' | 'if' }>;

/** An interface, so that steps may hold steps. */
export interface TraceSteps extends ReadonlyArray<TraceStep> {}

export type TraceVariant =
  | Plain
  | { readonly kind: 'residual'; readonly path: TraceSteps; readonly shortcut: TraceShortcut }
  /** An `if`: the branches that were taken in some instance; undefined where none did. */
  | {
      readonly kind: 'choice';
      readonly condition: Symbolic;
      readonly consequent: TraceSteps | undefined;
      readonly alternative: TraceSteps | undefined;
    };

export interface TraceShortcut {
  readonly label: LabelTemplate | undefined;
  /** What was done in some instance; more than one where instances differ. */
  readonly none: boolean;
  readonly identity: boolean;
  readonly path: TraceSteps | undefined;
}

/** What all instances of a block with one structure have in common; grows as instances are merged into it. */
export interface TraceDefinition {
  readonly declaration: Declaration;
  readonly parameters: readonly DefinitionParameter[];
  /** The blocks that its block-valued parameters hold. */
  readonly blocks: string;
  steps: TraceSteps;
}

/** The definitions that the instances of one network have shared so far. */
export class Definitions {
  readonly all: TraceDefinition[] = [];
  private readonly alike = new Map<Declaration, Map<string, TraceDefinition[]>>();

  /**
   * Puts an instance's trace to the definition that it fits, or to a new one. Each may have to be compared with all before it, so
   * `spend` is told how many steps that took, and says false when the elaboration must stop.
   */
  add(instance: TraceDefinition, nodes: readonly Node[], spend: (steps: number) => boolean): TraceDefinition {
    const byBlocks = this.alike.get(instance.declaration) ?? new Map<string, TraceDefinition[]>();
    const candidates = byBlocks.get(instance.blocks) ?? [];
    this.alike.set(instance.declaration, byBlocks.set(instance.blocks, candidates));
    for (const definition of candidates) {
      const merging: Merging = { nodes, appended: [], steps: 1 };
      const steps = mergeSteps(definition.steps, instance.steps, merging);
      if (!spend(merging.steps)) return definition;
      if (steps === undefined) continue;
      append(merging);
      definition.steps = steps;
      return definition;
    }
    candidates.push(instance);
    this.all.push(instance);
    return instance;
  }
}

/**
 * Several traces of one body as one; undefined where no one text can stand for all. The first one's lists of nodes grow in place, once
 * it is known that all fit: copying them for each of a thousand rounds would take a million steps.
 */
export function mergeAll(traces: readonly TraceSteps[], nodes: readonly Node[]): TraceSteps | undefined {
  const merging: Merging = { nodes, appended: [], steps: 0 };
  let merged = traces[0]!;
  for (const trace of traces.slice(1)) {
    const both = mergeSteps(merged, trace, merging);
    if (both === undefined) return undefined;
    merged = both;
  }
  append(merging);
  return merged;
}

function append({ appended }: Merging): void {
  for (const { list, more } of appended) for (const node of more) list.push(node);
}

interface Merging {
  readonly nodes: readonly Node[];
  readonly appended: { readonly list: NodeId[]; readonly more: readonly NodeId[] }[];
  /** How many were compared. */
  steps: number;
}

function mergeSteps(left: TraceSteps, right: TraceSteps, merging: Merging): TraceSteps | undefined {
  if (left.length !== right.length) return undefined;
  const merged: TraceStep[] = [];
  for (const [position, step] of left.entries()) {
    const both = mergeStep(step, right[position]!, merging);
    if (both === undefined) return undefined;
    merged.push(both);
  }
  return merged;
}

function mergeStep(left: TraceStep, right: TraceStep, merging: Merging): TraceStep | undefined {
  merging.steps++;
  if (left.key !== right.key || !equal(left.label, right.label)) return undefined;
  switch (left.kind) {
    case 'operator': {
      if (right.kind !== 'operator' || !equal(left.attributes, right.attributes)) return undefined;
      const [a, b] = [merging.nodes[left.nodes[0]!]!.attributes, merging.nodes[right.nodes[0]!]!.attributes];
      const global = 'global' in a && 'global' in b && a.global && b.global;
      for (const name in global ? {} : a) {
        const key = name as keyof typeof a;
        if (!hasOrigin(left.attributes[name]) && !equal(a[key], b[key])) return undefined;
      }
      merging.appended.push({ list: left.nodes as NodeId[], more: right.nodes });
      return left;
    }
    case 'call':
    case 'stage': {
      if (right.kind !== left.kind || left.callee !== right.callee) return undefined;
      const { callee: _, ...a } = left;
      const { callee: __, ...b } = right;
      return equal(a, b) ? left : undefined;
    }
    case 'repeat': {
      if (right.kind !== 'repeat' || !equal(left.count, right.count)) return undefined;
      const body = mergeSteps(left.body, right.body, merging);
      return body && { ...left, body };
    }
    case 'gate':
    case 'group': {
      if (right.kind !== left.kind) return undefined;
      const body = mergeSteps(left.body, right.body, merging);
      return body && { ...left, body };
    }
    case 'residual': {
      if (right.kind !== 'residual') return undefined;
      const path = mergeSteps(left.path, right.path, merging);
      const shortcut = mergeShortcuts(left.shortcut, right.shortcut, merging);
      return path && shortcut && { ...left, path, shortcut };
    }
    case 'branches': {
      if (right.kind !== 'branches' || left.paths.length !== right.paths.length) return undefined;
      const paths: Branch<TraceSteps>[] = [];
      for (const [position, path] of left.paths.entries()) {
        const steps = mergeSteps(path.steps, right.paths[position]!.steps, merging);
        if (steps === undefined) return undefined;
        paths.push({ ...path, steps });
      }
      return { ...left, paths };
    }
    case 'choice': {
      if (right.kind !== 'choice' || !equal(left.condition, right.condition)) return undefined;
      const consequent = mergeOptional(left.consequent, right.consequent, merging);
      const alternative = mergeOptional(left.alternative, right.alternative, merging);
      if (consequent === 'differ' || alternative === 'differ') return undefined;
      return { ...left, consequent, alternative };
    }
    case 'from':
    case 'let':
      return equal(left, right) ? left : undefined;
  }
}

/** TensorFlow's `same` depends on the input's size, so its numbers must agree like those that nobody wrote. */
function hasOrigin(symbolic: SymbolicAttribute | undefined): boolean {
  if (symbolic === undefined) return false;
  return !('kind' in symbolic && symbolic.kind === 'constant' && symbolic.value === 'same');
}

function mergeShortcuts(
  left: TraceShortcut,
  right: TraceShortcut,
  merging: Merging,
): TraceShortcut | undefined {
  const path = mergeOptional(left.path, right.path, merging);
  if (path === 'differ' || left.none !== right.none) return undefined;
  return {
    label: left.label ?? right.label,
    none: left.none,
    identity: left.identity || right.identity,
    path,
  };
}

function mergeOptional(
  left: TraceSteps | undefined,
  right: TraceSteps | undefined,
  merging: Merging,
): TraceSteps | undefined | 'differ' {
  if (left === undefined || right === undefined) return left ?? right;
  return mergeSteps(left, right, merging) ?? 'differ';
}

/** Structural equality of plain data. */
export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, position) => equal(item, right[position]));
  }
  const [a, b] = [left as Record<string, unknown>, right as Record<string, unknown>];
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => equal(a[name], b[name]));
}
