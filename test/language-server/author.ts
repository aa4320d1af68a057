import { readdirSync, readFileSync } from 'node:fs';
import type { IToken } from 'chevrotain';
import { tokenMatcher } from 'chevrotain';
import { defaultLimits } from '../../src/diagnostics/limits.ts';
import type { SourceFile } from '../../src/diagnostics/source.ts';
import { library } from '../../src/generated/library.ts';
import { isDeclaration, occurrencesIn } from '../../src/language-server/occurrences.ts';
import { makeParseMemory } from '../../src/language-server/remembered-parse.ts';
import { link } from '../../src/linking/link.ts';
import type { LinkedModule } from '../../src/linking/program.ts';
import * as t from '../../src/parser/tokens.ts';

/** The published architectures and the library, as their authors wrote them. */
export const corpus: readonly SourceFile[] = [
  ...readdirSync('specs')
    .filter((name) => name.endsWith('.resnet'))
    .map((name) => ({ name, text: readFileSync(`specs/${name}`, 'utf8') })),
  ...[...library].map(([name, text]) => ({ name, text })),
];

export function linked(file: SourceFile): LinkedModule {
  return link(file, () => ({ kind: 'missing', tried: [] }), library, defaultLimits, parse).value.root;
}

const { parse } = makeParseMemory();

/** The words of a file that its author did not invent: what names something that stands elsewhere, or is the language's own. */
export function knownWords(file: SourceFile): readonly IToken[] {
  const { tokens } = t.tokenize(file.text, Number.POSITIVE_INFINITY);
  const invented = new Set(
    occurrencesIn(linked(file))
      .filter((occurrence) => isDeclaration(occurrence) || occurrence.original !== undefined)
      .map(({ span }) => span.start),
  );
  return tokens.filter(
    (token, at) =>
      tokenMatcher(token, t.Word) && !invented.has(token.startOffset) && !partOfLabel(tokens, at),
  );
}

/** `denselayer{index + 1}:`: a label with holes names nothing, so it is no occurrence. */
function partOfLabel(tokens: readonly IToken[], at: number): boolean {
  const next = tokens[at + 1];
  return next?.tokenType === t.LCurly && next.startOffset === tokens[at]!.endOffset! + 1;
}
