import { expect, it } from 'vitest';
import type { DocumentHighlight, Location, Position, Range } from 'vscode-languageserver';
import { startClient, uriOf } from './client.ts';
import { unmark } from './marks.ts';

/**
 * All marks of a row are one thing: from each of them, the others are found. Those that declare it are `declared`, by number in the
 * order of the files; the first where nothing is said.
 */
interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly declared?: readonly number[];
}

const net = (...lines: readonly string[]): { readonly 'net.resnet': string } => ({
  'net.resnet': `network net {\n  input 8 x 32 x 32\n${lines.map((line) => `  ${line}\n`).join('')}}\n`,
});

const rows: readonly Row[] = [
  {
    name: 'a network, called by another',
    files: {
      'net.resnet':
        'network ⟦family⟧(classes: int) {\n  input 8 x 8 x 8\n  fc: linear classes\n}\nnetwork net = ⟦family⟧(10)\n',
    },
  },
  {
    name: 'a block: called, in a stage, as a value, with some of its arguments',
    files: {
      'net.resnet': `block ⟦unit⟧(width: int, twice: bool = false) { conv: conv 3x3, width }
network family(part: block) { input 8 x 8 x 8; a: part(8); b: ⟦unit⟧(8); c: stage 2 x ⟦unit⟧(8) }
network one = family(⟦unit⟧)
network two = family(⟦unit⟧(twice = true))
`,
    },
  },
  {
    name: 'a block that is declared behind its call',
    files: {
      'net.resnet':
        'network net {\n  input 8 x 8 x 8\n  a: ⟦unit⟧(8)\n}\nblock ⟦unit⟧(width: int) { conv: conv 3x3, width }\n',
    },
    declared: [1],
  },
  {
    name: 'a parameter: in the body, in a later default, by name in calls and behind a stage',
    files: {
      'net.resnet': `block unit(⟦width⟧: int, out: int = 2 * ⟦width⟧, stride: int = 1) {
  conv: conv 3x3, ⟦width⟧, stride stride
  last: conv 1x1, out
}
network net { input 8 x 8 x 8; a: unit(⟦width⟧ = 8); b: stage 2 x unit(8), ⟦width⟧ 16 }
`,
    },
  },
  {
    name: 'a parameter called like an operator’s argument: only the value is the parameter',
    files: { 'net.resnet': 'block unit(⟦stride⟧: int) { conv: conv 3x3, 8, stride ⟦stride⟧ }\n' },
  },
  {
    name: 'a parameter that is called',
    files: {
      'net.resnet': 'network net(⟦unit⟧: block) { input 8 x 8 x 8; a: ⟦unit⟧(8); b: stage 2 x ⟦unit⟧(8) }\n',
    },
  },
  { name: 'a let', files: net('let ⟦width⟧ = 8', 'a: conv 3x3, ⟦width⟧', 'b: conv 3x3, 2 * ⟦width⟧') },
  {
    name: 'a let that an inner one hides',
    files: net('let ⟦w⟧ = 8', 'head {', '  let w = 16', '  a: conv 3x3, w', '}', 'b: conv 3x3, ⟦w⟧'),
  },
  {
    name: 'the inner let, whose value is the outer one’s',
    files: net('let w = 8', 'head {', '  let ⟦w⟧ = 2 * w', '  a: conv 3x3, ⟦w⟧', '}', 'b: conv 3x3, w'),
  },
  {
    name: 'a loop’s variable, also in the loop’s own label',
    files: net('a{⟦i⟧}: repeat ⟦i⟧ in 2 { c: conv 3x3, 8 * (⟦i⟧ + 1) }'),
    declared: [1],
  },
  {
    name: 'a label, and what refers to it',
    files: net('⟦a⟧: conv 3x3, 8', 'relu', 'b: conv 3x3, 8', 'add ⟦a⟧', 'from ⟦a⟧', 'concat ⟦a⟧, b'),
  },
  { name: 'a label that is a number', files: net('⟦0⟧: conv 3x3, 8', 'relu', 'add ⟦0⟧') },
  { name: 'a label that is a keyword', files: net('⟦head⟧: conv 3x3, 8', 'relu', 'from ⟦head⟧') },
  {
    name: 'of two labels of one name, the one before',
    files: net('one: { a: conv 3x3, 8; relu; add a }', 'two: { ⟦a⟧: conv 3x3, 8; relu; add ⟦a⟧ }'),
  },
  {
    name: 'labels of which either may be meant are one',
    files: net('if true { ⟦a⟧: conv 3x3, 8 } else { ⟦a⟧: conv 1x1, 8 }', 'relu', 'add ⟦a⟧'),
    declared: [0, 1],
  },
  {
    name: 'a label that the round before may have given',
    files: net('⟦a⟧: relu', 'repeat i in 2 { b{i}: conv 3x3, 8; add ⟦a⟧; ⟦a⟧: gelu }'),
    declared: [0, 2],
  },
  {
    name: 'labels of one name that nothing refers to are several',
    files: net('one: { ⟦a⟧: conv 3x3, 8 }', 'two: { a: conv 3x3, 8 }'),
  },
  {
    name: 'a label inside a residual path, from its shortcut',
    files: net('residual { ⟦a⟧: relu; b: conv 3x3, 8 } shortcut { from ⟦a⟧ }'),
  },
  { name: 'a shortcut’s label', files: net('residual { b: conv 3x3, 8 } shortcut projection as ⟦down⟧') },
  {
    name: 'an imported block, in both files',
    files: {
      'net.resnet':
        'import { ⟦unit⟧ } from "./parts.resnet"\nnetwork net { input 8 x 8 x 8; a: ⟦unit⟧(8) }\n',
      'parts.resnet': 'block ⟦unit⟧(width: int) { conv: conv 3x3, width }\nblock two() { a: ⟦unit⟧(8) }\n',
    },
    declared: [2],
  },
  {
    name: 'an imported block’s parameter',
    files: {
      'net.resnet':
        'import { unit } from "./parts.resnet"\nnetwork net { input 8 x 8 x 8; a: unit(⟦width⟧ = 8) }\n',
      'parts.resnet': 'block unit(⟦width⟧: int) { conv: conv 3x3, ⟦width⟧ }\n',
    },
    declared: [1],
  },
  {
    name: 'a block with a second name is the block',
    files: {
      'net.resnet':
        'import { ⟦unit⟧ as ⟦part⟧ } from "./parts.resnet"\nnetwork net { input 8 x 8 x 8; a: ⟦part⟧(8) }\n',
      'parts.resnet': 'block ⟦unit⟧(width: int) { conv: conv 3x3, width }\n',
    },
    declared: [3],
  },
  {
    name: 'in a file with errors',
    files: net('⟦a⟧: conv 3x3, 8', 'b: conv 3x3, , 8', 'c: conv (', 'relu', 'add ⟦a⟧', 'add missing'),
  },
  {
    name: 'behind CRLF and characters beyond 16 bits',
    files: {
      'net.resnet': '// 𝒜𝒜 🙂\r\nblock ⟦unit⟧() { /* */ relu }\r\nblock b() { a: ⟦unit⟧() } // 🙂\r\n',
    },
  },
];

