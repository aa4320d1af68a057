import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeEditor, Uri, withEditor } from './fake-editor.ts';

/** The extension as it is packaged: the .vsix that vsce makes, unpacked. */
const source = fileURLToPath(new URL('../../../editors/vscode', import.meta.url));
const installed = existsSync(join(source, 'node_modules', '@vscode', 'vsce'));
if (!installed && process.env.CI === 'true')
  throw new Error('`npm ci --prefix editors/vscode` is to be run first');

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rnc-vsix-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const extension = join(folder, 'extension');
const require = createRequire(import.meta.url);

describe.skipIf(!installed)('the packaged extension', () => {
  let files: readonly string[];
  beforeAll(() => {
    const run = (command: string, args: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(command, args, { cwd: source, encoding: 'utf8' });
      expect(status, stdout + stderr).toBe(0);
    };
    const file = join(folder, 'rnc.vsix');
    run('npm', ['run', 'package', '--silent', '--', '--out', file]);
    run('/usr/bin/python3', ['-m', 'zipfile', '-e', file, folder]);
    files = readdirSync(extension, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(extension.length + 1));
  });
  const manifest = () => JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));

  it('holds what it needs and nothing else', () => {
    const folders = new Set(files.map((file) => dirname(file)));
    expect([...folders].sort()).toEqual([
      '.',
      'images',
      'out',
      'out/rnc',
      'out/rnc/chunks',
      'out/specs/std',
      'snippets',
    ]);
    expect(
      files.filter((file) => !/\.(c?js|json|resnet|png|svg|txt|md|wasm|ttf|woff2?)$/.test(file)),
    ).toEqual([]);
  });

  it('has every file that its manifest names', () => {
    const named = [...JSON.stringify(manifest()).matchAll(/"(\.\/[^"]+|images\/[^"]+)"/g)].map(
      ([, path]) => path!,
    );
    expect(named.length).toBeGreaterThan(7);
    expect(named.filter((path) => !existsSync(join(extension, path)))).toEqual([]);
  });

  it('has the grammar and the schema of the project', () => {
    for (const [copy, original] of [
      ['out/resnet.tmLanguage.json', 'grammar/resnet.tmLanguage.json'],
      ['out/config.schema.json', 'schemas/config.schema.json'],
    ] as const)
      expect(readFileSync(join(extension, copy), 'utf8')).toBe(
        readFileSync(join(source, '../..', original), 'utf8'),
      );
  });

  describe('in a stand-in for the editor', () => {
    const wrong = 'network net {\n  input 3 x 32 x 32\n  fc: linear clases\n}\n';
    const right = wrong.replace('clases', '10');
    let text = wrong;
    const document = {
      uri: Uri.file(join(folder, 'net.resnet')),
      languageId: 'resnet',
      version: 1,
      getText: () => text,
      offsetAt: () => 0,
    };
    const posted: { svg?: string; problem?: string }[] = [];
    const webview = {
      html: '',
      cspSource: 'https://editor.test',
      asWebviewUri: (uri: Uri) => uri,
      onDidReceiveMessage: (ready: () => void) => {
        setTimeout(ready);
        return { dispose: () => {} };
      },
      postMessage: async (message: object) => posted.push(message),
    };
    const errors: string[] = [];
    const editor = new FakeEditor({
      'workspace.getConfiguration': () => ({ get: (_: string, otherwise: unknown) => otherwise }),
      'workspace.textDocuments': [document],
      'window.createOutputChannel': () => ({
        info: () => {},
        error: (message: string) => errors.push(message),
        onDidChangeLogLevel: () => {},
      }),
      'window.showErrorMessage': async (message: string) => void errors.push(message),
      'window.createWebviewPanel': () => ({ webview, onDidDispose: () => ({ dispose: () => {} }) }),
      'window.activeTextEditor': { document, selection: { active: { line: 0 } } },
    });
    let running: { deactivate: () => Promise<void> };
    beforeAll(async () => {
      writeFileSync(join(folder, 'net.resnet'), text);
      const loaded = withEditor(editor, () => require(join(extension, manifest().main)));
      running = loaded;
      await loaded.activate({
        extensionUri: Uri.file(extension),
        subscriptions: [],
        asAbsolutePath: (path: string) => join(extension, path),
      });
    });
    afterAll(() => running?.deactivate());

    it('registers every command that its manifest has, and no other', () => {
      const commands = manifest().contributes.commands.map(({ command }: { command: string }) => command);
      expect([...editor.commands.keys()].sort()).toEqual(commands.sort());
    });

    it('starts its server, which finds what is wrong; the code leads to its explanation', async () => {
      const found = await vi.waitFor(() => {
        const [set] = editor.given('languages.createDiagnosticCollection().set');
        expect(set).toBeDefined();
        return set as [Uri, { code: { value: string; target: Uri } }[]];
      }, 20_000);
      expect(found[0].toString()).toBe(document.uri.toString());
      expect(found[1].map(({ code }) => code.value)).toEqual(['name/unknown']);
      const target = decodeURIComponent(found[1][0]!.code.target.toString());
      expect(target).toBe('command:rnc.explain?["name/unknown"]');
    });

    it('registers what the server can do for specs alone', () => {
      for (const feature of [
        'Hover',
        'CompletionItem',
        'InlayHints',
        'CodeLens',
        'DocumentFormattingEdit',
        'Rename',
      ]) {
        const [given] = editor.given(`languages.register${feature}Provider`);
        expect(given?.[0], feature).toEqual([{ language: 'resnet' }]);
      }
    });

    /** The page that a command shows: what the provider of `rnc:` addresses has at the address that is previewed. */
    const pageOf = async (command: string, ...given: readonly unknown[]): Promise<string> => {
      const before = editor.given('commands.executeCommand').length;
      await editor.commands.get(command)!(...given);
      const [name, uri] = editor.given('commands.executeCommand')[before] as [string, Uri];
      expect(name).toBe('markdown.showPreviewToSide');
      const [scheme, provider] = editor.given('workspace.registerTextDocumentContentProvider')[0] as [
        string,
        { provideTextDocumentContent: (uri: Uri) => string },
      ];
      expect(uri.scheme).toBe(scheme);
      return provider.provideTextDocumentContent(uri);
    };

    it('explains a code', async () => {
      expect(await pageOf('rnc.explain', 'shape/groups')).toMatch(/^# shape\/groups\n\n\*\*Error: /);
    });

    it('shows the report of what is typed, and says what is wrong with it', async () => {
      text = right;
      expect(await pageOf('rnc.showReport')).toContain('30,730');
      text = wrong;
      await editor.commands.get('rnc.showReport')!();
      expect(errors.splice(0)).toEqual([expect.stringContaining('there is no name `clases`')]);
    });

    it('draws the picture of what is typed, and keeps it where it can draw none', async () => {
      text = right;
      await editor.commands.get('rnc.showPicture')!();
      expect(webview.html).toContain(
        "content=\"default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; script-src https://editor.test\"",
      );
      const posts = (count: number) => vi.waitFor(() => expect(posted).toHaveLength(count), 20_000);
      await posts(1);
      expect(posted[0]).toEqual({ svg: expect.stringMatching(/^<svg .*<\/svg>\s*$/s) });
      text = wrong;
      editor.fire('workspace.onDidChangeTextDocument', { document, contentChanges: [] });
      await posts(2);
      expect(posted[1]).toEqual({ problem: expect.stringContaining('there is no name `clases`') });
    });

    it('has said nothing else', () => expect(errors).toEqual([]));
  });
});
