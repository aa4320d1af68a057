import { distance } from 'fastest-levenshtein';

const candidatesLimit = 200;
const lengthLimit = 40;

/** The one name that was probably meant: at most two edits away, or the same but for its case. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > lengthLimit) return undefined;
  let best: string | undefined;
  let least = Math.min(2, Math.floor(name.length / 2)) + 1;
  let seen = 0;
  for (const candidate of candidates) {
    if (seen++ === candidatesLimit) break;
    if (candidate.length > lengthLimit || candidate === name) continue;
    const edits =
      candidate.toLowerCase().replaceAll('_', '') === name.toLowerCase().replaceAll('_', '')
        ? 0
        : distance(name, candidate);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}
