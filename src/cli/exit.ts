import { CommanderError } from 'commander';
import { escapeTerminal } from '../emission/escape.ts';

/** What the process says to scripts: 1 is the input's fault, 2 the command line's or the file system's, 70 rnc's own. */
export const exitCodes = { fine: 0, wrongInput: 1, usage: 2, bug: 70 } as const;

const stopped = 'rnc.stopped';

/** Ends the command with a message: for what the user or the file system did, never for a bug. */
export function stop(exitCode: 1 | 2, message: string): never {
  throw new CommanderError(exitCode, stopped, message);
}

/** The message of an error that `stop` threw, for a command that can go on without what was missing. */
export function messageOfStop(error: unknown): string | undefined {
  return error instanceof CommanderError && error.code === stopped ? error.message : undefined;
}

export interface Ending {
  readonly exitCode: number;
  /** What to print on standard error; empty where it is printed already. */
  readonly text: string;
}

export interface Circumstances {
  readonly version: string;
  /** The command that was running. */
  readonly command: string;
  readonly debug: boolean;
}

/** How the process ends after `error` reached the top: the one place where a thrown error is looked at. */
export function endingOf(error: unknown, { version, command, debug }: Circumstances): Ending {
  if (error instanceof CommanderError) {
    if (error.code === stopped)
      return { exitCode: error.exitCode, text: `rnc: ${escapeLines(error.message)}\n` };
    return { exitCode: error.exitCode === 0 ? exitCodes.fine : exitCodes.usage, text: '' };
  }
  if (isSystemError(error))
    return { exitCode: exitCodes.usage, text: `rnc: ${escapeLines(describeSystemError(error))}\n` };
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  return {
    exitCode: exitCodes.bug,
    text: [
      `rnc ${version} has a bug, which your input did not cause: ${message}`,
      `It happened in \`rnc ${command}\` under Node ${process.version} on ${process.platform}-${process.arch}.`,
      'Please report it to the project, with these lines and the file that you gave.',
      debug ? (stack ?? '') : 'RNC_DEBUG=1 shows where in the code.',
      '',
    ].join('\n'),
  };
}

/** File names are in messages, and may hold what moves a terminal’s cursor. */
function escapeLines(message: string): string {
  return message.split('\n').map(escapeTerminal).join('\n');
}

export interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

/** True for what the operating system refused, such as a full disk. */
export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ELOOP: 'its symbolic links go in circles',
  ENAMETOOLONG: 'the name is too long',
  EEXIST: 'it exists already',
  ENOTEMPTY: 'another program has put something there',
  EXDEV: 'a part of it lies on another disk',
  EBUSY: 'it is in use',
  EIO: 'the disk reports an error',
};

/** `there is no such file or folder` rather than `ENOENT: no such file or directory, open '…'`. */
export function reasonOf(error: unknown): string {
  if (!isSystemError(error)) return String(error);
  return reasons[error.code] ?? error.message;
}

function describeSystemError(error: SystemError): string {
  const reason = reasonOf(error);
  return error.syscall === 'uv_cwd'
    ? 'the working folder is gone'
    : error.path === undefined
      ? reason
      : `${error.path}: ${reason}`;
}
