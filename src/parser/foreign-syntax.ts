import type { Span } from '../diagnostics/diagnostic.ts';

interface ForeignSpelling {
  readonly text: string;
  readonly language: string;
  readonly help: string;
  readonly span: Span;
}

const families: readonly (readonly [pattern: RegExp, language: string])[] = [
  [/(?:torch\.)?nn\.(?:functional\.)?\w+|F\.\w+|self\.\w+/y, 'PyTorch'],
  [/(?:tf\.)?keras\.[\w.]+|layers\.\w+|tf\.[\w.]+|model\.add/y, 'Keras'],
  [/(?<=^[ \t]*)- \w+(?=:)/y, 'YAML'],
];

const spellings: readonly (readonly [pattern: RegExp, spelling: string])[] = [
  [/conv/i, '`conv 3x3, 64, stride 2, pad 1`'],
  [/batch_?norm/i, '`batchnorm`'],
  [/max_?pool/i, '`maxpool 3x3, stride 2`'],
  [/(adaptive|global).*av(era)?ge?_?pool/i, '`avgpool global`'],
  [/av(era)?ge?_?pool/i, '`avgpool 2x2, stride 2`'],
  [/linear|dense/i, '`linear 1000`'],
  [/relu/i, '`relu`'],
  [/flatten/i, '`flatten` (linear flattens by itself)'],
  [/dropout/i, '`dropout 0.5`'],
  [/softmax/i, '`softmax`'],
];

/** Recognises PyTorch's and Keras's spelling on the line of `offset`, and says how rnc writes it. */
export function foreignSpelling(text: string, offset: number): ForeignSpelling | undefined {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const line = text.slice(start, start + 200).split(/[\r\n]/, 1)[0]!;
  for (const [pattern, language] of families) {
    for (let from = 0; from < line.length; from++) {
      if (from > 0 && /[\w.]/.test(line[from - 1]!)) continue;
      pattern.lastIndex = from;
      const match = pattern.exec(line);
      if (match === null) continue;
      const spelling = spellings.find(([name]) => name.test(match[0] === 'model.add' ? line : match[0]))?.[1];
      return {
        text: match[0],
        language,
        help: spelling === undefined ? 'see grammar/language.md for the operators' : `here it is ${spelling}`,
        span: { start: start + from, end: start + from + match[0].length },
      };
    }
  }
  return undefined;
}

/** How files of other languages begin, where nothing of this one can; comments before it are no matter. */
const beginnings: readonly (readonly [pattern: RegExp, language: string])[] = [
  [/^(?:import +[\w.]+|from +[\w.]+ +import|class +\w+ *(?=[(:])|def +\w+ *(?=\())/, 'Python'],
  [/^(?:---|%YAML|[\w-]+:)(?=[ \t]*(?:[\r\n]))/, 'YAML'],
  [/^[{[](?=\s*["{[])/, 'JSON'],
  [/^(?:layers? *\{|name: *(?="))/, 'Caffe'],
  [/^\[(?:net|network|convolutional)\]/, 'Darknet'],
  [/^<(?:\?xml|!doctype|html)/i, 'XML or HTML'],
];

/** Recognises a file that was written for another program by how it begins: one error instead of one on each line. */
export function foreignFile(text: string): ForeignSpelling | undefined {
  const start = /^\uFEFF?(?:\s|#[^\r\n]*|\/\/[^\r\n]*)*/.exec(text.slice(0, 10_000))![0].length;
  const head = text.slice(start, start + 200);
  for (const [pattern, language] of beginnings) {
    const match = pattern.exec(head);
    if (match === null) continue;
    const span = { start, end: start + match[0].length };
    return {
      text: match[0],
      language,
      help: 'a .resnet file has `network NAME { input 3 x 224 x 224 … }`',
      span,
    };
  }
  return undefined;
}
