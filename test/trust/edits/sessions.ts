import fc from 'fast-check';
import { corpus } from '../mutants/corpus.ts';

/** The texts of a file, from one keystroke, paste or deletion to the next. */
export type Session = readonly string[];

/** What is typed or pasted: signs that open, close and divide, words of the language, and whole declarations. */
const written: readonly string[] = [
  ...'{}()[],:=+x\n;"/#',
  ...[
    ' ',
    '64',
    'relu',
    'conv 3x3, 64',
    'block',
    'network',
    'import { basic } from "std/residual"\n',
    '/// text\n',
  ],
  ...['// text', '/* text', '“', '}\n', '{\n', 'block other(n: int) {\n  conv 1x1, n\n}\n'],
];

const statements: readonly string[] = [
  ...[
    '',
    '// text',
    '/// text',
    '  relu',
    '  batchnorm',
    '  conv 3x3, 64',
    '  conv 3x3, 64, bias',
    '  linear 10',
  ],
  ...[
    '  conv 3x3, 64, groups 7',
    '  conv 99x99, 8, pad 0',
    '  from nowhere',
    '  maxpool 3x3, stride 0',
    '  let n = 1 / 0',
  ],
  ...['  residual {', '  }', '}', 'network other = unknown(3)', 'network alias(n: int = 3) = resnet(n)'],
];

type Change = (text: string) => string;

const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(at, fc.constantFrom(...written)).map(
    ([place, more]): Change =>
      (text) => {
        const offset = Math.floor(place * (text.length + 1));
        return text.slice(0, offset) + more + text.slice(offset);
      },
  ),
  fc.tuple(at, fc.integer({ min: 1, max: 40 })).map(
    ([place, length]): Change =>
      (text) => {
        const offset = Math.floor(place * (text.length + 1));
        return text.slice(0, offset) + text.slice(offset + length);
      },
  ),
  // A whole line is typed: what the language has, or what elaboration refuses or warns of.
  fc.tuple(at, fc.constantFrom(...statements)).map(
    ([place, line]): Change =>
      (text) => {
        const lines = text.split('\n');
        return lines.toSpliced(Math.floor(place * (lines.length + 1)), 0, line).join('\n');
      },
  ),
  // One digit or letter for another: the text stays as long as it was.
  fc.tuple(at, fc.constantFrom(...'01237ab')).map(
    ([place, sign]): Change =>
      (text) => {
        const offset = Math.floor(place * text.length);
        const found = text.slice(offset).search(/\w/);
        return found < 0 ? text : text.slice(0, offset + found) + sign + text.slice(offset + found + 1);
      },
  ),
  // What stands behind it moves, and nothing else.
  fc.constant((text: string) => `\n${text}`),
  // A line is taken out, and put in again elsewhere.
  fc.tuple(at, at).map(
    ([from, to]): Change =>
      (text) => {
        const lines = text.split('\n');
        const [line] = lines.splice(Math.floor(from * lines.length), 1);
        return lines.toSpliced(Math.floor(to * (lines.length + 1)), 0, line!).join('\n');
      },
  ),
);

/** Where a block changes, and the networks that it is in do not. */
const withOwnBlocks = corpus.filter(({ text }) => /^block/m.test(text) && /^network/m.test(text));

/** Several files of the corpus, one behind the other, and what a hasty hand makes of them; each third change is undone. */
export const sessions: fc.Arbitrary<Session> = fc
  .tuple(
    fc.constantFrom(...withOwnBlocks),
    fc.array(fc.constantFrom(...corpus), { maxLength: 2 }),
    fc.array(change, { minLength: 3, maxLength: 12 }),
  )
  .map(([first, others, changes]) => {
    const texts = [[first, ...others].map(({ text }) => text).join('\n')];
    for (const [position, edit] of changes.entries())
      texts.push(position % 3 === 2 ? texts.at(-2)! : edit(texts.at(-1)!));
    return texts;
  });
