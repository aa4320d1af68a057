import { describe, expect, it } from 'vitest';
import { startClient } from './client.ts';

/** One of each kind of statement, name and error; small, for every feature is asked at many places of many beginnings of it. */
const text = `/// Doc 🙂.
import { basic as unit, resnet } from "std/residual"\r
block b(w: int, s: block = unit(2)) { // c
  a{w}: conv 3x3, w * 2, pad (1, in.height)
  residual { r: relu; add r } shortcut projection { from r } as d
  branches concat { p: path {} }
  l: stage 2 x s(index), stride 2 on last
  repeat i in 2 { let n = [i][0]; if n == 1 { 0: b(w = n) } else { } }
}
network n = m(2)
`;

const atPositions = [
  'textDocument/completion',
  'textDocument/definition',
  'textDocument/documentHighlight',
  'textDocument/prepareRename',
  'textDocument/references',
  'textDocument/rename',
  'textDocument/selectionRange',
  'textDocument/signatureHelp',
];
const ofDocuments = [
  'textDocument/documentLink',
  'textDocument/documentSymbol',
  'textDocument/foldingRange',
  'textDocument/formatting',
  'textDocument/semanticTokens/full',
];

describe('every feature answers', () => {
  it.each([
    ['in beginnings of a file', 0, (end: number) => text.slice(0, end)],
    [
      'in a file without a line’s end',
      4,
      (end: number) => text.slice(0, end) + text.slice(end).replace(/^[^\n]*/, ''),
    ],
    ['in a file that begins there', 20, (end: number) => text.slice(end)],
  ])('%s', async (_, first, cut) => {
    const client = await startClient();
    await client.open('net.resnet', '');
    const ask = (method: string, parameters: object = {}) =>
      client.ask(method, 'net.resnet', parameters).catch((error: { code: number; message: string }) => {
        // A rename may be refused, in a sentence; anything else is an exception.
        const sentence = method.endsWith('ename') && !/^Request .* failed/.test(error.message);
        expect(sentence, `${method}: ${error.message}`).toBe(true);
      });
    for (let end = first; end <= text.length; end += 31) {
      const beginning = cut(end);
      await client.change('net.resnet', { text: beginning });
      const lines = beginning.slice(0, end).split('\n');
      const position = { line: lines.length - 1, character: lines.at(-1)!.length };
      const positions = [
        position,
        { line: position.line >> 1, character: position.character >> 1 },
        { line: 1e6, character: 1e6 },
      ];
      await Promise.all([
        ...ofDocuments.map((method) => ask(method, { options: { tabSize: 2, insertSpaces: true } })),
        ...atPositions.flatMap((method) =>
          positions.map((at) =>
            ask(method, {
              position: at,
              positions: [at],
              newName: 'fresh',
              context: { includeDeclaration: true },
            }),
          ),
        ),
      ]);
    }
    client.end();
  });
});
