import fc from 'fast-check';
import type { Position, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { corpus } from '../mutants/corpus.ts';

/** The files that are opened and closed; some import each other. */
export const names = ['net.resnet', 'blocks.resnet', 'other.resnet'] as const;
export type Name = (typeof names)[number];

/** What an editor, or the hand at it, does. */
export type Step =
  | { readonly kind: 'open'; readonly name: Name; readonly text: string }
  | { readonly kind: 'close'; readonly name: Name }
  | { readonly kind: 'change'; readonly name: Name; readonly changes: readonly Change[] }
  /** Gives a document the text that it had before its last change. */
  | { readonly kind: 'undo'; readonly name: Name }
  /** Another program writes the file, or takes it away. */
  | { readonly kind: 'disk'; readonly name: Name; readonly text: string | undefined }
  | {
      readonly kind: 'request';
      readonly name: Name;
      readonly method: string;
      readonly at: Place;
      readonly to: Place;
    }
  /** Waits until the server has nothing left to do. */
  | { readonly kind: 'rest' };

/** A range as shares of the text, so that it falls into texts of any length; some leave it, run backwards or make no sense. */
export interface Place {
  readonly share: number;
  readonly wild: Position | undefined;
}

export interface Change {
  readonly from: Place;
  readonly length: number;
  /** Undefined where the whole document gets the text. */
  readonly ranged: boolean;
  readonly text: string;
}

const importing = (operator: string): string => `import { unit } from "./blocks.resnet"

/// 🦙 Uses the other file’s block.
network net(classes: int = 10) {
  input 3 x 32 x 32
  conv1: conv 3x3, 16, stride 2
  layer1: stage 2 x unit(16)
  layer2: stage 2 x unit(32), stride 2 // 🦙🦙
  ${operator}
  avgpool global; fc: linear classes
}
`;

const blocks = (name: string): string => `/// A block, for others.
block ${name}(width: int, stride: int = 1) {
  residual {
    conv1: conv 3x3, width, stride stride
    bn1: batchnorm
    relu
  } shortcut projection
}
`;

const texts = fc.oneof(
  fc.constantFrom(importing('relu'), importing('rleu'), blocks('unit'), blocks('units'), '', '🦙'),
  fc.constantFrom(...corpus.map(({ text }) => text)),
  fc.constantFrom(importing('relu').replaceAll('\n', '\r\n'), blocks('unit').replaceAll('\n', '\r')),
);

const typed = fc.oneof(
  fc.constantFrom(...'{}()[],:=+x;"/#0🦙', '\n', '\r\n', '\r', ' ', '\t', '64', '\ud83e', '\udd99'),
  fc.constantFrom(
    'relu',
    'conv 3x3, 64',
    'block ',
    'network ',
    'import { unit } from "./other.resnet"\n',
    '}\n',
    '{\n',
    '// ',
  ),
  fc.constantFrom(blocks('unit'), importing('unit(8)')),
);

const wild = fc.record({
  line: fc.constantFrom(-1, 0, 3, 1000, 2 ** 31 - 1),
  character: fc.constantFrom(-5, 0, 7, 100_000, 2 ** 31 - 1),
});

const place: fc.Arbitrary<Place> = fc.record({
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  wild: fc.option(wild, { nil: undefined, freq: 8 }),
});

const change: fc.Arbitrary<Change> = fc.record({
  from: place,
  length: fc.constantFrom(0, 0, 0, 1, 1, 5, 40, 500, -3),
  ranged: fc.constantFrom(true, true, true, true, true, false),
  text: fc.oneof(fc.constant(''), typed, typed),
});

/** Every request about a document that the server answers. */
export const methods = [
  ...[
    'codeAction',
    'codeLens',
    'completion',
    'definition',
    'diagnostic',
    'documentHighlight',
    'documentLink',
  ],
  ...[
    'documentSymbol',
    'foldingRange',
    'formatting',
    'hover',
    'inlayHint',
    'prepareRename',
    'rangeFormatting',
  ],
  ...[
    'references',
    'rename',
    'selectionRange',
    'semanticTokens/full',
    'semanticTokens/range',
    'signatureHelp',
  ],
].map((method) => `textDocument/${method}`);

const name = fc.constantFrom(...names);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('open' as const), name, text: texts }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), name }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      name,
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), name }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('disk' as const),
      name,
      text: fc.option(texts, { nil: undefined }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('request' as const),
      name,
      method: fc.constantFrom(...methods),
      at: place,
      to: place,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rest' as const) }) },
);

export const editorSessions: fc.Arbitrary<readonly Step[]> = fc.array(step, {
  minLength: 5,
  maxLength: 40,
  size: 'max',
});

/** Where a share of a text is, in lines and code units: any code unit, also the second half of a character or of a line’s end. */
export function positionIn(text: string, { share, wild: given }: Place, further = 0): Position {
  if (given !== undefined) return given;
  const offset = Math.min(Math.max(0, Math.round(share * text.length) + further), text.length);
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

export function changeOf(
  text: string,
  { from, length, ranged, text: more }: Change,
): TextDocumentContentChangeEvent {
  if (!ranged) return { text: more };
  return { range: { start: positionIn(text, from), end: positionIn(text, from, length) }, text: more };
}
