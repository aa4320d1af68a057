import { diagnose } from '../../diagnostics/diagnose.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { plural, quote } from '../../diagnostics/wording.ts';
import type { Graph } from '../../ir/graph.ts';
import { defaultLimits } from './limits.ts';
import type { LimitName, Program, Requirement } from './plan.ts';

/** Kernels count in 32 bits. No adapter offers a larger buffer either. */
const largestBuffer = 2 ** 32 - 4;

/**
 * A warning for each device limit of which the network needs more than WebGPU guarantees, at the layer that needs most; an error where no
 * device could ever have it.
 */
export function limitDiagnostics(
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
    const at = node?.source ?? graph.source;
    if (value > largestBuffer && (limit === 'maxBufferSize' || limit === 'maxStorageBufferBindingSize')) {
      const reason = `${quote(layer)} needs a buffer of ${plural(value, 'byte')}, and a buffer holds less than 4 GiB`;
      return diagnose('target/unsupported', { target: 'wgsl', reason }, at, {
        help: 'a smaller batch or input needs less',
      });
    }
    const parameters = { layer, limit, needed: value, guaranteed: defaultLimits[limit] };
    return diagnose('target/device-limit', parameters, at);
  });
}
