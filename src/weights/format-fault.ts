import { fault } from '../ir/operator.ts';
import type { FileFault } from './tensor.ts';

/** A file that is not what it should be, why, and the way out where there is one. */
export const formatFault = (reason: string, help?: string): FileFault => ({
  ...fault('weights/format', { reason }),
  ...(help === undefined ? {} : { help }),
});

/** Names in files may be of any length. */
export const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

export const quoted = (name: string): string => `tensor ${JSON.stringify(shorten(name))}`;
