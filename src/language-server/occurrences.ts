import type { Location, Span } from '../diagnostics/diagnostic.ts';
import { defaultLimits } from '../diagnostics/limits.ts';
import { library } from '../generated/library.ts';
import { checkNames } from '../linking/check-names.ts';
import type { Meaning } from '../linking/name-meaning.ts';
import type { Entity, LinkedModule } from '../linking/program.ts';
import type * as ast from '../parser/ast.ts';

/** One name in a file, and what it stands for. */
export interface Occurrence extends Location {
  readonly text: string;
  readonly kind: Meaning['kind'] | 'file';
  /** The names that declare what it stands for; of a file, its beginning. */
  readonly declared: readonly Location[];
  /** What it stands for, the same in all of its occurrences; a second name of an import is a thing of its own. */
  readonly thing: string;
  /** Of a second name: the thing that the other file declares. */
  readonly original?: string;
}

/** Every name of a file that means something, as linking has looked it up, and its import paths, in the order of the text. */
export function occurrencesIn(linked: LinkedModule): readonly Occurrence[] {
  const known = found.get(linked) ?? collect(linked);
  found.set(linked, known);
  return known;
}

/** A module never changes, and an editor asks for its names at every movement of the cursor. */
const found = new WeakMap<LinkedModule, readonly Occurrence[]>();

/** The name at a place, or the one that ends there. */
export function occurrenceAt(linked: LinkedModule, offset: number): Occurrence | undefined {
  const all = occurrencesIn(linked);
  return (
    all.find(({ span }) => span.start <= offset && offset < span.end) ??
    all.find(({ span }) => span.end === offset)
  );
}

/** Whether it is one of the names that declare the thing. */
export function isDeclaration({ file, span, declared }: Occurrence): boolean {
  return declared.some((place) => place.file === file && place.span.start === span.start);
}

export function thingAt({ file, span }: Location): string {
  return `${file}:${span.start}`;
}

function collect(linked: LinkedModule): readonly Occurrence[] {
  const file = linked.file.name;
  const seen: { readonly name: ast.Name; readonly meaning: Meaning }[] = [];
  checkNames(linked, library, defaultLimits, (name, meaning) => seen.push({ name, meaning }));
  const secondNames = secondNamesIn(linked);
  const together = placesOfLabels(seen.map(({ meaning }) => meaning));
  const names = seen.map(({ name: { text, span }, meaning: { kind, places } }): Occurrence => {
    const [first] = places as readonly [Location];
    const declared = kind === 'label' ? (together.get(first.span.start) ?? places) : places;
    const thing = thingAt(declared[0]!);
    const second = secondNames.get(text);
    return second?.original === thing
      ? { file, span, text, kind, declared, thing: second.thing, original: thing }
      : { file, span, text, kind, declared, thing };
  });
  const all = [...importsOf(linked, secondNames), ...names].filter(isWritten);
  all.sort((a, b) => a.span.start - b.span.start);
  // A loop's variable is declared for its label and for its braces.
  return all.filter(({ span }, position) => span.start !== all[position - 1]?.span.start);
}

/** A stage's `index` is declared nowhere: nothing can be said of it. */
function isWritten({ kind, text, declared }: Occurrence): boolean {
  const [{ span }] = declared as readonly [Location];
  return kind !== 'index' || span.end - span.start === text.length;
}

interface SecondName {
  readonly thing: string;
  readonly original: string;
}

/** `import { basic as unit }`: the names that this file alone knows. */
function secondNamesIn(linked: LinkedModule): ReadonlyMap<string, SecondName> {
  const names = new Map<string, SecondName>();
  for (const { alias, entity } of importedNames(linked)) {
    if (alias === undefined || names.has(alias.text)) continue;
    const thing = thingAt({ file: linked.file.name, span: alias.span });
    names.set(alias.text, { thing, original: thingAt(placeOf(entity)) });
  }
  return names;
}

function* importedNames({ module, names, imports }: LinkedModule) {
  for (const statement of module.imports) {
    const from = imports.get(statement);
    for (const { name, alias } of statement.names) {
      const entity = names.get((alias ?? name).text);
      if (entity?.module === from && entity?.declaration.name.text === name.text)
        yield { name, alias, entity };
    }
  }
}

function* importsOf(
  linked: LinkedModule,
  secondNames: ReadonlyMap<string, SecondName>,
): Generator<Occurrence> {
  const file = linked.file.name;
  for (const { path } of linked.module.imports) {
    const target = [...linked.imports].find(([statement]) => statement.path === path)?.[1].file.name;
    if (target === undefined) continue;
    const declared = [{ file: target, span: { start: 0, end: 0 } }];
    yield { file, span: path.span, text: path.text, kind: 'file', declared, thing: `file ${target}` };
  }
  for (const { name, alias, entity } of importedNames(linked)) {
    const declared = [placeOf(entity)];
    const { kind } = entity;
    const thing = thingAt(declared[0]!);
    yield { file, span: name.span, text: name.text, kind, declared, thing };
    const second = alias && secondNames.get(alias.text);
    if (second === undefined) continue;
    yield { file, span: alias!.span, text: alias!.text, kind, declared, ...second };
  }
}

function placeOf({ declaration, module }: Entity): Location {
  return { file: module.file.name, span: declaration.name.span };
}

/** Labels that one `from` or join may mean are one thing: all of their places, by where each of them begins. */
function placesOfLabels(meanings: readonly Meaning[]): ReadonlyMap<number, readonly Location[]> {
  const groups = new Map<number, readonly Location[]>();
  const shared = new Set(meanings.flatMap(({ kind, places }) => (kind === 'label' ? [places] : [])));
  for (const places of shared) {
    if (places.length === 1) continue;
    const merged = new Map<number, Location>();
    for (const place of places)
      for (const other of groups.get(place.span.start) ?? [place]) merged.set(other.span.start, other);
    const all = [...merged.values()].sort((a, b) => a.span.start - b.span.start);
    for (const start of merged.keys()) groups.set(start, all);
  }
  return groups;
}

/** The span between a string's quotes. */
export function insideQuotes({ start, end }: Span): Span {
  return { start: start + 1, end: Math.max(start + 1, end - 1) };
}
