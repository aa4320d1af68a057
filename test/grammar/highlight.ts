import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

/** A piece of a file that an editor would give one colour. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** Innermost last, without the root's. */
  readonly scopes: readonly string[];
}

const require = createRequire(import.meta.url);
const grammarFile = new URL('../../grammar/resnet.tmLanguage.json', import.meta.url);

/** Reads a text with the TextMate grammar, as Visual Studio Code does. */
export async function highlighter(): Promise<(text: string) => readonly Piece[]> {
  const engine = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(engine);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () =>
      textmate.parseRawGrammar(readFileSync(grammarFile, 'utf8'), 'resnet.tmLanguage.json'),
  });
  const grammar = await registry.loadGrammar('source.resnet');
  if (grammar === null) throw new Error('the grammar has no source.resnet');
  return (text) => {
    const pieces: Piece[] = [];
    let state = textmate.INITIAL;
    let start = 0;
    for (const line of text.split('\n')) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      for (const { startIndex, endIndex, scopes } of tokens)
        pieces.push({ start: start + startIndex, end: start + endIndex, scopes: scopes.slice(1) });
      start += line.length + 1;
    }
    return pieces;
  };
}
