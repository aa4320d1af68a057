import { catalogue } from '../../../src/diagnostics/catalogue.ts';
import type { Diagnostic, Location } from '../../../src/diagnostics/diagnostic.ts';
import { renderHuman } from '../../../src/diagnostics/render/human.ts';
import type { SourceFile } from '../../../src/diagnostics/source.ts';

/** A finding: jazzer.js stops at what is thrown, and the test of the corpus fails. */
export function expectThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

/** Nothing in a message is a value that nobody wrote; it may quote what it refuses. */
export function saysWhat(message: string, data: Uint8Array): boolean {
  const given = Buffer.from(data);
  return ['undefined', '[object'].every((word) => !message.includes(word) || given.includes(word));
}

/** Whatever the text was: codes that exist, in files that were read, at places inside their text, and printable. */
export function expectDiagnostics(
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, SourceFile>,
): void {
  const expectInside = ({ file, span: { start, end } }: Location, what: string): void => {
    const length = files.get(file)?.text.length;
    expectThat(length !== undefined, `${what}: ${file} was read`);
    const whole = Number.isInteger(start) && Number.isInteger(end);
    expectThat(
      whole && 0 <= start && start <= end && end <= length,
      `${what}: 0 ≤ ${start} ≤ ${end} ≤ ${length}`,
    );
  };
  for (const diagnostic of diagnostics) {
    const { code, message, related, fixes } = diagnostic;
    expectThat(Object.hasOwn(catalogue, code), `${code} is a code`);
    expectThat(
      message !== '' && !/undefined|NaN|\[object/.test(message.replace(/`[^`]*`/gs, '')),
      `“${message}” says what`,
    );
    expectInside(diagnostic, code);
    for (const other of related) expectInside(other, `${code}, related`);
    for (const { title, edits } of fixes) {
      expectThat(title !== '' && edits.length > 0, `${code}: a fix has a title and edits`);
      for (const edit of edits) expectInside(edit, `${code}, fix`);
    }
  }
  // The slowest part of all: a few say as much as a hundred.
  renderHuman(diagnostics.slice(0, 5), files, { colour: false });
}
