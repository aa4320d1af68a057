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
  const decoded = decode(read.bytes);
  if (decoded.kind !== 'text') stop(2, `${shown} is not UTF-8 text`);
  let value: unknown;
  try {
    value = JSON.parse(decoded.text);
  } catch (error) {
    stop(2, `${shown} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (validate(value)) return value;
  const [first] = validate.errors ?? [];
  const place = first?.instancePath ? ` at ${first.instancePath}` : '';
  const property = first?.params.additionalProperty ?? first?.params.propertyName;
  const allowed = first?.params.allowedValues;
  const detail = [property && `\`${property}\``, Array.isArray(allowed) && allowed.join(', ')].filter(
    Boolean,
  );
  return stop(
    2,
    `${refused}${place}: ${first?.message ?? 'not valid'}${detail.length ? ` (${detail.join('; ')})` : ''}`,
  );
}
