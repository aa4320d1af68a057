import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { environment, program, rnc } from './run-cli.ts';
import { temporaryFolder } from './temporary.ts';

const good = `network small {
  input 3 x 8 x 8
  conv1: conv 3x3, 4
  bn1: batchnorm
  relu
  avgpool global
  fc: linear 10
}
`;
// A misspelt operator, at line 5, column 3.
const misspelt = good.replace('relu', 'rleu');

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'good.resnet'), good);
  writeFileSync(join(folder, 'bad.resnet'), misspelt);
});
const run = (
  args: readonly string[],
  more: { input?: string | Uint8Array; environment?: NodeJS.ProcessEnv } = {},
) => rnc(args, { cwd: folder, ...more });

describe('the command line', () => {
  test.each<[string, readonly string[], number, RegExp]>([
    ['no arguments', [], 2, /Usage: rnc/],
    ['an unknown command', ['chek'], 2, /Did you mean check\?/],
    ['an unknown flag', ['check', '--fromat', 'json', 'good.resnet'], 2, /Did you mean --format\?/],
    ['an unknown format', ['check', '--format', 'xml', 'good.resnet'], 2, /human, json, sarif, github/],
    ['an unknown target', ['compile', 'good.resnet', '--target', 'foo'], 2, /tfjs/],
    ['no target', ['compile', 'good.resnet'], 2, /--target/],
    ['no file', ['check'], 2, /missing required argument 'file'/],
    ['two files to compile', ['compile', 'a', 'b', '--target', 'tfjs'], 2, /too many arguments/],
    [
      'a file that is not there',
      ['check', 'gone.resnet'],
      2,
      /cannot read gone\.resnet: there is no such file/,
    ],
    ['a file with another name', ['check', 'good.resent'], 2, /did you mean good\.resnet\?/],
    ['a file without its ending', ['check', 'good'], 2, /did you mean good\.resnet\?/],
    ['a folder', ['check', '.'], 2, /cannot read \.: it is a folder/],
    ['a device', ['check', '/dev/zero'], 2, /it is a device \(`-` reads standard input\)/],
    ['a name that looks like a flag', ['check', '--', '-rf'], 2, /cannot read -rf/],
    ['a setting without a value', ['check', '--set', 'classes', 'good.resnet'], 2, /name=value/],
    ['a setting twice', ['check', '--set', 'a=1', '--set', 'a=2', 'good.resnet'], 2, /set twice/],
    [
      'a wrong input shape',
      ['check', '--input-shape', '3x0x8', 'good.resnet'],
      2,
      /channels x height x width/,
    ],
    ['standard input twice', ['check', '-', '-'], 2, /only once/],
    ['mending standard input', ['check', '-', '--fix'], 2, /--fix cannot change standard input/],
    ['watching standard input', ['check', '-', '--watch'], 2, /--watch cannot watch standard input/],
    [
      'weights and a seed',
      ['compile', 'good.resnet', '--target', 'tfjs', '--weights', 'w', '--seed', '1'],
      2,
      /cannot be used/,
    ],
    [
      'a seed below 0',
      ['compile', 'good.resnet', '--target', 'tfjs', '--seed', '-1'],
      2,
      /whole number from 0/,
    ],
    [
      'weights that are not there',
      ['compile', 'good.resnet', '--target', 'tfjs', '--weights', 'w.safetensors'],
      2,
      /cannot read w\.safetensors/,
    ],
    ['a broken spec', ['compile', 'bad.resnet', '--target', 'tfjs'], 1, /bad\.resnet:5:3/],
    ['a report on a broken spec', ['report', 'bad.resnet'], 1, /bad\.resnet:5:3/],
    ['an unknown shell', ['completions', 'tcsh'], 2, /bash, zsh, fish/],
    ['init over a file', ['init', 'good'], 2, /cannot write good\.resnet: it exists already/],
    ['init with a path', ['init', '../evil'], 2, /letters, digits/],
  ])('%s', (_, args, status, message) => {
    const result = run(args);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
    expect(result.stdout).toBe('');
    expect(result.status).toBe(status);
    expect(readdirSync(folder).sort()).toEqual(['bad.resnet', 'good.resnet']);
  });

  test.each([['--version'], ['--help'], ['help'], ['help', 'compile'], ['check', '--help']])(
    'rnc %s %s',
    (...args) => {
      const { status, stdout, stderr } = run(args);
      expect(stderr).toBe('');
      expect(stdout).not.toBe('');
      expect(status).toBe(0);
    },
  );

  test('every command’s help has examples and exit codes', () => {
    for (const command of ['check', 'compile', 'report', 'run']) {
      expect(run(['help', command]).stdout, command).toMatch(/Examples:[\s\S]*Exit codes: 0/);
    }
  });
});

