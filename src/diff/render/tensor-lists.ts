import type { Tensors } from '../difference.ts';
import { extents } from './words.ts';

/** Tensors whose names differ in numbers alone, and that became the same. */
export interface TensorGroup {
  readonly text: string;
  readonly tensors: number;
}

/** `layer1.*.conv1.weight  64×64×3×3 → 128×64×3×3`, `bn1.{weight, bias}  64 → 128`. */
export function reshapedGroups({ reshaped }: Tensors, all: boolean): readonly TensorGroup[] {
  const items = reshaped.map(({ before, after, beforeShape, afterShape }) => ({
    name: before === after ? after : `${before} → ${after}`,
    became: `  ${extents(beforeShape)} → ${extents(afterShape)}`,
  }));
  if (all) return groups(items, all);
  const layers = new Map<
    string,
    { readonly layer: string; readonly became: string; readonly names: string[] }
  >();
  for (const { name, became } of items) {
    const at = name.lastIndexOf('.') + 1;
    const [layer, own] = [name.slice(0, at), name.slice(at)];
    const known = layers.get(layer + became);
    if (known) known.names.push(own);
    else layers.set(layer + became, { layer, became, names: [own] });
  }
  const gathered = [...layers.values()].map(({ layer, became, names }) => ({
    name: layer + (names.length === 1 ? names[0]! : `{${names.join(', ')}}`),
    became,
    tensors: names.length,
  }));
  return groups(gathered, all);
}

/** `layer1.1 → layer1.2`: what is the same behind the difference is left out. */
export function renamedGroups({ renamed }: Tensors, all: boolean): readonly TensorGroup[] {
  return groups(
    renamed.map(({ before, after }) => {
      const name = `${before} → ${after}`;
      return { name: all ? name : differentStarts(before, after), became: '' };
    }),
    all,
  );
}

interface Item {
  readonly name: string;
  readonly became: string;
  /** How many tensors it stands for. */
  readonly tensors?: number;
}

function groups(items: readonly Item[], all: boolean): readonly TensorGroup[] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const pattern = all ? item.name : item.name.replace(/(?<=^|\.)\d+(?=\.)/g, '*');
    const key = pattern + item.became;
    const others = found.get(key);
    if (others) others.push(item);
    else found.set(key, [item]);
  }
  return [...found].map(([key, others]) => ({
    text: new Set(others.map(({ name }) => name)).size === 1 ? others[0]!.name + others[0]!.became : key,
    tensors: others.reduce((sum, { tensors = 1 }) => sum + tensors, 0),
  }));
}

function differentStarts(before: string, after: string): string {
  const [old, now] = [before.split('.'), after.split('.')];
  while (old.length > 1 && now.length > 1 && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  return `${old.join('.')} → ${now.join('.')}`;
}
