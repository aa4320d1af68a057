import { architectures } from '../generated/architectures.ts';
import { fingerprint } from './fingerprint.ts';
import { commonWrapper } from './prefix.ts';
import type { WeightTensor } from './tensor.ts';

/** The bundled networks, by name, that have exactly these tensors but for linear layers. Names and shapes are PyTorch's. */
export function looksLike(tensors: ReadonlyMap<string, WeightTensor>): readonly string[] {
  const prefix = commonWrapper([...tensors.keys()]);
  const named = [...tensors].map(([name, { shape }]) => ({ name: name.slice(prefix.length), shape }));
  return architectures.get(fingerprint(named)) ?? [];
}
