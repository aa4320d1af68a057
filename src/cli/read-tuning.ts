import type { TuningTable } from '../backends/wgsl/tuning.ts';
import { decode } from './decode.ts';
import { stop } from './exit.ts';
import { readBytes } from './read-bytes.ts';

const maximumBytes = 2 ** 22;

/** What `rnc tune` wrote; a file that is something else ends the command. */
export async function readTuning(path: string): Promise<TuningTable> {
  const read = readBytes(path, maximumBytes);
  if (read.kind === 'refused') stop(2, `cannot read ${path}: ${read.reason}`);
  if (read.kind === 'too-large') stop(2, `${path} has more than ${maximumBytes} bytes`);
  const decoded = decode(read.bytes);
  if (decoded.kind !== 'text') stop(2, `${path} is not UTF-8 text`);
  let value: unknown;
  try {
    value = JSON.parse(decoded.text);
  } catch (error) {
    stop(2, `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { validateTuning } = await import('../generated/validators.ts');
  if (validateTuning(value)) return value as TuningTable;
  const [first] = validateTuning.errors ?? [];
  const place = first?.instancePath ? ` at ${first.instancePath}` : '';
  return stop(2, `${path} is no table of \`rnc tune\`${place}: ${first?.message ?? 'it is not valid'}`);
}
