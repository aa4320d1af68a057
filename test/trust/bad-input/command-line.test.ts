import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../../src/index.ts';
import { environment, program, rnc } from '../../cli/run-cli.ts';
import { leaveFigures } from '../figures.ts';
import type { Ended } from '../run-here.ts';
import { type CommandCase, commandCases } from './command-line.ts';
import { runMany } from './run-many.ts';

const net = `network net {
  input 3 x 8 x 8
  conv1: conv 3x3, 4
  relu
  avgpool global
  fc: linear 10
}
`;
const bad = net.replace('relu', 'rleu');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rnc-commands-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with the files that every case has. */
function place(name: string): string {
  const here = join(folder, name);
  mkdirSync(here);
  const files = {
    'net.resnet': net,
    'other.resnet': net,
    'bad.resnet': bad,
    'x.npy': npy,
    'w.safetensors': writeSafetensors([{ name: 'a', shape: [2], data: new Float32Array(2) }]),
  };
  for (const [path, content] of Object.entries(files)) writeFileSync(join(here, path), content);
  return here;
}

/** Of 1×3×8×8: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
const npy = Buffer.concat([
  Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'),
  Buffer.from(`${"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 8, 8), }".padEnd(117)}\n`),
  Buffer.alloc(4 * 3 * 8 * 8),
]);

/** Names, what they are, and the text of the files that a command must not change. */
function contents(here: string): readonly string[] {
  return readdirSync(here).map((name) => {
    const status = lstatSync(join(here, name));
    return `${name} ${status.isFile() ? readFileSync(join(here, name), 'latin1') : status.isSymbolicLink() ? 'link' : 'folder'}`;
  });
}

describe('in one process', () => {
  let before: readonly (readonly string[])[];
  let ended: readonly Ended[];
  beforeAll(() => {
    const places = commandCases.map(({ files = {} }, index) => {
      const here = place(`${index}`);
      for (const [path, content] of Object.entries(files)) {
        if (typeof content !== 'string') symlinkSync(content.to, join(here, path));
        else if (path.endsWith('/')) mkdirSync(join(here, path));
        else writeFileSync(join(here, path), content);
      }
      return here;
    });
    before = places.map(contents);
    ended = runMany(commandCases.map(({ args }, index) => ({ args, cwd: places[index]! })));
  });

  it.each(commandCases.map((one, index) => ({ ...one, index })))('$row: $name', (one) => {
    const { exitCode, stdout, stderr } = ended[one.index]!;
    agree(one, { exitCode, stdout, stderr });
    const after = contents(join(folder, `${one.index}`));
    const made = after.filter((entry) => !before[one.index]!.includes(entry));
    expect(before[one.index]!.filter((entry) => !after.includes(entry))).toEqual([]);
    expect(made.map((entry) => entry.split(' ')[0])).toEqual(one.makes ?? []);
  });
});

/** What may be given to a program or a terminal: no trace, and no escape sequences that nobody asked for. */
function agree(
  { exit, says = /^$/, prints = /^$/, coloured = false }: Partial<Surroundings> & { readonly exit: number },
  { exitCode, stdout, stderr }: Ended,
): void {
  expect(stderr).toMatch(says);
  expect(stdout).toMatch(prints);
  expect(exitCode).toBe(exit);
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+|has a bug/m);
  expect(`${stdout}${stderr}`.includes('\x1b')).toBe(coloured);
}

interface Surroundings {
  readonly name: string;
  /** A shell’s line, in which `rnc` is rnc. */
  readonly line: string;
  readonly exit: number;
  readonly says?: RegExp;
  readonly prints?: RegExp;
  readonly environment?: NodeJS.ProcessEnv;
  readonly coloured?: boolean;
}

