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
import { afterAll, expect, test } from 'vitest';
import { environment, program } from '../cli/run-cli.ts';

/** The shell of docs/diff.md’s workflow, in a repository with a pull request. */
const page = readFileSync(new URL('../../docs/diff.md', import.meta.url), 'utf8');
const step = page.split('      - name: Compare\n')[1]!.split('      - name: Comment\n')[0]!;
const script = step.split('run: |\n')[1]!.replace(/^ {10}/gm, '');

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rnc-pull-request-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const block = (filters: number): string => `block part() { conv 3x3, ${filters} }\n`;
const net = `import { part } from "./parts/part.resnet"\n\nnetwork net {\n  input 3 x 8 x 8\n  part()\n}\n`;

test.skipIf(process.env.CI !== 'true' && spawnSync('git', ['--version']).status !== 0)(
  'a pull request’s comment compares each spec with what it was at the merge base',
  () => {
    const clone = join(folder, 'clone');
    mkdirSync(join(clone, 'parts'), { recursive: true });
    writeFileSync(
      join(folder, 'npx'),
      `#!/bin/sh\n[ "$1" = rnc ] && shift && exec '${process.execPath}' '${program}' "$@"\n`,
    );
    chmodSync(join(folder, 'npx'), 0o755);
    const run = (command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): string => {
      const env = { ...environment, ...more, PATH: `${folder}:${process.env.PATH}` };
      const { stdout, stderr, status } = spawnSync(command, args, { cwd: clone, encoding: 'utf8', env });
      expect([status, stderr]).toEqual([0, '']);
      return stdout.trim();
    };
    const git = (...args: readonly string[]): string =>
      run('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args]);
    const write = (path: string, text: string): void => writeFileSync(join(clone, path), text);
    const commit = (): string => {
      git('add', '.');
      git('commit', '-q', '-m', 'a commit');
      return git('rev-parse', 'HEAD');
    };
    git('init', '-q', '-b', 'main');
    write('parts/part.resnet', block(8));
    write('net one.resnet', net);
    write('gone.resnet', net);
    const start = commit();
    write('gone.resnet', `${net}// what happens on main is none of the pull request’s\n`);
    const base = commit();
    git('checkout', '-q', '-b', 'change', start);
    write('parts/part.resnet', block(16));
    write('net one.resnet', net.replace('part()', 'part()\n  relu'));
    write('new.resnet', net);
    git('rm', '-q', 'gone.resnet');
    commit();
    run('bash', ['-e', '-o', 'pipefail', '-c', script], { BASE: base });
    const comment = readFileSync(join(clone, 'comment.md'), 'utf8');
    expect(comment.match(/^## .*$/gm)).toEqual([
      expect.stringMatching(/^## net: removed/),
      expect.stringMatching(/^## net: .*net one\.resnet/),
      expect.stringMatching(/^## net: new/),
    ]);
    // The block that it imports is the old one on one side, and the new one on the other.
    expect(comment).toContain('filters 8 → 16');
    expect(comment).toContain('+ relu');
  },
);
