import { spawn } from 'node:child_process';
import type { Program } from './program.ts';

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Run {
  readonly args: readonly string[];
  /** The folder that imports are read from. */
  readonly cwd?: string;
  /** Standard input: a text as it stands in the editor, saved or not. */
  readonly input?: string;
  readonly signal?: AbortSignal;
}

/** Runs a command of rnc to its end. What cannot be started ends with exit code 2 and says why, as rnc itself does. */
export function runRnc(program: Program, { args, cwd, input = '', signal }: Run): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program.command, [...program.args, ...args], {
      ...{ cwd, signal, windowsHide: true },
      env: { ...process.env, NO_COLOR: '1', ...program.environment },
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8');
      child[name].on('data', (text: string) => {
        output[name] += text;
      });
    }
    child.on('error', ({ message }) => resolve({ exitCode: 2, stdout: '', stderr: message }));
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? 2, ...output }));
    // A process that ends before it has read everything is no error of its own.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
