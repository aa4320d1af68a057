import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { folderOfGoodAndBad, good, misspelt } from './classifier.ts';
import { environment, program, rnc } from './run-cli.ts';

let folder: string;
beforeEach(() => {
  folder = folderOfGoodAndBad();
});
const run = (
  args: readonly string[],
  more: { input?: string | Uint8Array; environment?: NodeJS.ProcessEnv } = {},
) => rnc(args, { cwd: folder, ...more });

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
    ['sarif', '"startLine":5'],
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
