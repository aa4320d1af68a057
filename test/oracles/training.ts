import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, type OutputFile } from '../../src/index.ts';
import { python } from './python.ts';

const program = fileURLToPath(new URL('training_oracle.py', import.meta.url));

/** One thread for each process: the sums are then in the same order each time, and two processes have a core each. */
const environment = { ...process.env, OMP_NUM_THREADS: '1' };

/** The text compiled for PyTorch. Throws where it has errors. */
export function emitText(text: string, name = 'net.resnet'): readonly OutputFile[] {
  const { files, diagnostics } = compile({ name, text }, { target: 'pytorch' });
  if (files.length === 0) throw new Error(JSON.stringify(diagnostics));
  return files;
}

export function writeFiles(folder: string, files: readonly OutputFile[]): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

export interface Run {
  readonly args: readonly string[];
  /** The system takes no more bytes in a file, as where a disk is full. */
  readonly largestFile?: number;
  /** The signal is sent once the file of metrics has so many lines. */
  readonly kill?: {
    readonly signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT';
    readonly metrics: string;
    readonly lines: number;
  };
}

export interface RunOutcome {
  /** Negative for a signal. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the program of checks prints, run in the emitted folder; `processes` of it under torchrun. */
function ask<T>(folder: string, args: readonly string[], processes = 1): T {
  const command = processes === 1 ? [program, ...args] : [...torchrun(processes), program, ...args];
  const printed = execFileSync(python!, command, {
    cwd: folder,
    encoding: 'utf8',
    env: environment,
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
  });
  return JSON.parse(printed) as T;
}

/** As `torchrun`. Debian 12's, PyTorch 1.13 under Python 3.11, starts nothing unless it is told what to redirect, here of no process. */
const torchrun = (processes: number): readonly string[] => [
  ...['-m', 'torch.distributed.run', '--redirects', '9:3', '--tee', '9:3'],
  ...['--rdzv_backend', 'c10d', '--rdzv_endpoint', 'localhost:0', '--nproc_per_node', `${processes}`],
];

/** `python train.py ARGS` for each, one after the other. */
export function trainRuns(folder: string, runs: readonly Run[]): readonly RunOutcome[] {
  const file = join(folder, 'runs.json');
  writeFileSync(file, JSON.stringify(runs));
  return ask(folder, ['commands', file]);
}

/** Pictures and weights, good ones and bad ones, for an emitted network with the name `tiny`. */
export function makeFiles(folder: string): void {
  execFileSync(python!, [program, 'make_files'], { cwd: folder, env: environment });
}

export interface Gradients {
  readonly processes: number;
  readonly steps: readonly {
    readonly parts: number;
    readonly share: number;
    readonly batch: number;
    readonly difference: number;
  }[];
  /** Differences to plain PyTorch. */
  readonly validation: { readonly pictures: number; readonly loss: number; readonly top1: number };
}

/** `frozen`: with the running statistics of batch normalisation, as in `eval()`. */
export function gradientsOf(
  folder: string,
  [module, className]: readonly [module: string, className: string],
  mode: 'training' | 'frozen',
  processes: number,
): Gradients {
  return ask(folder, ['gradients', module, className, mode], processes);
}

/** `train.py ARGS` on two processes: the exit code, and how many distributed models live each time a group is destroyed. */
export const endingOf = (folder: string, args: readonly string[]) =>
  ask<{ code: number; models: readonly number[] }>(folder, ['ending', ...args], 2);

export const compareCheckpoints = (folder: string, one: string, other: string) =>
  ask<{ same: boolean; tensors: number }>(folder, ['compare', one, other]);

export const compareSchedules = (folder: string) =>
  ask<Record<string, { difference: number; lowest: number; highest: number }>>(folder, ['schedules']);

/** `torchrun --nproc_per_node N train.py ARGS`. All its processes are killed once `killWhen` says so. */
export function trainTogether(
  folder: string,
  processes: number,
  args: readonly string[],
  killWhen: () => boolean = () => false,
): Promise<RunOutcome> {
  const child = spawn(python!, [...torchrun(processes), 'train.py', ...args], {
    cwd: folder,
    detached: true,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece) => (texts.stdout += piece));
  child.stderr.on('data', (piece) => (texts.stderr += piece));
  const watch = setInterval(() => {
    if (!killWhen()) return;
    clearInterval(watch);
    process.kill(-child.pid!, 'SIGKILL');
  }, 5);
  return new Promise((resolve) =>
    child.on('close', (code, signal) => {
      clearInterval(watch);
      resolve({ code: signal === null ? code! : -9, ...texts });
    }),
  );
}
