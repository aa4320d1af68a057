import type { Graph } from '../index.ts';
import { chooseNetwork } from './choose-network.ts';
import { readConfig } from './config.ts';
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
