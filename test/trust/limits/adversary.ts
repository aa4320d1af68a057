/** An input made to cost as much as it can. */
export interface Adversary {
  readonly name: string;
  /** The source, of at most `bytes` UTF-8 bytes. */
  readonly text: (bytes: number) => string;
  /** What imports find, by path; without it there are none. */
  readonly files?: (bytes: number) => ReadonlyMap<string, string>;
}

/** As many copies as fit between `before` and `behind`; each knows its number. */
export function filled(bytes: number, before: string, copy: (index: number) => string, behind = ''): string {
  const parts = [before];
  let left = bytes - before.length - behind.length;
  for (let index = 0; ; index++) {
    const part = copy(index);
    const size = Buffer.byteLength(part);
    if (size > left) return parts.join('') + behind;
    parts.push(part);
    left -= size;
  }
}

/** One piece over and over. */
export const repeated = (piece: string) => (bytes: number) => filled(bytes, '', () => piece);

/** A network of as many copies as fit. */
export const inNetwork =
  (copy: (index: number) => string, before = '', behind = '') =>
  (bytes: number) =>
    filled(bytes, `${before}network n {\ninput 3 x 32 x 32\n`, copy, `${behind}}\n`);

/** Ones, with commas between them. */
export const numbers = (count: number): string => Array.from({ length: count }, () => 1).join(',');

/** A name of its own for each number. */
export const word = (index: number, width = 6): string => index.toString(36).padStart(width, '_');
