import type { IToken } from 'chevrotain';
import { analyse, type FileAnalysis, limited, readProgram } from '../analyse.ts';
import type { CheckOptions } from '../check-options.ts';
import { library } from '../generated/library.ts';
import type { Unroll } from '../ir/unroll.ts';
import { importedName, whyNotAPath } from '../linking/import-path.ts';
import type { LinkedModule, Loader, Program } from '../linking/program.ts';
import type { Configuration, Host } from './host.ts';
import { type PlacedText, placed } from './places.ts';
import type { ParseMemory } from './remembered-parse.ts';
import { folderOf, inFolder, keyOf, nameOf } from './uris.ts';

/** A document as it was at one moment. */
export interface Snapshot {
  readonly uri: string;
  /** Undefined for a file that no editor has open. */
  readonly version: number | undefined;
  readonly text: string;
}

/** What is known of one version of a document before its networks are unrolled, for what cannot wait. */
export interface Reading extends Snapshot, PlacedText {
  /** What spans and diagnostics call the document's file. */
  readonly name: string;
  /** The document with its names connected: `root.module` is what stands in it. */
  readonly root: LinkedModule;
  /** Every token of the document, newlines too, and its comments, in the order of the text; none where it is beyond a limit. */
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
}

/**
 * All that is known of one version of a document and of what it imports. Nothing in it changes: features compute what they need from it,
 * when they are asked, and may remember it by the analysis (`WeakMap`).
 */
export interface Analysis extends Reading, FileAnalysis {
  /** Where a file of the analysis lies; undefined for one of the library that cannot be looked at. */
  readonly uriOf: (name: string) => string | undefined;
  /** The text of a file of the analysis, with its lines. */
  readonly textOf: (name: string) => PlacedText | undefined;
  /** Keys (`keyOf`) of all files that the analysis asked for, also of those that are not there. */
  readonly asked: ReadonlySet<string>;
}

export interface Surroundings {
  readonly host: Host;
  readonly configuration: Configuration;
  readonly memory: ParseMemory;
  readonly unroll: Unroll;
  /** The text of a document that is open in the editor. */
  readonly open: (uri: string) => string | undefined;
}

export function readDocument(document: Snapshot, surroundings: Surroundings): Reading {
  const { uri, text } = document;
  const { parse } = surroundings.memory;
  const options = checkOptionsFor(uri, surroundings, new Set());
  const { value } = readProgram({ name: nameOf(uri), text }, { ...options, parse });
  return readingOf(document, value, surroundings);
}

function readingOf(document: Snapshot, { root }: Program, { memory }: Surroundings): Reading {
  const parsed = memory.recall(root.file.name, root.file.text);
  return {
    ...document,
    ...placed(document.text),
    name: root.file.name,
    root,
    tokens: parsed?.tokens ?? [],
    comments: parsed?.comments ?? [],
  };
}

export function analyseDocument(document: Snapshot, surroundings: Surroundings): Analysis {
  const { uri, text } = document;
  const { host, configuration, memory, unroll } = surroundings;
  const folder = folderOf(uri);
  const asked = new Set<string>();
  const source = { name: nameOf(uri), text };
  const options = checkOptionsFor(uri, surroundings, asked);
  const result = analyse(source, { ...options, parse: memory.parse, unroll, observe: true });
  const { program, files } = result;
  const own = readingOf(document, program, surroundings);
  const texts = new Map<string, PlacedText>([[source.name, own]]);
  return {
    ...own,
    ...result,
    diagnostics: limited(result.diagnostics, configuration.limits),
    uriOf: (name) => {
      if (name === source.name) return uri;
      if (library.has(name)) return host.library(name);
      return folder === undefined ? undefined : inFolder(folder, name);
    },
    textOf: (name) => {
      const known = texts.get(name);
      const file = files.get(name);
      if (known !== undefined || file === undefined) return known;
      const made = placed(file.text);
      texts.set(name, made);
      return made;
    },
    asked,
  };
}

/** How a document is checked; `asked` gets the keys of the files that it asks for. */
export function checkOptionsFor(
  uri: string,
  { host, configuration: { limits, lint }, open }: Surroundings,
  asked: Set<string>,
): CheckOptions {
  const folder = folderOf(uri);
  const disk = folder === undefined ? undefined : host.loader(folder, limits);
  return { load: openFirst(folder, disk, open, asked), lint, limits };
}

/** Reads what is open in the editor as it is there, anything else from the disk. */
function openFirst(
  folder: string | undefined,
  disk: Loader | undefined,
  open: Surroundings['open'],
  asked: Set<string>,
): Loader {
  return (path, importer) => {
    const name = importedName(path, importer);
    if (folder !== undefined && whyNotAPath(path) === undefined && !name.startsWith('../')) {
      const uri = inFolder(folder, name);
      asked.add(keyOf(uri));
      const text = open(uri);
      if (text !== undefined) return { kind: 'file', file: { name, text } };
    }
    return disk?.(path, importer) ?? { kind: 'missing', tried: [] };
  };
}
