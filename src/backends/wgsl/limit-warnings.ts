import { diagnose } from '../../diagnostics/diagnose.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Graph } from '../../ir/graph.ts';
import { defaultLimits } from './limits.ts';
import type { LimitName, Program, Requirement } from './plan.ts';

/** A warning for each device limit of which the network needs more than WebGPU guarantees, at the layer that needs most. */
export function limitWarnings(
  graph: Graph,
  programs: Readonly<Record<string, Program>>,
): readonly Diagnostic[] {
  const most = new Map<LimitName, Requirement>();
  for (const requirement of Object.values(programs).flatMap(({ limits }) => limits)) {
    const known = most.get(requirement.limit);
    if (known === undefined || known.value < requirement.value) most.set(requirement.limit, requirement);
  }
  return [...most.values()].map(({ limit, value, layer }) => {
    const node = graph.nodes.find(({ path }) => path === layer);
    const parameters = { layer, limit, needed: value, guaranteed: defaultLimits[limit] };
    return diagnose('target/device-limit', parameters, node?.source ?? graph.source);
  });
}
