import type { Translation } from './attempt.ts';
import { Refusal } from './refusal.ts';
import type { Suite } from './suites.ts';
import { casesOf, suites } from './suites.ts';
import { translate } from './translate.ts';

/** A model that could be said in the language. */
export interface ConformanceCase extends Translation {
  /** A folder of ONNX's package, or its networks without weights. */
  readonly suite: Suite | 'light';
  readonly name: string;
  /** Of the network in `text`; no two cases have the same. */
  readonly network: string;
}

export interface SkippedCase {
  readonly suite: Suite | 'light';
  readonly name: string;
  readonly refusal: Refusal;
}

export interface AllCases {
  readonly translated: readonly ConformanceCase[];
  readonly skipped: readonly SkippedCase[];
}

export const networkName = (suite: string, name: string): string => `${suite}_${name}`.replaceAll(/\W/g, '_');

/** Every case of the package, translated or with the reason why not. */
export function allCases(): AllCases {
  const translated: ConformanceCase[] = [];
  const skipped: SkippedCase[] = [];
  for (const { suite, name, model, example } of suites.flatMap(casesOf)) {
    const network = networkName(suite, name);
    const found = model instanceof Refusal ? model : translate({ network, model, example });
    if (found instanceof Refusal) skipped.push({ suite, name, refusal: found });
    else translated.push({ suite, name, network, ...found });
  }
  return { translated, skipped };
}