describe('check', () => {
  test('prints its findings on standard output and ends with 1', () => {
    const { status, stdout, stderr } = run(['check', 'bad.resnet']);
    expect(stdout).toMatch(/^error\[name\/unknown\]: .*`rleu`/);
    expect(stdout).toContain('bad.resnet:5:3');
    expect(stdout).toMatch(/1 error in bad\.resnet/);
    expect(stderr).toBe('');
    expect(status).toBe(1);
  });

  test('says when there is nothing', () => {
    const { status, stdout } = run(['check', 'good.resnet']);
    expect(stdout).toBe('good.resnet: no problems (small)\n');
    expect(status).toBe(0);
  });

  test('prints names as they are seen from the working folder', () => {
    mkdirSync(join(folder, 'sub/work'), { recursive: true });
    writeFileSync(join(folder, 'sub/net.resnet'), misspelt);
    expect(run(['check', 'sub/net.resnet']).stdout).toContain('sub/net.resnet:5:3');
    expect(rnc(['check', '../net.resnet'], { cwd: join(folder, 'sub/work') }).stdout).toContain(
      '../net.resnet:5:3',
    );
  });

  test.each([
    ['json', '"errors": 1'],
    ['sarif', '"startLine": 5'],
    ['github', '::error file=bad.resnet,line=5'],
  ])('--format %s', (format, part) => {
    const { status, stdout, stderr } = run(['check', 'good.resnet', 'bad.resnet', '--format', format]);
    expect(stdout).toContain(part);
    expect(stderr).toBe('');
    expect(status).toBe(1);
    if (format !== 'github') expect(() => JSON.parse(stdout)).not.toThrow();
  });

  test('reads standard input', () => {
    expect(run(['check', '-'], { input: good }).stdout).toBe('<stdin>: no problems (small)\n');
    expect(run(['check', '-'], { input: misspelt }).stdout).toContain('<stdin>:5:3');
    writeFileSync(join(folder, '-'), misspelt);
    expect(run(['check', './-']).stdout).toContain('-:5:3');
  });

  test.each<[string, Uint8Array | string, RegExp, number]>([
    ['an empty file', '', /syntax\/no-network/, 1],
    ['only a comment', '// nothing\n', /syntax\/no-network/, 1],
    ['a byte-order mark and CRLF', `\uFEFF${good.replaceAll('\n', '\r\n')}`, /no problems/, 0],
    ['Latin-1', Buffer.from('network r\xe9seau {}', 'latin1'), /syntax\/encoding.*at byte 9/, 1],
    ['UTF-16', Buffer.from(good, 'utf16le'), /UTF-16/, 1],
    ['a PNG picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'), /syntax\/binary.*PNG/, 1],
    ['more than a mebibyte', `//${' '.repeat(1 << 20)}\n`, /limit\/bytes/, 1],
  ])('%s', (_, content, message, status) => {
    writeFileSync(join(folder, 'x.resnet'), content);
    for (const result of [run(['check', 'x.resnet']), run(['check', '-'], { input: content })]) {
      expect(result.stdout).toMatch(message);
      expect(result.stderr).toBe('');
      expect(result.status).toBe(status);
    }
  });

  test('--fix mends what it can and leaves the rest', () => {
    const { stdout, stderr, status } = run(['check', 'bad.resnet', '--fix']);
    expect(readFileSync(join(folder, 'bad.resnet'), 'utf8')).toBe(good);
    expect(stderr).toContain('mended 1 problem in bad.resnet');
    expect(stdout).toContain('no problems');
    expect(status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['bad.resnet', 'good.resnet']);
  });

  test('the configuration sets levels and limits', () => {
    writeFileSync(join(folder, 'rnc.config.json'), '{"limits": {"bytes": 20}}');
    const { stdout, status } = run(['check', 'good.resnet']);
    expect(stdout).toMatch(/limit\/bytes.*the limit is 20/);
    expect(status).toBe(1);
  });

  test('colours follow the environment', () => {
    const escapes = (args: readonly string[], environment: NodeJS.ProcessEnv): boolean =>
      run(['check', 'bad.resnet', ...args], { environment }).stdout.includes('\x1b[');
    expect(escapes([], {})).toBe(false);
    expect(escapes([], { FORCE_COLOR: '1' })).toBe(true);
    expect(escapes(['--no-color'], { FORCE_COLOR: '1' })).toBe(false);
    expect(escapes([], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  });

  test('locale, time zone and a missing home change nothing', () => {
    const plain = run(['check', 'bad.resnet', '--format', 'json']).stdout;
    const odd = { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu', HOME: undefined };
    expect(run(['check', 'bad.resnet', '--format', 'json'], { environment: odd }).stdout).toBe(plain);
  });

  test('imports stay in the folder', () => {
    mkdirSync(join(folder, 'inner'));
    writeFileSync(join(folder, 'blocks.resnet'), 'block a() { relu }\n');
    const text = `import { a } from "../blocks.resnet"\n${good}`;
    writeFileSync(join(folder, 'inner/net.resnet'), text);
    expect(run(['check', 'inner/net.resnet']).stdout).toContain('import/outside');
    symlinkSync(join(folder, 'blocks.resnet'), join(folder, 'inner/link.resnet'));
    writeFileSync(join(folder, 'inner/net.resnet'), text.replace('../blocks', './link'));
    expect(run(['check', 'inner/net.resnet']).stdout).toContain('import/outside');
  });

  test('a reader that goes away ends it quietly', () => {
    const many = Array.from({ length: 40 }, () => 'bad.resnet').join(' ');
    const script = `"${process.execPath}" "${program}" check ${many} --format json | head -c 1; echo " \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\{ [01]\n$/);
  });

  test('a working folder that is gone is no bug', () => {
    const gone = join(folder, 'gone');
    mkdirSync(gone);
    const script = `cd "${gone}" && rmdir "${gone}" && "${process.execPath}" "${program}" check x.resnet`;
    const { status, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(stderr).not.toContain('has a bug');
    expect(status).not.toBe(0);
  });

  test('--watch checks again when the file changes, and through an import', async () => {
    const process_ = spawn(process.execPath, [program, 'check', 'bad.resnet', '--watch'], {
      cwd: folder,
      env: environment,
    });
    let output = '';
    process_.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const until = async (part: string): Promise<void> => {
      const end = Date.now() + 15_000;
      while (!output.includes(part)) {
        if (Date.now() > end) throw new Error(`no ${JSON.stringify(part)} in ${JSON.stringify(output)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      output = '';
    };
    try {
      await until('name/unknown');
      writeFileSync(join(folder, 'bad.resnet'), good);
      await until('no problems');
      writeFileSync(join(folder, 'blocks.resnet'), 'block a() { relu }\n');
      writeFileSync(
        join(folder, 'bad.resnet'),
        `import { a } from "./blocks.resnet"\n${good.replace('relu', 'a()')}`,
      );
      await until('no problems');
      writeFileSync(join(folder, 'blocks.resnet'), 'block a() { rleu }\n');
      await until('blocks.resnet:1:13');
      rmSync(join(folder, 'bad.resnet'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      writeFileSync(join(folder, 'bad.resnet'), misspelt);
      await until('name/unknown');
    } finally {
      process_.kill('SIGINT');
    }
    const code = await new Promise((resolve) =>
      process_.on('exit', (status, signal) => resolve(signal ?? status)),
    );
    expect(code).toBe('SIGINT');
  });
});

describe('compile', () => {
  test('writes the folder and says so on standard error', () => {
    const { status, stdout, stderr } = run(['compile', 'good.resnet', '--target', 'tfjs', '-o', 'out']);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/wrote \d+ files to out: .*small\.js/);
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'out'))).toEqual(
      expect.arrayContaining(['.rnc.json', 'small.js', 'package.json', 'README.md']),
    );
    expect(existsSync(join(folder, 'out/small.weights.safetensors'))).toBe(false);
  });

  test('the same bytes from every working folder, locale and time', () => {
    const bytes = (cwd: string, file: string, out: string, environment: NodeJS.ProcessEnv): string => {
      const { status } = rnc(['compile', file, '--target', 'tfjs', '--seed', '3', '-o', out], {
        cwd,
        environment,
      });
      expect(status).toBe(0);
      const paths = readdirSync(join(cwd, out), { recursive: true, encoding: 'utf8' }).sort();
      const files = paths.filter((path) => path.includes('.'));
      return files.map((path) => `${path}\n${readFileSync(join(cwd, out, path), 'latin1')}`).join('\n');
    };
    mkdirSync(join(folder, 'elsewhere'));
    const here = bytes(folder, 'good.resnet', 'a', {});
    const there = bytes(join(folder, 'elsewhere'), '../good.resnet', 'b', {
      TZ: 'UTC-9',
      LANG: 'tr_TR.UTF-8',
    });
    expect(there).toBe(here);
    expect(here).not.toContain(folder);
  });

  test('refuses another’s folder and its own input', () => {
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out/thesis.txt'), 'years');
    const { status, stderr } = run(['compile', 'good.resnet', '--target', 'tfjs', '-o', 'out']);
    expect(status).toBe(2);
    expect(stderr).toContain('rnc did not write it');
    expect(readdirSync(join(folder, 'out'))).toEqual(['thesis.txt']);
  });

  test('an interrupt leaves no half of a folder', async () => {
    // Large enough that the signal comes while the weights are made or written.
    writeFileSync(join(folder, 'big.resnet'), good.replace('linear 10', 'linear 4000000'));
    const child = spawn(
      process.execPath,
      [program, 'compile', 'big.resnet', '--target', 'tfjs', '--seed', '0', '-o', 'out'],
      {
        cwd: folder,
        env: environment,
      },
    );
    const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
    const end = Date.now() + 20_000;
    const begun = (): boolean => readdirSync(folder).some((name) => name.startsWith('.out.rnc-'));
    while (!begun() && child.exitCode === null && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill('SIGINT');
    await exited;
    const left = readdirSync(folder).sort();
    if (left.includes('out')) expect(readdirSync(join(folder, 'out'))).toContain('.rnc.json');
    expect(left.filter((name) => name.includes('rnc-'))).toEqual([]);
  });

  test('several networks want a choice', () => {
    writeFileSync(join(folder, 'two.resnet'), `${good}${good.replace('small', 'other')}`);
    const { status, stderr } = run(['compile', 'two.resnet', '--target', 'tfjs']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/small[\s\S]*other/);
    expect(run(['compile', 'two.resnet', '--target', 'tfjs', '--network', 'other', '-o', 'o']).status).toBe(
      0,
    );
    expect(readdirSync(join(folder, 'o'))).toContain('other.js');
  });
});

test('init writes a spec that has no problems', () => {
  expect(run(['init', 'mine']).status).toBe(0);
  const { status, stdout } = run(['check', 'mine.resnet']);
  expect(stdout).toBe('mine.resnet: no problems (mine)\n');
  expect(status).toBe(0);
});

test('report prints a table, or JSON of one network or several', () => {
  expect(run(['report', 'good.resnet']).stdout).toContain('small');
  const one = JSON.parse(run(['report', 'good.resnet', '--format', 'json']).stdout);
  // 3·4·9 weights of the convolution with its bias of 4 left out, 2·4 of the batchnorm, 4·10 + 10 of the linear layer.
  expect(one.parameters.trainable).toBe(108 + 8 + 50);
  expect(JSON.parse(run(['report', 'good.resnet', 'good.resnet', '--format', 'json']).stdout)).toHaveLength(
    2,
  );
});
