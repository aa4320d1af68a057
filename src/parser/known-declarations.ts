import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Declaration } from './ast.ts';
import type { DeclarationText } from './declarations.ts';
import { moveSpans } from './move-spans.ts';
import type { DeclarationRead, Surroundings } from './read-declaration.ts';
import { readDeclaration } from './read-declaration.ts';

/** A declaration as it was read, and what that took from the text around it. */
interface KnownDeclaration {
  readonly read: DeclarationRead;
  /** Where its text began. */
  readonly start: number;
  /** The names that the search for its brackets asked for. */
  readonly names: ReadonlySet<string> | undefined;
  /** Tokens that the search for its brackets read. */
  readonly effort: number;
}

/** By all that is read of a declaration: its text, the lexical errors in it, and the documentation above it. */
export type KnownDeclarations = ReadonlyMap<string, KnownDeclaration>;

/**
 * Reads the declarations of a file, in order: those that are known are only moved to where they stand now.
 *
 * @param lexical what is wrong with the file's tokens, in order
 * @param mended the file's text as its tokens were read, as long as it
 */
export function readKnown(
  declarations: readonly DeclarationText[],
  lexical: readonly Diagnostic[],
  mended: string,
  surroundings: Surroundings,
  known: KnownDeclarations,
): { readonly reads: readonly DeclarationRead[]; readonly declarations: KnownDeclarations } {
  const { file, documentation } = surroundings;
  const errors = lexical.filter(({ severity }) => severity === 'error');
  let error = 0;
  const now = new Map<string, KnownDeclaration>();
  const reads = declarations.map((declaration) => {
    const { start, end } = declaration;
    const inside: Diagnostic[] = [];
    for (; error < errors.length && errors[error]!.span.start < end; error++) inside.push(errors[error]!);
    const text = file.text.slice(start, end);
    const meant = mended === file.text ? text : mended.slice(start, end);
    const key = [
      documentation.runAbove(start) ?? '',
      inside.map(({ span }) => span.start - start).join(),
      ...(meant === text ? [text] : [text, meant]),
    ].join('\0');
    const before = now.get(key) ?? known.get(key);
    const result =
      before !== undefined && holds(before, surroundings)
        ? moveTo(start, before, surroundings)
        : readAnew(declaration, inside, surroundings);
    // Where there was not enough left for the search, another time there may be.
    if (surroundings.effort.tokens >= 0) now.set(key, result);
    return result.read;
  });
  return { reads, declarations: now };
}

/** Whether the text around it would let it be read as it was. */
function holds({ names, effort }: KnownDeclaration, surroundings: Surroundings): boolean {
  if (effort > surroundings.effort.tokens) return false;
  if (names === undefined) return true;
  const present = surroundings.names();
  return names.size === present.size && [...names].every((name) => present.has(name));
}

function moveTo(start: number, before: KnownDeclaration, { effort }: Surroundings): KnownDeclaration {
  effort.tokens -= before.effort;
  if (start === before.start) return before;
  const read = moveSpans(before.read, start - before.start);
  for (const [position, declaration] of read.part.declarations.entries())
    origins.set(declaration, originOf(before.read.part.declarations[position]!));
  return { ...before, start, read };
}

const origins = new WeakMap<Declaration, Declaration>();

/** What a declaration was when it was read, before it moved: two with one origin are the same but for their places. */
export function originOf(declaration: Declaration): Declaration {
  return origins.get(declaration) ?? declaration;
}

function readAnew(
  declaration: DeclarationText,
  errors: readonly Diagnostic[],
  surroundings: Surroundings,
): KnownDeclaration {
  const { effort } = surroundings;
  const left = effort.tokens;
  let asked: ReadonlySet<string> | undefined;
  const read = readDeclaration(declaration, errors, {
    ...surroundings,
    names: () => (asked ??= surroundings.names()),
  });
  return { read, start: declaration.start, names: asked, effort: left - effort.tokens };
}
