import type { Diagnostic } from './diagnostic.ts';

/** How seriously a lint is taken, by its code. */
export type LintLevels = Readonly<Record<string, 'off' | 'warning' | 'error'>>;

/** Warnings at the level that the configuration asks for; errors stay errors. */
export function applyLintLevels(
  diagnostics: readonly Diagnostic[],
  levels: LintLevels,
): readonly Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const level = levels[diagnostic.code];
    if (diagnostic.severity === 'error' || level === undefined) return [diagnostic];
    return level === 'off' ? [] : [{ ...diagnostic, severity: level }];
  });
}
