import type { BlockDeclaration, Expression } from '../../../src/parser/ast.ts';
import type { GeneratedFile } from './files.ts';
import type { Value } from './values.ts';

/** A block that calls can name. */
export interface Block {
  readonly name: string;
  /** What several may be called after; undefined of the library's. */
  readonly wish?: string;
  readonly file: GeneratedFile;
  readonly declaration: BlockDeclaration;
  /** With the values that it was made for, or that are usual. */
  readonly parameters: readonly BlockParameter[];
}

export interface BlockParameter {
  readonly name: string;
  readonly usual: Value;
  readonly default: Expression | undefined;
}
