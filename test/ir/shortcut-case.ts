import { expect } from 'vitest';
import { check } from '../../src/check.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';

/** A network whose input is 4×8×8. */
export const inNetwork = (statements: string): string => `network case { input 4 x 8 x 8\n${statements}\n}`;

/** A block of one residual. */
export const blockOf = (path: string, clause: string): string =>
  `block b(width: int, stride: int = 1) { residual { ${path} } ${clause} }`;

/** Its network; a test fails where there is an error. */
export function networkOf(text: string) {
  const { networks, diagnostics } = check({ name: 'case.resnet', text });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return networks[0]!;
}

/** What stands under the diagnostic, and under what belongs to it. */
function said({ code, message, file, span, label, help, related, fixes }: Diagnostic, text: string) {
  expect(file).toBe('case.resnet');
  const under = (place: { readonly span: { readonly start: number; readonly end: number } }) =>
    text.slice(place.span.start, place.span.end);
  return {
    code,
    message,
    at: under({ span }),
    ...(label === undefined ? {} : { label }),
    ...(help === undefined ? {} : { help }),
    related: related.map((place) => `${under(place)}: ${place.message}`),
    fixes: fixes.map(
      ({ title, edits }) => `${title}: ${edits.map((edit) => `${under(edit)} → ${edit.text}`)}`,
    ),
  };
}

/** What `rnc check` says of a text, warnings left out. */
export function errorsIn(text: string) {
  const { diagnostics } = check({ name: 'case.resnet', text });
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((diagnostic) => said(diagnostic, text));
}

/** The message where a path of one shape meets a shortcut of another, as in `8×8×8` and `4×8×8`. */
export const mismatch = (path: string, shortcut: string): string =>
  `the residual path and its shortcut differ: ${path} and ${shortcut}`;
