import { expect, it } from 'vitest';
import type { SignatureHelp } from 'vscode-languageserver';
import { startClient } from './client.ts';
import { unmark } from './marks.ts';

const block = `/// Three of them.
block unit(
  /// Channels inside.
  width: int,
  stride: int = 1, expansion: int = 4
) { relu }
`;
const inNetwork = (line: string): string => `${block}network net { input 8 x 8 x 8; ${line} }\n`;
const unit = 'block unit(width: int, stride: int = 1, expansion: int = 4)';
const conv = 'conv kernel, filters, [stride …], [pad …], [dilation …], [groups …], [bias], [init …]';

/** The signature, and the part of it that the cursor is at; undefined where there is none. */
const rows: readonly (readonly [text: string, label: string | undefined, active: string | undefined])[] = [
  ['unit(▮)', unit, 'width: int'],
  ['unit(6▮', unit, 'width: int'],
  ['unit(64, ▮)', unit, 'stride: int = 1'],
  ['unit(64, expansion = ▮)', unit, 'expansion: int = 4'],
  ['unit(expansion = 2, ▮)', unit, 'width: int'],
  ['unit(64, 1, 4, ▮)', unit, undefined],
  ['unit(max(64, ▮), 1)', unit, 'width: int'],
  ['unit([64, ▮], 1)', unit, 'width: int'],
  ['a: stage 3 x unit(64, ▮)', unit, 'stride: int = 1'],
  ['a: stage 3 x unit(64), ▮', unit, undefined],
  ['a: stage 3 x unit(64), stride ▮', unit, 'stride: int = 1'],
  ['conv ▮', conv, 'kernel'],
  ['conv 3x3, ▮', conv, 'filters'],
  ['c1: conv 3x3, 64, stride ▮2', conv, '[stride …]'],
  ['conv 3x3, 64, pad (1, ▮)', conv, '[pad …]'],
  ['conv kernel x kernel, ▮', conv, 'filters'],
  ['defaults batchnorm: ▮', 'batchnorm [eps …], [momentum …], [init …]', '[eps …]'],
  ['relu ▮', 'relu', undefined],
  ['missing(▮)', undefined, undefined],
  ['a▮', undefined, undefined],
  ['// unit(▮', undefined, undefined],
];

it.each(rows)('%s', async (line, label, active) => {
  const { text, cursors } = unmark(inNetwork(line));
  const client = await startClient();
  await client.open('net.resnet', text);
  const help = await client.ask<SignatureHelp | null>('textDocument/signatureHelp', 'net.resnet', {
    position: cursors[0]!,
  });
  client.end();
  const [signature] = help?.signatures ?? [];
  expect(signature?.label).toBe(label);
  const range = signature?.parameters?.[help!.activeParameter!]?.label as [number, number] | undefined;
  expect(range && signature!.label.slice(range[0], range[1])).toBe(active);
});

it('says what the documentation says', async () => {
  const { text, cursors } = unmark(inNetwork('unit(▮)'));
  const client = await startClient();
  await client.open('net.resnet', text);
  const help = await client.ask<SignatureHelp>('textDocument/signatureHelp', 'net.resnet', {
    position: cursors[0],
  });
  client.end();
  expect(help.signatures[0]).toMatchObject({
    documentation: { value: 'Three of them.' },
    parameters: [{ documentation: { value: 'Channels inside.' } }, {}, {}],
  });
});

it('knows no call in a header', async () => {
  const { text, cursors } = unmark('block unit(width: int, ▮) { relu }\n');
  const client = await startClient();
  await client.open('net.resnet', text);
  expect(await client.ask('textDocument/signatureHelp', 'net.resnet', { position: cursors[0] })).toBeNull();
  client.end();
});
