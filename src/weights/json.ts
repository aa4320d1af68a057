import { duplicateKey } from './duplicate-key.ts';
import { formatFault, shorten } from './format-fault.ts';
import type { FileFault } from './tensor.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isExtents = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((extent) => Number.isSafeInteger(extent) && extent >= 0);

/** The object that these bytes spell, where no key stands twice. `what` begins the sentence that says what is wrong. */
export function parseObject(bytes: Uint8Array, what: string): { readonly object: JsonObject } | FileFault {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return formatFault(`${what} is not UTF-8`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return formatFault(`${what} is not JSON`);
  }
  if (!isObject(json)) return formatFault(`${what} is not a JSON object`);
  const twice = duplicateKey(text);
  if (twice !== undefined) return formatFault(`${what} says ${JSON.stringify(shorten(twice))} twice`);
  return { object: json };
}
