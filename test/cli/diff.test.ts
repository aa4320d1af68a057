import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { splitSides } from '../../src/cli/two-sides.ts';
import { environment, program, rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

const net = (width: string): string => `network net(width: int = ${width}) {
  input 3 x 8 x 8
  conv: conv 3x3, width
  avgpool global
  fc: linear 2
}
`;
const two = `${net('8')}network wide = net(16)\n`;

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const width8To16 = ['~ conv  conv filters 8 → 16'];
const files = {
  'old.resnet': net('8'),
  'new.resnet': net('16'),
  'two.resnet': two,
  'a#b.resnet': net('16'),
  'bad.resnet': 'network net { inptu 3 }',
};

describe('rnc diff', () => {
  test.each<{
    readonly args: readonly string[];
    readonly input?: string;
    readonly status: number;
    readonly says: readonly string[];
    readonly stderr?: RegExp;
  }>([
    { args: ['old.resnet', 'new.resnet'], status: 0, says: ['net: old.resnet → new.resnet', ...width8To16] },
    { args: ['old.resnet', 'new.resnet', '--exit-code'], status: 1, says: width8To16 },
    { args: ['old.resnet', 'old.resnet', '--exit-code'], status: 0, says: ['net  no differences'] },
    { args: ['old.resnet', 'a#b.resnet'], status: 0, says: width8To16 },
    {
      args: ['-', 'new.resnet'],
      input: net('8'),
      status: 0,
      says: ['net: <stdin> → new.resnet', ...width8To16],
    },
    { args: ['two.resnet', '--network', 'net..wide'], status: 0, says: ['net → wide', ...width8To16] },
    { args: ['two.resnet', '--network', 'net', '--set', 'width=..16'], status: 0, says: width8To16 },
    { args: ['-', '--set', 'width=8..16'], input: net('4'), status: 0, says: ['net', ...width8To16] },
    { args: ['old.resnet', '--input-shape', '3x8x8..3x9x9'], status: 0, says: ['input 3×8×8 → 3×9×9'] },
    {
      args: ['old.resnet', 'two.resnet', '--format', 'markdown'],
      status: 0,
      says: ['## wide: new', 'no differences in net'],
    },
    { args: ['/dev/null', 'new.resnet'], status: 0, says: ['+ network net  3×8×8 → 2'] },
    { args: ['new.resnet', '/dev/null', '--exit-code'], status: 1, says: ['- network net  3×8×8 → 2'] },
    { args: ['old.resnet', 'bad.resnet'], status: 1, says: [], stderr: /bad\.resnet:1:15/ },
    { args: ['two.resnet', '--network', 'net..wode'], status: 1, says: [], stderr: /did you mean `wide`/ },
    { args: ['old.resnet'], status: 2, says: [], stderr: /OLD\.\.NEW/ },
    { args: ['old.resnet', 'nowhere.resnet'], status: 2, says: [], stderr: /cannot read nowhere\.resnet/ },
    { args: ['old.resnet', '--set', 'width=..'], status: 2, says: [], stderr: /Write OLD\.\.NEW/ },
  ])('$args', ({ args, input, status, says, stderr = /^$/ }) => {
    const result = rnc(['diff', ...args], {
      cwd: folderWith(files),
      ...(input === undefined ? {} : { input }),
    });
    expect(result.stderr).toMatch(stderr);
    expect(result.status).toBe(status);
    if (says.length === 0) expect(result.stdout).toBe('');
    const lines = result.stdout.split('\n').map((line) => line.trim());
    for (const line of says) expect(lines).toContainEqual(expect.stringContaining(line));
  });

  test('prints JSON with the files’ names as they were given', () => {
    const folder = folderWith({ 'a/net.resnet': net('8'), 'b/net.resnet': net('16') });
    const { stdout } = rnc(['diff', 'a/net.resnet', 'b/net.resnet', '--format', 'json'], { cwd: folder });
    const { same, networks } = JSON.parse(stdout);
    expect([same, networks[0].before.file, networks[0].after.file]).toEqual([
      false,
      'a/net.resnet',
      'b/net.resnet',
    ]);
    expect(networks[0].changes[0].after.source).toEqual({ file: 'b/net.resnet', line: 3, column: 9 });
  });

  // As docs/diff.md says; git gives a driver the path, then the old and the new file, each with two words behind it.
  test.skipIf(process.env.CI !== 'true' && spawnSync('git', ['--version']).status !== 0)(
    'is a diff driver of git, for files that changed, are new and are gone',
    () => {
      const folder = folderWith({
        '.gitattributes': '*.resnet diff=rnc\n',
        'net.resnet': net('8'),
        'gone.resnet': net('8'),
      });
      const git = (...args: readonly string[]): string => {
        const config = { 'user.name': 'a', 'user.email': 'a@b.example', 'diff.rnc.command': driver };
        const given = Object.entries(config).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
        const { stdout, stderr, status } = spawnSync('git', [...given, ...args], {
          cwd: folder,
          encoding: 'utf8',
          env: environment,
        });
        expect([status, stderr]).toEqual([0, '']);
        return stdout;
      };
      const driver = `f() { '${process.execPath}' '${program}' diff "$2" "$5"; }; f`;
      git('init', '-q');
      git('add', '.');
      git('commit', '-q', '-m', 'first');
      writeFileSync(join(folder, 'net.resnet'), net('16'));
      writeFileSync(join(folder, 'new.resnet'), net('8'));
      git('add', '-N', 'new.resnet');
      git('rm', '-q', 'gone.resnet');
      const shown = git('diff', '--no-renames', 'HEAD');
      for (const line of ['~ conv  conv filters 8 → 16', '+ network net', '- network net'])
        expect(shown).toContain(line);
    },
  );
});

describe('two sides of a flag', () => {
  test.each([
    ['a', 'a', 'a'],
    ['a..b', 'a', 'b'],
    ['..b', '', 'b'],
    ['a..', 'a', ''],
    ['[1, 2] .. [3]', '[1, 2]', '[3]'],
    ['"a..b"', '"a..b"', '"a..b"'],
    ['"a..b".."c"', '"a..b"', '"c"'],
    ['0.5..1.5', '0.5', '1.5'],
  ])('%s is %s and %s', (text, before, after) => {
    expect(splitSides(text)).toEqual({ before, after });
  });
});