const byPlace = (a: Location, b: Location): number =>
  a.uri.localeCompare(b.uri) ||
  a.range.start.line - b.range.start.line ||
  a.range.start.character - b.range.start.character;

const middle = ({ start, end }: Range): Position => ({
  line: start.line,
  character: (start.character + end.character) >> 1,
});

it.each(rows)('$name', async ({ files, declared = [0] }) => {
  const marked = Object.entries(files).map(([name, text]) => ({ name, ...unmark(text) }));
  const all = marked.flatMap(({ name, ranges }) => ranges.map((range) => ({ uri: uriOf(name), range })));
  const client = await startClient({ disk: new Map(marked.map(({ name, text }) => [name, text])) });
  for (const { name, text } of marked) await client.open(name, text);
  const from = declared.map((number) => all[number]!).sort(byPlace);
  for (const { name, ranges } of marked)
    for (const range of ranges)
      for (const position of [range.start, middle(range), range.end]) {
        const found = await client.ask<Location[]>('textDocument/definition', name, { position });
        expect(found.toSorted(byPlace), 'definition').toEqual(from);
        const asked = async (includeDeclaration: boolean): Promise<Location[]> => {
          const context = { includeDeclaration };
          return (await client.ask<Location[]>('textDocument/references', name, { position, context })).sort(
            byPlace,
          );
        };
        expect(await asked(true), 'references').toEqual(all.toSorted(byPlace));
        expect(await asked(false), 'uses').toEqual(all.filter((one) => !from.includes(one)).sort(byPlace));
        const marks = await client.ask<DocumentHighlight[]>('textDocument/documentHighlight', name, {
          position,
        });
        expect(marks.map((one) => one.range)).toEqual(ranges);
        const written = from.filter(({ uri }) => uri === uriOf(name)).map((one) => one.range);
        expect(marks.filter(({ kind }) => kind === 3).map((one) => one.range)).toEqual(written);
      }
  client.end();
});

it('follows an import’s path to its file, and to the library', async () => {
  const text =
    'import { unit } from "./▮parts.resnet"\nimport { basic } from "std/res▮idual"\n' +
    'network net { input 8 x 8 x 8; a: unit(8); b: bas▮ic(8) }\n';
  const { text: plain, cursors } = unmark(text);
  const parts = 'block unit(width: int) { conv: conv 3x3, width }\n';
  const client = await startClient({ disk: new Map([['parts.resnet', parts]]) });
  await client.open('net.resnet', plain);
  const found = await Promise.all(
    cursors.map((position) => client.ask<Location[]>('textDocument/definition', 'net.resnet', { position })),
  );
  const start = { line: 0, character: 0 };
  expect(found[0]).toEqual([{ uri: uriOf('parts.resnet'), range: { start, end: start } }]);
  expect(found[1]).toEqual([{ uri: 'rnc:/std/residual', range: { start, end: start } }]);
  expect(found[2]![0]!.uri).toBe('rnc:/std/residual');
  const links = await client.ask<{ target: string }[]>('textDocument/documentLink', 'net.resnet');
  expect(links.map(({ target }) => target)).toEqual([uriOf('parts.resnet'), 'rnc:/std/residual']);
  client.end();
});
