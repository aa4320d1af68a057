import type { Location } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import type {
  BlockDeclaration,
  Declaration,
  Import,
  Module,
  Name,
  NetworkDeclaration,
} from '../parser/ast.ts';

/** The files of one compilation, their names connected. */
export interface Program {
  readonly root: LinkedModule;
  /** Every file read, the root first; the standard library's are called `std/…`. */
  readonly modules: readonly LinkedModule[];
}

export interface LinkedModule {
  readonly file: SourceFile;
  readonly module: Module;
  /** What a name means in this file: its own declarations and its imports. */
  readonly names: ReadonlyMap<string, Entity>;
  /** The files that its imports read, as far as there are such. */
  readonly imports: ReadonlyMap<Import, LinkedModule>;
  /** Names that imports failed to bring in or that declarations with syntax errors may declare: nothing is said of them. */
  readonly missing: ReadonlySet<string>;
  readonly library: boolean;
}

export type Entity = BlockEntity | NetworkEntity;

export interface BlockEntity {
  readonly kind: 'block';
  readonly declaration: BlockDeclaration;
  readonly module: LinkedModule;
}

export interface NetworkEntity {
  readonly kind: 'network';
  readonly declaration: NetworkDeclaration;
  readonly module: LinkedModule;
}

/** One declaration makes another a part of itself. */
export interface Call {
  readonly from: Declaration;
  readonly to: Entity;
  readonly at: Location;
}

/**
 * How a compilation reads an import. `std/…` never comes here. `path` is the text of the import, `importer` the name of
 * the file that it stands in.
 */
export type Loader = (path: string, importer: string) => Loaded;

export type Loaded =
  | { readonly kind: 'file'; readonly file: SourceFile }
  /** `near` is the path, as an import has it, of a file that may have been meant. */
  | { readonly kind: 'missing'; readonly tried: readonly string[]; readonly near?: string }
  | { readonly kind: 'outside' }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'invalid'; readonly reason: string };

export type { Name };
