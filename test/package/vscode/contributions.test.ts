import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { networkAt } from '../../../editors/vscode/src/network-at.ts';
import { type Choice, chooseProgram } from '../../../editors/vscode/src/program.ts';
import { check } from '../../../src/index.ts';

const read = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../../editors/vscode/${path}`, import.meta.url), 'utf8'));

interface Snippet {
  readonly prefix: string;
  readonly body: string | readonly string[];
}

/** What a snippet is when every place is left as it is: the default, the first choice, or nothing. */
function insert({ body }: Snippet): string {
  const text = [body].flat().join('\n');
  const defaults = new Map(
    [...text.matchAll(/\$\{(\d+):([^{}]*)\}/g)].map(([, number, value]) => [number, value]),
  );
  return text
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
    .replace(/\$(\d+)/g, (_, number) => defaults.get(number) ?? '');
}

describe('a snippet, left as it is,', () => {
  const snippets = Object.entries<Snippet>(read('snippets/resnet.json'));
  const library = 'import { basic, bottleneck } from "std/residual"\n';
  const network = (body: string) =>
    `network net {\n  input 64 x 32 x 32\n  start: relu\n${body}\n  last: linear 10\n}\n`;
  it.each(snippets)('compiles: %s', (_, snippet) => {
    const text = insert(snippet);
    expect(text).not.toMatch(/\$/);
    const spec =
      snippet.prefix === 'network'
        ? text
        : snippet.prefix === 'block'
          ? `${text}\n${network('  a: unit(64)')}`
          : snippet.prefix === 'import'
            ? `${text}\n${network('  a: basic(64); b: bottleneck(64)')}`
            : library + network(text);
    const errors = check({ name: 'net.resnet', text: spec }).diagnostics.filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors.map(({ message }) => message)).toEqual([]);
  });

  it('is offered under a word of its own', () => {
    const prefixes = snippets.map(([, { prefix }]) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});

describe('the language configuration', () => {
  const { indentationRules, onEnterRules, wordPattern } = read('language-configuration.json');
  const increases = new RegExp(indentationRules.increaseIndentPattern);
  it.each([
    ['network net {', true],
    ['block unit(', true],
    ['let widths = [', true],
    ['  } shortcut projection {', true],
    ['  if mode == "{" {', true],
    ['// a comment {', false],
    ['  conv1: conv 3x3, 16', false],
    ['  se: gate { avgpool global }', false],
    ['}', false],
  ])('indents what follows %s: %s', (line, expected) => expect(increases.test(line)).toBe(expected));

  it('goes on with a documentation comment, and not with another', () => {
    const before = new RegExp(onEnterRules[0].beforeText);
    expect(['/// a', '  ///', '// a', 'relu'].map((line) => before.test(line))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('takes a name and a number for words', () => {
    const words = 'layer1: stage 3 x basic(64), eps 1.001e-5'.match(new RegExp(wordPattern, 'g'));
    expect(words).toEqual(['layer1', 'stage', '3', 'x', 'basic', '64', 'eps', '1.001e-5']);
  });
});

describe('the rnc that is used', () => {
  const choice = (changes: Partial<Choice>): Choice => ({
    setting: '',
    folders: ['/home/ada/nets'],
    trusted: true,
    bundled: '/extension/cli.js',
    exists: () => false,
    join: (...parts) => parts.join('/'),
    editor: '/usr/bin/editor',
    ...changes,
  });
  const own = '/home/ada/nets/node_modules/rnc/dist/cli.js';
  const script = (path: string) => ({
    command: '/usr/bin/editor',
    args: [path],
    environment: { ELECTRON_RUN_AS_NODE: '1' },
  });
  it.each<[string, Partial<Choice>, ReturnType<typeof chooseProgram>]>([
    ['is the extension’s own', {}, script('/extension/cli.js')],
    ['is the folder’s where it has one', { exists: (path) => path === own }, script(own)],
    [
      'is not the folder’s before it is trusted',
      { exists: () => true, trusted: false },
      script('/extension/cli.js'),
    ],
    [
      'is the setting’s',
      { setting: '/opt/rnc', exists: () => true },
      { command: '/opt/rnc', args: [], environment: {} },
    ],
    [
      'is a script of the setting',
      { setting: '$' + '{workspaceFolder}/tool/cli.js' },
      script('/home/ada/nets/tool/cli.js'),
    ],
    [
      'is not the setting’s before the folder is trusted',
      { setting: '/opt/rnc', trusted: false },
      script('/extension/cli.js'),
    ],
  ])('%s', (_, changes, expected) => expect(chooseProgram(choice(changes))).toEqual(expected));
});

it('the network at the cursor is the one that begins before it', () => {
  const text = 'block b() { relu }\nnetwork one {\n}\nnetwork two = one()\n';
  const at = (line: number) => networkAt(text, text.split('\n').slice(0, line).join('\n').length + 1);
  expect([0, 1, 2, 3, 4].map(at)).toEqual(['one', 'one', 'one', 'two', 'two']);
  expect(networkAt('block b() { relu }', 0)).toBeUndefined();
});
