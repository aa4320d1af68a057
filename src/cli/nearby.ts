import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** For a path where no file is: the one file of its folder with almost that name, such as with its ending. */
export function nearby(path: string): string | undefined {
  const wanted = basename(path);
  let names: string[];
  try {
    names = readdirSync(dirname(path)).slice(0, 1000);
  } catch {
    return undefined;
  }
  const ending = names.find((name) => extname(wanted) === '' && name === `${wanted}.resnet`);
  const near = ending ?? names.find((name) => name.length < 100 && distance(name, wanted) <= 2);
  return near === undefined ? undefined : join(dirname(path), near);
}

/** Levenshtein's distance, in rows. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
