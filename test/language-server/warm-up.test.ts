import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { WarmUp, warmUp } from '../../src/language-server/warm-up.ts';
import { memoryHost, startClient, uriOf } from './client.ts';

const net = '/// A network.\nnetwork net {\n  input 3 x 8 x 8\n  maxpool 2x2\n  relu\n}\n';
const disk = new Map<string, string>();

const documentOf = (text: string, name = 'net.resnet'): TextDocument =>
  TextDocument.create(uriOf(name), 'resnet', 1, text);

describe('the server warms up', () => {
  it.each([
    ['a network', net],
    ['lines that end in \\r\\n', net.replaceAll('\n', '\r\n')],
    ['an empty document', ''],
    ['one line', 'network'],
    ['a document with errors', `${net}network net {`],
  ])('on a copy of %s', (_, text) => {
    const document = documentOf(text);
    expect([...warmUp(document, memoryHost(disk))].length).toBeGreaterThan(10);
    expect([document.getText(), document.version]).toEqual([text, 1]);
  });

  it('while nothing else is to be done, until something is typed', () => {
    const idle: (() => void)[] = [];
    const server = new WarmUp({ ...memoryHost(disk), idle: (task) => idle.push(task) });
    const [first, second] = [documentOf(net), documentOf(net, 'other.resnet')];
    server.changed(first);
    server.changed(second);
    expect(idle).toHaveLength(1);
    idle.pop()!();
    expect(idle).toHaveLength(1);
    server.changed(second);
    idle.pop()!();
    expect(idle).toEqual([]);
    server.changed(documentOf(net));
    expect(idle).toEqual([]);
  });

  it('to its end', () => {
    let steps = 0;
    const run = (task: () => void): void => {
      steps++;
      task();
    };
    const server = new WarmUp({ ...memoryHost(disk), idle: run });
    server.changed(documentOf(net));
    expect(steps).toBe([...warmUp(documentOf(net), memoryHost(disk))].length + 1);
  });

  it('not on a text in which a keystroke would be felt, but on the next one', () => {
    const idle: (() => void)[] = [];
    const server = new WarmUp({ ...memoryHost(disk), idle: (task) => idle.push(task) });
    server.changed(documentOf('relu\n'.repeat(50_000)));
    expect(idle).toEqual([]);
    server.changed(documentOf(net, 'other.resnet'));
    expect(idle).toHaveLength(1);
  });

  it('and lives on where that fails', () => {
    const idle: (() => void)[] = [];
    let asked = 0;
    const explanation = (): never => {
      asked++;
      throw new Error('a bug');
    };
    const server = new WarmUp({ ...memoryHost(disk), explanation, idle: (task) => idle.push(task) });
    server.changed(documentOf('network net {'));
    expect(idle.pop()!).not.toThrow();
    expect([asked, idle]).toEqual([1, []]);
  });

  it('and says nothing of it', async () => {
    const client = await startClient();
    await client.open('net.resnet', net);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await client.diagnostics('net.resnet')).toEqual([]);
    expect(client.published).toEqual([{ uri: uriOf('net.resnet'), version: 1 }]);
    client.end();
  });
});
