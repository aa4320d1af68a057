import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { program } from '../cli/run-cli.ts';

/**
 * What docs/editors.md tells people to write, taken from there and tried in the editors themselves. An editor that is not here is skipped;
 * RNC_NVIM, RNC_HX and RNC_EMACS name one that is elsewhere.
 */
const page = readFileSync(new URL('../../docs/editors.md', import.meta.url), 'utf8');
const fenced = (info: string): string => page.split(`\n\`\`\`${info}\n`)[1]!.split('\n```')[0]!;

const editors = {
  neovim: process.env.RNC_NVIM ?? 'nvim',
  helix: process.env.RNC_HX ?? 'hx',
  emacs: process.env.RNC_EMACS ?? 'emacs',
};
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rnc-editors-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// `rnc` on the PATH, and a home of its own for each editor's files.
writeFileSync(join(folder, 'rnc'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
chmodSync(join(folder, 'rnc'), 0o755);
const environment = {
  ...process.env,
  PATH: `${folder}:${process.env.PATH}`,
  HOME: folder,
  XDG_CONFIG_HOME: folder,
};
const spec = join(folder, 'net.resnet');
writeFileSync(spec, 'network net {\n  input 3 x 32 x 32\n  conv1: conv 3x3, 16\n  fc: linear clases\n}\n');

const run = (command: string, args: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(command, args, {
    ...{ cwd: folder, env: environment, encoding: 'utf8', timeout: 60_000 },
  });
  return stdout + stderr;
};
/** `0.12.4` of what an editor says to --version; empty where it is absent. */
const versionOf = (command: string): string =>
  /\d+\.\d+(\.\d+)?/.exec(run(command, ['--version']))?.[0] ?? '';
const versions = {
  neovim: versionOf(editors.neovim),
  helix: versionOf(editors.helix),
  emacs: versionOf(editors.emacs),
};
const minor = Number(/^0\.(\d+)/.exec(versions.neovim)?.[1] ?? 0);
const hasEglot =
  versions.emacs !== '' &&
  /eglot is there/.test(
    run(editors.emacs, [
      '--batch',
      '--eval',
      '(progn (require (quote package)) (package-initialize) (when (locate-library "eglot") (message "eglot is there")))',
    ]),
  );

/** What each editor is to say, on lines of its own. */
const expected = [
  expect.stringMatching(/^diagnostic 4: .*there is no name `clases`/),
  expect.stringMatching(/^hover .*3×32×32 → 16×32×32/),
];
const said = (output: string): readonly string[] =>
  output.split('\n').filter((line) => /^(diagnostic|hover)/.test(line));

describe.skipIf(minor < 10)(`Neovim ${versions.neovim}`, () => {
  it('shows diagnostics and hovers', () => {
    const configuration = fenced('lua');
    const [before, from] = configuration.split(/^(?=vim\.lsp\.config)/m) as [string, string];
    const after = from.split("vim.lsp.enable('rnc')")[1]!;
    const written = minor >= 11 ? configuration : `${before}${fenced('lua neovim-0.10')}${after}`;
    writeFileSync(join(folder, 'init.lua'), written);
    writeFileSync(
      join(folder, 'try.lua'),
      `vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
for _, found in ipairs(vim.diagnostic.get(0)) do print('diagnostic ' .. found.lnum + 1 .. ': ' .. found.message .. '\\n') end
local parameters = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = 2, character = 10 } }
for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/hover', parameters, 5000)) do
  print('hover ' .. answer.result.contents.value:gsub('\\n', ' ') .. '\\n')
end
vim.cmd('qa!')`,
    );
    const args = ['--headless', '-u', 'init.lua', 'net.resnet', '-c', 'luafile try.lua'];
    expect(said(run(editors.neovim, args))).toEqual(expected);
  });
});

describe.skipIf(!hasEglot)(`Emacs ${versions.emacs}`, () => {
  it('shows diagnostics and hovers', () => {
    writeFileSync(join(folder, 'rnc.el'), fenced('elisp'));
    writeFileSync(
      join(folder, 'try.el'),
      `(require 'package)
(package-initialize)
(require 'eglot)
(load-file "rnc.el")
(find-file "net.resnet")
(apply #'eglot (eglot--guess-contact))
(dotimes (_ 400) (unless (flymake-diagnostics) (accept-process-output nil 0.05)))
(dolist (found (flymake-diagnostics))
  (princ (format "diagnostic %d: %s\\n" (line-number-at-pos (flymake-diagnostic-beg found)) (flymake-diagnostic-text found))))
(goto-char (point-min))
(search-forward "conv1: conv")
(let ((answer (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (princ (format "hover %s\\n" (string-replace "\\n" " " (plist-get (plist-get answer :contents) :value)))))
(font-lock-ensure)
(goto-char (point-min))
(princ (format "face %s\\n" (get-text-property (point) 'face)))
(eglot-shutdown (eglot--current-server-or-lose))`,
    );
    const output = run(editors.emacs, ['--batch', '-l', 'try.el']);
    expect(said(output)).toEqual(expected);
    expect(output).toContain('face font-lock-keyword-face');
  });
});

describe.skipIf(versions.helix === '')(`Helix ${versions.helix}`, () => {
  it('finds the server', () => {
    mkdirSync(join(folder, 'helix'), { recursive: true });
    writeFileSync(join(folder, 'helix', 'languages.toml'), fenced('toml'));
    expect(run(editors.helix, ['--health', 'resnet'])).toMatch(/✓.* rnc: .*\/rnc\b/);
  });
});
