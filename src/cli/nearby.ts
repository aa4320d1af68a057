import { readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { didYouMean } from '../diagnostics/did-you-mean.ts';

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
  const near = ending ?? didYouMean(wanted, names);
  return near === undefined ? undefined : join(dirname(path), near);
}
