interface Named {
  readonly name: string;
}

/** What training frameworks put before a network's names: DataParallel, Lightning, torch.compile, checkpoints. */
const wrapper = /^(?:module|model|backbone|_orig_mod|state_dict)\./;

/**
 * The wrappers' prefix under which the file has most of the network's names; '' where bare names do as well.
 */
export function findPrefix(expected: readonly Named[], inFile: readonly string[]): string {
  const known = new Set(expected.map(({ name }) => name));
  const hits = new Map<string, number>([['', 0]]);
  for (const name of inFile) {
    let length = 0;
    for (;;) {
      const prefix = name.slice(0, length);
      hits.set(prefix, (hits.get(prefix) ?? 0) + (known.has(name.slice(length)) ? 1 : 0));
      const next = wrapper.exec(name.slice(length, length + 32));
      if (!next) break;
      length += next[0].length;
    }
  }
  let best = '';
  for (const [prefix, count] of hits) if (count > hits.get(best)!) best = prefix;
  return best;
}

/** Some other prefix under which the file has every one of these names. */
export function unknownPrefix(missing: readonly Named[], unexpected: readonly Named[]): string | undefined {
  const first = missing[0]?.name;
  if (first === undefined) return undefined;
  const names = new Set(unexpected.map(({ name }) => name));
  for (const { name } of unexpected) {
    if (!name.endsWith(`.${first}`)) continue;
    const prefix = name.slice(0, -first.length);
    if (missing.every((tensor) => names.has(prefix + tensor.name))) return prefix;
  }
  return undefined;
}

/** The wrappers' prefix that all of these names have; '' where they have none. */
export function commonWrapper(names: readonly string[]): string {
  let prefix = '';
  for (;;) {
    const next = wrapper.exec(names[0]?.slice(prefix.length) ?? '')?.[0];
    if (next === undefined || !names.every((name) => name.startsWith(prefix + next))) return prefix;
    prefix += next;
  }
}
