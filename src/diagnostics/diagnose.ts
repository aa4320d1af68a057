import type { Code, ParametersOf } from './catalogue.ts';
import { describe } from './catalogue.ts';
import type { Diagnostic, Fix, Location, Related } from './diagnostic.ts';
import { howToRaise } from './limits.ts';

export interface Details {
  readonly label?: string;
  readonly related?: readonly Related[];
  readonly help?: string;
  readonly fixes?: readonly Fix[];
}

/** Makes a diagnostic of a catalogued code at a place. Beyond a limit, it says how that is raised. */
export function diagnose<C extends Code>(
  code: C,
  parameters: ParametersOf<C>,
  at: Location,
  { label, related = [], help = howToRaise(code), fixes = [] }: Details = {},
): Diagnostic {
  return {
    code,
    ...describe(code, parameters),
    file: at.file,
    span: at.span,
    ...(label === undefined ? {} : { label }),
    related,
    ...(help === undefined ? {} : { help }),
    fixes,
  };
}
