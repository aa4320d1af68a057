import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { environment, program, rnc } from '../../cli/run-cli.ts';
import { temporaryFolder } from '../../cli/temporary.ts';
import { equal, look } from './trees.ts';
import { newFolder } from './workplace.ts';

/*
 * The same with real disks that are full or read-only, folders of another user, and readers that go away. A disk is mounted in a
 * namespace of the process’s own, as root or as a user who may have such a namespace; where neither is allowed, as in many
 * containers, those cases are shown as skipped, and every-call.test.ts alone says what happens at ENOSPC and EROFS.
 */

const net = (classes: number): string => `network small {
  input 3 x 8 x 8
  conv1: conv 3x3, 4
  bn1: batchnorm
  avgpool global
  fc: linear ${classes}
}
`;
const compile = ['compile', 'net.resnet', '--target', 'tfjs', '--seed', '1', '-o'];

let folder: string;
beforeAll(() => {
  folder = newFolder();
  writeFileSync(join(folder, 'net.resnet'), net(5));
  expect(rnc([...compile, 'old'], { cwd: folder }).status).toBe(0);
  writeFileSync(join(folder, 'net.resnet'), net(100_000));
});

/** A shell’s line in which `rnc` is rnc. */
function bash(
  line: string,
  before: readonly string[] = [],
): ReturnType<typeof spawnSync> & { stderr: string } {
  const [command, ...args] = [
    ...before,
    'bash',
    '-c',
    `rnc() { "${process.execPath}" "${program}" "$@"; }\n${line}`,
  ];
  return spawnSync(command!, args, { cwd: folder, encoding: 'utf8', env: environment }) as ReturnType<
    typeof bash
  >;
}

const inNamespace = ['unshare', '--map-root-user', '--mount'];
const canMount = (): boolean =>
  spawnSync('unshare', ['--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

interface Row {
  readonly name: string;
  /** Prepares `disk`, runs rnc, and leaves its exit code in `status`. */
  readonly line: string;
  readonly status: number;
  readonly says: RegExp;
}

describe.skipIf(!canMount())('a disk', () => {
  const digests = '(cd disk && find . -type f | sort | xargs sha256sum)';
  test.each<Row>([
    {
      name: 'that is full keeps the old output',
      line: 'mount -t tmpfs -o size=300k tmpfs disk; cp -r old disk/out',
      status: 2,
      says: /cannot write disk\/out: no space is left on the disk; nothing was written/,
    },
    {
      name: 'that is full keeps an empty folder',
      line: 'mount -t tmpfs -o size=64k tmpfs disk',
      status: 2,
      says: /no space is left on the disk; nothing was written/,
    },
    {
      name: 'without room for names keeps the old output',
      line: 'mount -t tmpfs -o nr_inodes=$(($(find old | wc -l) + 4)) tmpfs disk; cp -r old disk/out',
      status: 2,
      says: /no space is left on the disk; nothing was written/,
    },
    {
      name: 'that is read-only keeps the old output',
      line: 'mount -t tmpfs tmpfs disk; cp -r old disk/out; mount -o remount,ro disk',
      status: 2,
      says: /the file system is read-only; nothing was written/,
    },
  ])('$name', ({ line, status, says }) => {
    mkdirSync(join(folder, 'disk'), { recursive: true });
    const result = bash(
      `set -e; ${line}; ${digests} > before; status=0; rnc ${compile.join(' ')} disk/out || status=$?
${digests} > after; cmp before after; ls -A disk disk/out | grep rnc-tmp && exit 99; exit $status`,
      inNamespace,
    );
    expect(result.stderr).toMatch(says);
    expect(result.status).toBe(status);
  });

  // What is made beside a mount point cannot be renamed into it.
  test('can be the output folder itself', () => {
    mkdirSync(join(folder, 'disk'), { recursive: true });
    const result = bash(
      `mount -t tmpfs tmpfs disk && rnc ${compile.join(' ')} disk && ls -A disk && test -e disk/small.js`,
      inNamespace,
    );
    expect(result.stderr).toMatch(/^rnc: wrote \d+ files to disk/);
    expect(result.status).toBe(0);
  });
});

test.skipIf(process.getuid?.() !== 0)('a folder that belongs to another user stays as it is', () => {
  const place = temporaryFolder();
  chmodSync(place, 0o755);
  writeFileSync(join(place, 'net.resnet'), net(10));
  mkdirSync(join(place, 'fixed'));
  const before = look(place).tree;
  for (const args of [
    [...compile, 'fixed'],
    [...compile, 'fixed/out'],
    [...compile, 'out'],
    ['init', 'mine'],
  ]) {
    const result = spawnSync(process.execPath, [program, ...args], {
      cwd: place,
      encoding: 'utf8',
      env: environment,
      uid: 65534,
      gid: 65534,
    });
    expect(result.stderr).toMatch(/^rnc: cannot write \S+: permission denied/);
    expect(result).toMatchObject({ status: 2, stdout: '' });
  }
  const after = look(place);
  expect(equal(after.tree, before)).toBe(true);
  expect(after.leftovers).toEqual([]);
});

test.each<Row>([
  {
    name: 'a reader that goes away',
    line: 'set -o pipefail; rnc report net.resnet --format json | head -c 1 >&2; status=$?',
    status: 0,
    says: /^\{$/,
  },
  {
    name: 'nobody who listens to what is said beside: the work is done',
    line: `{ rnc ${compile.join(' ')} quiet; status=$?; } 2> >(true); test -e quiet/.rnc.json || status=99`,
    status: 0,
    says: /^$/,
  },
  {
    name: 'standard output on a full disk',
    line: 'rnc report net.resnet > /dev/full; status=$?',
    status: 2,
    says: /^rnc: cannot write to standard output: no space is left on the disk\n$/,
  },
  {
    name: 'standard error on a full disk',
    line: 'rnc check gone.resnet 2> /dev/full; status=$?',
    status: 2,
    says: /^$/,
  },
  {
    name: 'closed streams',
    line: 'rnc report net.resnet >&- 2>&-; status=$?',
    status: 0,
    says: /^$/,
  },
])('$name', ({ line, status, says }) => {
  const result = bash(`${line}; exit $status`);
  expect(result.stderr).toMatch(says);
  expect(result.status).toBe(status);
});

test('several at once into one folder: one output, whole', () => {
  const all = [1, 2, 3, 4].map((seed) => `rnc ${compile.join(' ')} together --seed ${seed} &`).join(' ');
  const { stderr } = bash(`${all} wait`);
  expect(stderr).toMatch(/rnc: wrote \d+ files to together/);
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|bug/);
  const text = readFileSync(join(folder, 'together/.rnc.json'), 'utf8');
  const { files } = JSON.parse(text) as { files: Readonly<Record<string, string>> };
  for (const [path, digest] of Object.entries(files)) {
    const bytes = readFileSync(join(folder, 'together', path));
    expect(createHash('sha256').update(bytes).digest('hex'), path).toBe(digest);
  }
  expect(look(join(folder, 'together')).leftovers).toEqual([]);
});
