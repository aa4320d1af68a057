import { expect, it } from 'vitest';
import type {
  DocumentSymbol,
  FoldingRange,
  Range,
  SelectionRange,
  SymbolInformation,
} from 'vscode-languageserver';
import { startClient, uriOf } from './client.ts';
import { unmark } from './marks.ts';

const tree = { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } };

/** `name: detail`, indented by depth. */
const lines = (symbols: readonly DocumentSymbol[], depth = ''): string[] =>
  symbols.flatMap(({ name, detail, children }) => [
    `${depth}${name}${detail ? `: ${detail}` : ''}`,
    ...lines(children ?? [], `${depth}  `),
  ]);

it('shows declarations, parts, stages and labelled statements, nested', async () => {
  const { text, ranges } = unmark(`import { ceil_maxpool } from "std/pooling"
/// Doc.
block ⟦unit⟧(width: int,
  stride: int = 1) {
  residual {
    conv1: conv 3x3, width,
      stride stride
    relu
  } shortcut projection as down
}
network net {
  input 3 x 32 x 32
  let n = 2
  stem { conv0: conv 3x3, 8; if true { a: relu } else { b: relu } }
  layer{index}: stage n x unit(8)
  stage 2 x unit(8)
  gates: gate { avgpool global }
  conv 3x3, , 8
  c: conv 3x3, 8
}
network other = net()
`);
  const client = await startClient({ capabilities: tree });
  await client.open('net.resnet', text);
  const symbols = await client.ask<DocumentSymbol[]>('textDocument/documentSymbol', 'net.resnet');
  client.end();
  expect(lines(symbols)).toEqual([
    'unit: (width: int, stride: int = 1)',
    '  conv1: conv 3x3, width, stride stride',
    'net',
    '  n: = 2',
    '  stem',
    '    conv0: conv 3x3, 8',
    '    a: relu',
    '    b: relu',
    '  layer{index}: stage n x unit(8)',
    '  stage: 2 x unit(8)',
    '  gates: gate',
    '  c: conv 3x3, 8',
    'other: = net()',
  ]);
  expect(symbols[0]!.selectionRange).toEqual(ranges[0]);
  const contained = ({ range, selectionRange, children = [] }: DocumentSymbol): void => {
    expect(inside(selectionRange, range)).toBe(true);
    for (const child of children) {
      expect(inside(child.range, range)).toBe(true);
      contained(child);
    }
  };
  for (const symbol of symbols) contained(symbol);
});

const before = (a: Range['start'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character <= b.character);
const inside = (inner: Range, outer: Range): boolean =>
  before(outer.start, inner.start) && before(inner.end, outer.end);

it('lists them for an editor without trees', async () => {
  const client = await startClient();
  await client.open('net.resnet', 'block unit() {\n  a: { b: relu }\n}\n');
  const symbols = await client.ask<SymbolInformation[]>('textDocument/documentSymbol', 'net.resnet');
  client.end();
  expect(symbols.map(({ name, containerName }) => [name, containerName])).toEqual([
    ['unit', undefined],
    ['a', 'unit'],
    ['b', 'a'],
  ]);
});

it('finds blocks and networks of the folder by some of their letters', async () => {
  const disk = new Map([
    ['a.resnet', 'block bottleneck() { relu }\nblock basic() { relu }\n'],
    ['b.resnet', 'network big_neck { input 3 x 8 x 8; relu }\n'],
  ]);
  const client = await startClient({ disk });
  await client.open('a.resnet', 'block bottle_neck() { relu }\n');
  const ask = async (query: string) =>
    (await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query })).map(
      ({ name, location }) => `${name} ${location.uri}`,
    );
  expect(await ask('Bneck')).toEqual([`bottle_neck ${uriOf('a.resnet')}`, `big_neck ${uriOf('b.resnet')}`]);
  expect(await ask('bone')).toEqual([`bottle_neck ${uriOf('a.resnet')}`]);
  expect(await ask('')).toHaveLength(2);
  expect(await ask('zz')).toEqual([]);
  client.end();
});

/** The first and the last line that a fold hides none of and all of. */
const folds: readonly (readonly [name: string, text: string, ranges: readonly string[]])[] = [
  ['declarations and braces', 'block b(\n  w: int\n) {\n  head {\n    relu\n  }\n}\n', ['0-1', '2-5', '3-4']],
  [
    'braces that go on',
    'block b() {\n  residual {\n    relu\n  } shortcut {\n    gelu\n  }\n}\n',
    ['0-5', '1-2', '3-4'],
  ],
  ['comments', '// a\n// b\n\n// c\nblock b() { relu } // d\n// e\n', ['0-1 comment']],
  ['imports', 'import { basic } from "std/residual"\nimport { resnet } from "std/resnet"\n', ['0-1 imports']],
  ['nothing on one line', 'block b() { relu }\n', []],
  ['a file whose brace is open', 'block b() {\n  head {\n    relu\n  }\n', ['1-2']],
  ['CRLF', 'block b() {\r\n  relu\r\n  relu\r\n}\r\n', ['0-2']],
];

it.each(folds)('folds %s', async (_, text, ranges) => {
  const client = await startClient();
  await client.open('net.resnet', text);
  const found = await client.ask<FoldingRange[]>('textDocument/foldingRange', 'net.resnet');
  client.end();
  const shown = found.map(
    ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`,
  );
  expect(shown.toSorted()).toEqual([...ranges]);
});

const selections: readonly (readonly [text: string, ranges: readonly string[]])[] = [
  [
    'block b(w: int) { c1: conv 3x3, 2 * ▮w, bias }\n',
    [
      'w',
      '2 * w',
      'conv 3x3, 2 * w, bias',
      'c1: conv 3x3, 2 * w, bias',
      '{ c1: conv 3x3, 2 * w, bias }',
      'block b(w: int) { c1: conv 3x3, 2 * w, bias }',
      'block b(w: int) { c1: conv 3x3, 2 * w, bias }\n',
    ],
  ],
  [
    'block b() { head { conv 3x3, 64, str▮ide 2 } }\n',
    [
      'stride',
      'stride 2',
      'conv 3x3, 64, stride 2',
      '{ conv 3x3, 64, stride 2 }',
      'head { conv 3x3, 64, stride 2 }',
      '{ head { conv 3x3, 64, stride 2 } }',
      'block b() { head { conv 3x3, 64, stride 2 } }',
      'block b() { head { conv 3x3, 64, stride 2 } }\n',
    ],
  ],
  ['// a co▮mment\n', ['// a comment', '// a comment\n']],
];

it.each(selections)('grows a selection in %s', async (marked, expected) => {
  const { text, cursors } = unmark(marked);
  const client = await startClient();
  await client.open('net.resnet', text);
  const [first] = await client.ask<SelectionRange[]>('textDocument/selectionRange', 'net.resnet', {
    positions: cursors,
  });
  client.end();
  const found: string[] = [];
  const offset = ({ line, character }: Range['start']): number =>
    text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  for (let at: SelectionRange | undefined = first; at !== undefined; at = at.parent)
    found.push(text.slice(offset(at.range.start), offset(at.range.end)));
  expect(found).toEqual([...expected]);
});
