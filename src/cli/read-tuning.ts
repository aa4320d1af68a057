import type { TuningTable } from '../backends/wgsl/tuning.ts';
import { readJson } from './read-json.ts';

const maximumBytes = 2 ** 22;

/** What `rnc tune` wrote; a file that is something else ends the command. */
export async function readTuning(path: string): Promise<TuningTable> {
  const { validateTuning } = await import('../generated/validators.ts');
  const refused = `${path} is no table of \`rnc tune\``;
  return readJson(path, maximumBytes, validateTuning, path, refused) as TuningTable;
}
