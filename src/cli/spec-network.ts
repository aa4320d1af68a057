import type { Graph } from '../index.ts';
import { chooseNetwork } from './choose-network.ts';
import { readConfig } from './config.ts';
import { stop } from './exit.ts';
import { checkOptions, type NetworkFlags } from './network-options.ts';
import { readSpec, type Spec } from './spec.ts';

export interface SpecNetwork {
  readonly spec: Spec;
  readonly options: ReturnType<typeof checkOptions>;
  readonly graph: Graph;
}

/** The network of `--spec`; undefined, and said why, where there is none or a choice. */
export async function specNetwork(
  file: string,
  flags: NetworkFlags & { readonly color?: boolean },
): Promise<SpecNetwork | undefined> {
  const config = await readConfig(file);
  const spec = await readSpec(file, config.limits);
  const options = checkOptions(flags, spec, config);
  const graph = await chooseNetwork(spec, options, flags.color);
  return graph && { spec, options, graph };
}

/** Flags that choose or change a network say nothing where there is none. */
export function refuseNetworkWithoutSpec({
  spec,
  network,
  set,
  inputShape,
}: NetworkFlags & { readonly spec?: string }): void {
  if (spec !== undefined) return;
  const given = Object.entries({
    '--network': network,
    '--input-shape': inputShape,
    '--set': set.size || undefined,
  });
  const [flag] = given.find(([, value]) => value !== undefined) ?? [];
  if (flag !== undefined) stop(2, `${flag} is for the network of --spec, which is not given`);
}
