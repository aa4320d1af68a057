import type { CheckResult } from '../../../src/check.ts';
import { check } from '../../../src/check.ts';
import type { Limits } from '../../../src/diagnostics/limits.ts';
import type { Loader } from '../../../src/linking/program.ts';
import type { Input } from './boundary-cases.ts';

/** Checks a text whose imports are in memory, all in one folder. */
export function checkInput({ text, files }: Input, limits: Partial<Limits> = {}): CheckResult {
  const load: Loader = (path) => {
    const found = files?.get(path);
    return found === undefined
      ? { kind: 'missing', tried: [path] }
      : { kind: 'file', file: { name: path.slice(2), text: found } };
  };
  return check({ name: 'n.resnet', text }, { load, limits });
}
