import type { Severity } from './catalogue.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Limits } from './limits.ts';
import { diagnosticsMade } from './limits.ts';

/** Diagnostics as they are found. Of each severity only so many are kept, so that a thousand warnings hide no error. */
export class Findings {
  readonly all: Diagnostic[] = [];
  private readonly most: number;
  private readonly counts: Record<Severity, number> = { error: 0, warning: 0 };

  constructor(limits: Pick<Limits, 'diagnostics'>, found: Iterable<Diagnostic> = []) {
    this.most = diagnosticsMade(limits);
    for (const diagnostic of found) this.add(diagnostic);
  }

  add(diagnostic: Diagnostic): void {
    if (this.isFull(diagnostic.severity)) return;
    this.counts[diagnostic.severity]++;
    this.all.push(diagnostic);
  }

  /** Whether further ones are not worth making. */
  isFull(severity: Severity): boolean {
    return this.counts[severity] >= this.most;
  }
}
