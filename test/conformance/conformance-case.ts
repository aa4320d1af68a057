import type { Translation } from './attempt.ts';
import { Refusal } from './refusal.ts';
import type { OnnxCase, Suite } from './suites.ts';
import { casesOf, suites } from './suites.ts';
import { translate } from './translate.ts';

/** A case that could be said in the language. */
export interface ConformanceCase extends Translation {
  readonly suite: Suite;
  readonly name: string;
  /** Of the network in `text`; no two cases have the same. */
  readonly network: string;
}

export interface SkippedCase {
  readonly suite: Suite;
  readonly name: string;
  readonly refusal: Refusal;
}

export interface AllCases {
  readonly translated: readonly ConformanceCase[];
  readonly skipped: readonly SkippedCase[];
}

/** Every case of the package, translated or with the reason why not. */
export function allCases(): AllCases {
  const translated: ConformanceCase[] = [];
  const skipped: SkippedCase[] = [];
  for (const each of suites.flatMap(casesOf)) {
    const { suite, name } = each;
    const network = `${suite}_${name}`.replaceAll(/\W/g, '_');
    const found = translationOf(network, each);
    if (found instanceof Refusal) skipped.push({ suite, name, refusal: found });
    else translated.push({ suite, name, network, ...found });
  }
  return { translated, skipped };
}

function translationOf(network: string, { model, example }: OnnxCase): Translation | Refusal {
  if (model === undefined) return new Refusal('file', 'no model');
  return translate({ network, model, example });
}
