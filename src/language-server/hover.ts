import type { Hover, Position } from 'vscode-languageserver';
import type { Analysis } from './analysis.ts';

/** What stands at a position. */
export function hover(_analysis: Analysis, _position: Position): Hover | null {
  return null;
}