/** Everything that a terminal, a shell or the system decides, each in a process of its own. */
const surroundings: readonly (Surroundings & { readonly row: CommandCase['row'] })[] = [
  {
    row: 'C input',
    name: 'standard input that is empty',
    line: 'rnc check - < /dev/null',
    exit: 1,
    prints: /^error\[syntax\/no-network\]/,
  },
  {
    row: 'C input',
    name: 'standard input without an end',
    line: 'rnc check - < /dev/zero',
    exit: 1,
    prints: /^error\[limit\/bytes\]/,
  },
  {
    row: 'C input',
    name: 'standard input that is closed',
    line: 'rnc check - <&-',
    exit: 1,
    prints: /^error\[syntax\/no-network\]/,
  },
  {
    row: 'C input',
    name: 'a terminal as standard input says that it waits',
    line: `printf '\\004' | script -qec '"$NODE" "$RNC" check -' /dev/null`,
    exit: 1,
    coloured: true,
    prints: /reading a spec from the terminal; Ctrl-D ends it[\s\S]*syntax\/no-network/,
  },
  {
    row: 'C input',
    name: 'a pipe by its name',
    line: 'mkfifo pipe; rnc check pipe',
    exit: 2,
    says: /it is a pipe \(`-` reads standard input\)/,
  },
  {
    row: 'C terminal',
    name: 'a terminal of 20 columns, in colour',
    line: `script -qec 'stty cols 20; "$NODE" "$RNC" report net.resnet; "$NODE" "$RNC" check bad.resnet' /dev/null < /dev/null`,
    exit: 1,
    prints: /error/,
    coloured: true,
    environment: { TERM: 'xterm' },
  },
  {
    row: 'C terminal',
    name: 'a terminal with NO_COLOR',
    line: `script -qec '"$NODE" "$RNC" check bad.resnet' /dev/null < /dev/null`,
    exit: 1,
    prints: /^error\[name\/unknown\]/,
    environment: { TERM: 'xterm', NO_COLOR: '1' },
  },
  {
    row: 'C surroundings',
    name: 'a working folder that is gone',
    line: 'mkdir gone; cd gone; rmdir ../gone; rnc check net.resnet',
    exit: 2,
    says: /^rnc: /,
  },
  {
    row: 'C surroundings',
    name: 'too many open files',
    line: 'ulimit -n 22; rnc compile net.resnet --target onnx -o out',
    exit: 2,
    says: /too many files are open/,
  },
  {
    row: 'C surroundings',
    name: 'no environment at all',
    line: 'env -i "$NODE" "$RNC" check net.resnet',
    exit: 0,
    prints: /no problems/,
  },
];

it.each(surroundings)('$row: $name', (one) => {
  const here = mkdtempSync(join(folder, 'shell-'));
  const files = { 'net.resnet': net, 'bad.resnet': bad };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(here, name), text);
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', `rnc() { "$NODE" "$RNC" "$@"; }\n${one.line}`],
    {
      cwd: here,
      encoding: 'utf8',
      env: { ...environment, ...one.environment, NODE: process.execPath, RNC: program },
    },
  );
  agree(one, { exitCode: status ?? -1, stdout, stderr });
});

it('C same-bytes: again, from elsewhere, in another locale and time zone, with another umask', () => {
  const here = place('same');
  mkdirSync(join(here, 'deeper'));
  const targets = ['tfjs', 'onnx', 'pytorch', 'wgsl', 'report'];
  const seed = (target: string): readonly string[] => (target === 'report' ? [] : ['--seed', '3']);
  const compiled = runMany(
    targets.flatMap((target) => [
      {
        args: ['compile', 'net.resnet', '--target', target, '-o', `a/${target}`, ...seed(target)],
        cwd: here,
      },
      {
        args: ['compile', '../net.resnet', '--target', target, '-o', `../b/${target}`, ...seed(target)],
        cwd: join(here, 'deeper'),
      },
    ]),
  );
  expect(compiled.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
  const odd = {
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
    TZ: 'Asia/Kathmandu',
    HOME: undefined,
    USER: undefined,
  };
  const last = rnc(['compile', join(here, 'net.resnet'), '--target', 'tfjs', '-o', 'c/tfjs', '--seed', '3'], {
    cwd: here,
    environment: odd,
  });
  expect(last.status).toBe(0);
  for (const [one, other] of [
    ['a', 'b'],
    ['a/tfjs', 'c/tfjs'],
  ] as const) {
    const [first, second] = [one, other].map((name) => bytesBelow(join(here, name)));
    expect(second).toEqual(first);
    expect(Object.keys(first!).length).toBeGreaterThan(10);
    expect(Object.entries(first!).filter(([, text]) => text.includes(here))).toEqual([]);
  }
});

function bytesBelow(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => lstatSync(join(root, path)).isFile())
      .map((path) => [path, readFileSync(join(root, path), 'latin1')]),
  );
}

leaveFigures('commands', () => [
  {
    part: 'Bad input',
    what: 'commands with wrong usage, outputs and surroundings: exit code, message, standard output, files',
    result: `${commandCases.length + surroundings.length} commands, all answered as promised`,
    command: 'npx vitest run --project trust test/trust/bad-input/command-line',
  },
]);
