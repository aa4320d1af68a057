import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import { Findings } from '../diagnostics/findings.ts';
import type { Limits } from '../diagnostics/limits.ts';
import type { Declaration } from '../parser/ast.ts';
import type { Call } from './program.ts';

/** The calls that stand in each declaration. */
type CallGraph = ReadonlyMap<Declaration, readonly Call[]>;

/**
 * Says which declarations call themselves, through others or not, and whether anything is made from them or not. The value is all that
 * are on such cycles. Blocks that are given as arguments are not in the graph: elaboration finds those.
 */
export function checkRecursion(
  calls: readonly Call[],
  limits: Pick<Limits, 'diagnostics'>,
): Outcome<ReadonlySet<Declaration>> {
  const graph = new Map<Declaration, Call[]>();
  for (const call of calls) {
    const own = graph.get(call.from);
    if (own === undefined) graph.set(call.from, [call]);
    else own.push(call);
  }
  const components = componentsOf(graph);
  const recursive = new Set<Declaration>();
  const told = new Set<number>();
  const findings = new Findings(limits);
  for (const [declaration, own] of graph) {
    const component = components.get(declaration)!;
    const inside = ({ to }: Call): boolean => components.get(to.declaration) === component;
    if (!own.some(inside)) continue;
    recursive.add(declaration);
    if (told.has(component)) continue;
    told.add(component);
    findings.add(describe(cycleFrom(declaration, graph, inside)));
  }
  return { value: recursive, diagnostics: findings.all };
}

interface Visit {
  readonly declaration: Declaration;
  readonly index: number;
  /** The earliest declaration on the stack that this one leads back to. */
  low: number;
  /** How many of its calls were followed. */
  followed: number;
}

/** The number of the strongly connected component that each declaration is in, by Tarjan's algorithm, without recursion. */
function componentsOf(graph: CallGraph): ReadonlyMap<Declaration, number> {
  const components = new Map<Declaration, number>();
  const visits = new Map<Declaration, Visit>();
  const stack: Declaration[] = [];
  const enter = (declaration: Declaration): Visit => {
    const visit = { declaration, index: visits.size, low: visits.size, followed: 0 };
    visits.set(declaration, visit);
    stack.push(declaration);
    return visit;
  };
  for (const root of graph.keys()) {
    const path = visits.has(root) ? [] : [enter(root)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const { declaration } = visit;
      const target = graph.get(declaration)?.[visit.followed++]?.to.declaration;
      if (target !== undefined) {
        const known = visits.get(target);
        if (known === undefined) path.push(enter(target));
        else if (!components.has(target)) visit.low = Math.min(visit.low, known.index);
        continue;
      }
      path.pop();
      const caller = path.at(-1);
      if (caller !== undefined) caller.low = Math.min(caller.low, visit.low);
      if (visit.low < visit.index) continue;
      for (const member of stack.splice(stack.lastIndexOf(declaration))) components.set(member, visit.index);
    }
  }
  return components;
}

/** The fewest calls that lead from a declaration back to it. */
function cycleFrom(start: Declaration, graph: CallGraph, inside: (call: Call) => boolean): readonly Call[] {
  const paths: (readonly Call[])[] = [[]];
  const seen = new Set<Declaration>();
  for (const path of paths) {
    for (const call of graph.get(path.at(-1)?.to.declaration ?? start)!.filter(inside)) {
      const target = call.to.declaration;
      if (target === start) return [...path, call];
      if (seen.has(target)) continue;
      seen.add(target);
      paths.push([...path, call]);
    }
  }
  return [];
}

/** The cycle as a path, at the call that closes it. */
function describe(cycle: readonly Call[]): Diagnostic {
  const nameOf = ({ name }: Declaration): string => name.text;
  const last = cycle.at(-1)!;
  const names = [...cycle.map(({ from }) => nameOf(from)), nameOf(last.to.declaration)];
  const others = cycle.slice(0, -1).slice(0, mostShown);
  return diagnose('name/recursion', { cycle: names }, last.at, {
    related: others.map(({ from, to, at }) => ({
      ...at,
      message: `\`${nameOf(from)}\` calls \`${nameOf(to.declaration)}\` here`,
    })),
  });
}

/** Further calls of a cycle are only named. */
const mostShown = 5;
