import type { Fault } from './fault-runs.ts';

const codes = ['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EMFILE', 'EPERM', 'ENOENT'];

/** What can happen at a call. */
export const kinds: readonly Omit<Fault, 'at'>[] = [
  ...codes.map((code) => ({ code, kind: 'once' as const, halfWay: false })),
  { code: 'ENOSPC', kind: 'once', halfWay: true },
  { code: 'EIO', kind: 'dies', halfWay: false },
  { code: 'EIO', kind: 'dies', halfWay: true },
];

/** Every call in every way. */
export function allFaults(calls: readonly string[]): readonly Fault[] {
  return calls.flatMap((_, index) => kinds.map((kind) => ({ ...kind, at: index + 1 })));
}

/** Of a short run, all; of a long one, a spread over its calls and kinds, and a death at every third rename. */
export function someFaults(calls: readonly string[]): readonly Fault[] {
  if (calls.length < 20) return allFaults(calls);
  const spread = calls.flatMap((_, index) =>
    index % 13 === 3 ? [{ ...kinds[((index - 3) / 13) % kinds.length]!, at: index + 1 }] : [],
  );
  const renames = calls.flatMap((call, index) => (call.startsWith('rename') ? [index + 1] : []));
  const deaths = renames.flatMap((at, index) =>
    index % 3 === 1 ? [{ at, code: 'EIO', kind: 'dies' as const, halfWay: false }] : [],
  );
  return [...spread, ...deaths];
}
