import type { Validator } from '../generated/validators.ts';
import { decode } from './decode.ts';
import { stop } from './exit.ts';
import { readBytes } from './read-bytes.ts';

/**
 * A JSON file that a schema accepts; any other ends the command and says where it is wrong.
 *
 * @param shown its name in messages
 * @param refused how the message begins where the schema does not accept it
 */
export function readJson(
  path: string,
  maximumBytes: number,
  validate: Validator,
  shown = path,
  refused = shown,
): unknown {
  const read = readBytes(path, maximumBytes);
  if (read.kind === 'refused') stop(2, `cannot read ${shown}: ${read.reason}`);
  if (read.kind === 'too-large') stop(2, `${shown} has more than ${maximumBytes} bytes`);
  const { value, problem } = parseJson(read.bytes, validate, shown, refused);
  return problem === undefined ? value : stop(2, problem);
}

interface Parsed {
  readonly value?: unknown;
  /** What is wrong, where something is. */
  readonly problem?: string;
}

/** The value that these bytes spell, where the schema accepts it. */
export function parseJson(bytes: Uint8Array, validate: Validator, shown: string, refused = shown): Parsed {
  const decoded = decode(bytes);
  if (decoded.kind !== 'text') return { problem: `${shown} is not UTF-8 text` };
  let value: unknown;
  try {
    value = JSON.parse(decoded.text);
  } catch (error) {
    return { problem: `${shown} is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (validate(value)) return { value };
  const [first] = validate.errors ?? [];
  const place = first?.instancePath ? ` at ${first.instancePath}` : '';
  const property = first?.params.additionalProperty ?? first?.params.propertyName;
  const allowed = first?.params.allowedValues;
  const detail = [property && `\`${property}\``, Array.isArray(allowed) && allowed.join(', ')].filter(
    Boolean,
  );
  const why = `${first?.message ?? 'not valid'}${detail.length ? ` (${detail.join('; ')})` : ''}`;
  return { problem: `${refused}${place}: ${why}` };
}
