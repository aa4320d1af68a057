import type { IToken } from 'chevrotain';
import type { LinkedModule } from '../linking/program.ts';
import type { PlacedText } from './places.ts';
import type { Extent } from './proposals.ts';
import type { TypedText } from './typed-text.ts';

/** What completion asks about the files beside the document. */
export interface CompletionSources extends PlacedText {
  /** The document as far as it could be read. */
  readonly root: LinkedModule;
  readonly tokens: readonly IToken[];
  /** Whether the editor takes texts with places to fill in. */
  readonly snippets: boolean;
  /** The paths by which the document can import the files beside it. */
  readonly importable: () => Iterable<string>;
  /** What an import path leads to. */
  readonly follow: (path: string) => LinkedModule | undefined;
}

/** What completion knows at one place. */
export interface Typing extends CompletionSources {
  readonly typed: TypedText;
  readonly extent: Extent;
}
